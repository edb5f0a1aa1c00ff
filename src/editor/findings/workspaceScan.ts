import * as vscode from 'vscode';
import type { ScanProgress, ScanSummary } from '../../engine/engine';
import type { Finding } from '../../engine/finding';
import type { EngineHost } from '../engineHost';
import { workspaceRoots } from '../engineHost';
import type { FindingsStore } from './store';

interface RunningScan {
  readonly done: Promise<void>;
  readonly abort: AbortController;
  /** Shown by whoever watches it. */
  readonly onProgress: vscode.Event<ScanProgress>;
}

/** `Altitude: Scan Workspace`, and the same scan again in the background when something it depends on changed. */
export class WorkspaceScan implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private running: RunningScan | undefined;
  private again: Promise<void> | undefined;
  private last: ScanSummary | undefined;
  private starts = 0;
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly host: EngineHost,
    private readonly store: FindingsStore,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** What the last complete scan came to. */
  get lastScan(): ScanSummary | undefined {
    return this.last;
  }

  /** How many scans have begun. */
  get started(): number {
    return this.starts;
  }

  /** Resolves when no scan is under way; at once when there is none. */
  get ended(): Promise<unknown> {
    return Promise.allSettled([this.running?.done, this.again]);
  }

  /** The scan the reader asked for, with progress and cancel. Joins one that is under way. */
  async run(): Promise<void> {
    if (workspaceRoots().length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open a folder on disk to scan it.'));
      return;
    }
    const scan = this.running ?? this.start();
    const title = vscode.l10n.t('Altitude: scanning');
    try {
      await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, async (progress, token) => {
        let reported = 0;
        const watching = vscode.Disposable.from(
          token.onCancellationRequested(() => scan.abort.abort()),
          scan.onProgress(({ done, total }) => {
            const percent = total === 0 ? 100 : (done / total) * 100;
            progress.report({ increment: percent - reported, message: vscode.l10n.t('{0} of {1} files', done, total) });
            reported = percent;
          }),
        );
        await scan.done.finally(() => void watching.dispose());
      });
    } catch (error) {
      const showLog = vscode.l10n.t('Show Log');
      const message = error instanceof Error ? error.message : String(error);
      const choice = await vscode.window.showErrorMessage(vscode.l10n.t('The scan failed: {0}', message), showLog);
      if (choice === showLog) this.log.show();
    }
  }

  /** Scans again without a word. One that is under way began under older circumstances, so another follows it. */
  async refresh(): Promise<void> {
    const { running } = this;
    if (running === undefined) return this.quietly();
    this.again ??= running.done.catch(() => undefined).then(async () => {
      this.again = undefined;
      await this.quietly();
    });
    return this.again;
  }

  dispose(): void {
    this.running?.abort.abort();
    this.changed.dispose();
  }

  private async quietly(): Promise<void> {
    try {
      if (workspaceRoots().length === 0) this.store.forgetScan();
      else await (this.running ?? this.start()).done;
    } catch (error) {
      this.log.warn(`the scan failed: ${String(error)}`);
    }
  }

  private start(): RunningScan {
    this.starts += 1;
    const abort = new AbortController();
    const progress = new vscode.EventEmitter<ScanProgress>();
    const done = this.scan(abort.signal, (state) => progress.fire(state)).finally(() => {
      this.running = undefined;
      progress.dispose();
      this.changed.fire();
    });
    this.running = { done, abort, onProgress: progress.event };
    return this.running;
  }

  private async scan(signal: AbortSignal, onProgress: (progress: ScanProgress) => void): Promise<void> {
    const found = new Map<string, readonly Finding[]>();
    const onFile = (file: string, findings: readonly Finding[]) => {
      if (findings.length > 0) found.set(file, findings);
    };
    const request = { roots: workspaceRoots(), includeTests: this.host.settings.includeTests };
    const summary = await this.host.engine.scan(request, { signal, onFile, onProgress });
    // A cancelled scan says nothing of the files it did not reach: what was known of them stays.
    if (summary.cancelled) return;
    for (const { file, reason } of summary.skipped) this.log.info(`skipped ${file}: ${reason}`);
    this.last = summary;
    this.store.replaceScan(found);
  }
}
