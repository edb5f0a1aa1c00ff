import * as vscode from 'vscode';
import type { ScanSummary } from '../../engine/engine';
import type { Finding } from '../../engine/finding';
import type { EngineHost } from '../engineHost';
import { workspaceRoots } from '../engineHost';
import type { FindingsStore } from './store';

/** What the last scan came to, for the view's message. */
export interface LastScan {
  readonly summary: ScanSummary;
  readonly at: Date;
}

/** `Altitude: Scan Workspace`: one scan at a time, with progress and cancel. */
export class WorkspaceScan implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private running: Promise<void> | undefined;
  private last: LastScan | undefined;
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly host: EngineHost,
    private readonly store: FindingsStore,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  get lastScan(): LastScan | undefined {
    return this.last;
  }

  /** Joins a scan that is already running. */
  async run(): Promise<void> {
    this.running ??= this.scan().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  dispose(): void {
    this.changed.dispose();
  }

  private async scan(): Promise<void> {
    const roots = workspaceRoots();
    if (roots.length === 0) {
      // The reader asked for it, so an answer is due.
      void vscode.window.showInformationMessage(vscode.l10n.t('Open a folder on disk to scan it.'));
      return;
    }
    const title = vscode.l10n.t('Altitude: scanning');
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, async (progress, token) => {
      const abort = new AbortController();
      const cancellation = token.onCancellationRequested(() => abort.abort());
      const found = new Map<string, readonly Finding[]>();
      let reported = 0;
      try {
        const summary = await this.host.engine.scan(
          { roots, includeTests: this.host.settings.includeTests },
          {
            signal: abort.signal,
            onFile: (file, findings) => {
              if (findings.length > 0) found.set(file, findings);
            },
            onProgress: ({ done, total }) => {
              const percent = total === 0 ? 100 : (done / total) * 100;
              progress.report({ increment: percent - reported, message: vscode.l10n.t('{0} of {1} files', done, total) });
              reported = percent;
            },
          },
        );
        this.finish(summary, found);
      } finally {
        cancellation.dispose();
      }
    });
  }

  private finish(summary: ScanSummary, found: ReadonlyMap<string, readonly Finding[]>): void {
    for (const { file, reason } of summary.skipped) this.log.info(`skipped ${file}: ${reason}`);
    // A cancelled scan says nothing of the files it did not reach: what was known of them stays.
    if (!summary.cancelled) {
      this.last = { summary, at: new Date() };
      this.store.replaceScan(found);
    }
    this.changed.fire();
  }
}
