import * as vscode from 'vscode';
import { isVendored } from '../../engine/scan/quiet';
import { languageOf } from '../../engine/syntax/languages';
import type { EngineHost } from '../engineHost';
import { fileOf } from '../identity';
import type { DocumentWatcher } from './documentWatcher';
import type { FindingsStore } from './store';
import type { WorkspaceScan } from './workspaceScan';

/** Changes on disk are looked at together, this many milliseconds after the first of them. */
const gather = 400;

/** With more files to look at than this, as after a checkout, a scan on all cores is faster than one after the other. */
const manyFiles = 300;

/** Files that decide what is found in others: dependencies and their versions, the schema, what is ignored. */
const decisive = /\/(?:package\.json|go\.mod|\.gitignore|\.altitudeignore|\.git\/info\/exclude)$|\.(?:sql|prisma)$/;

export interface DiskWatcherOptions {
  readonly host: EngineHost;
  readonly store: FindingsStore;
  readonly scan: WorkspaceScan;
  readonly documents: DocumentWatcher;
  readonly log: Pick<vscode.LogOutputChannel, 'warn'>;
}

/** Keeps the results of a workspace scan right as files on disk change, come, go, and are renamed. */
export class DiskWatcher implements vscode.Disposable {
  private readonly pending = new Set<string>();
  private readonly subscriptions: vscode.Disposable;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isDisposed = false;

  constructor(private readonly options: DiskWatcherOptions) {
    // Every path, not only source files: a folder that was deleted or moved is one event for the folder.
    const watcher = vscode.workspace.createFileSystemWatcher('**/*');
    this.subscriptions = vscode.Disposable.from(
      watcher,
      // A folder's own change means that something in it came or went, which has an event of its own.
      watcher.onDidChange((uri) => {
        if (isRead(uri.path)) this.touch(uri);
      }),
      watcher.onDidCreate((uri) => this.touch(uri)),
      watcher.onDidDelete((uri) => this.touch(uri)),
      vscode.workspace.onDidRenameFiles(({ files }) => files.forEach(({ oldUri, newUri }) => [oldUri, newUri].forEach((uri) => this.touch(uri)))),
      options.documents.onDidClose((uri) => this.touch(uri)),
    );
  }

  dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.timer);
    this.subscriptions.dispose();
  }

  private touch(uri: vscode.Uri): void {
    if (uri.scheme !== 'file' || isForeign(uri)) return;
    this.pending.add(fileOf(uri));
    this.timer ??= setTimeout(() => void this.settle(), gather);
  }

  private async settle(): Promise<void> {
    const { scan, log } = this.options;
    try {
      // A scan that is under way may have read a file before it changed: what it says is corrected after it.
      await scan.ended;
      const paths = [...this.pending];
      this.pending.clear();
      await this.look(paths);
    } catch (error) {
      if (!this.isDisposed) log.warn(String(error));
    }
    this.timer = this.pending.size === 0 || this.isDisposed ? undefined : setTimeout(() => void this.settle(), gather);
  }

  private async look(paths: readonly string[]): Promise<void> {
    const { documents, host, scan, store } = this.options;
    const isDecisive = paths.some((file) => decisive.test(file));
    const mayMatter = isDecisive || paths.some((file) => isRead(file) || mayBeFolder(file));
    if (mayMatter) host.engine.invalidate(paths);
    // Before a scan nothing is known of closed files, and nothing needs to be.
    if (store.hasScanned) {
      // What a file exports decides what is found in those that import it.
      const asked = mayMatter ? [...new Set([...paths, ...store.closedFiles()])] : paths;
      if (isDecisive || asked.length > manyFiles) await scan.refresh();
      else await this.rescan(paths, asked);
    }
    // A document that was saved, alone, has told what it holds already.
    if (mayMatter) documents.refresh(paths.length === 1 && !isDecisive ? paths[0] : undefined);
  }

  private async rescan(paths: readonly string[], asked: readonly string[]): Promise<void> {
    const { host, scan, store } = this.options;
    const { started } = scan;
    const found = await host.engine.rescan(asked, host.settings.includeTests);
    if (scan.started === started) store.replaceUnder(asked, found);
    // A scan of the workspace that began meanwhile may know newer settings: it goes first.
    else for (const file of paths) this.pending.add(file);
  }
}

function isRead(path: string): boolean {
  return languageOf(path) !== undefined || decisive.test(path);
}

/** A folder that came or went is one event, with none for the files in it; what is gone can no longer be asked. */
function mayBeFolder(path: string): boolean {
  return !path.includes('.', path.lastIndexOf('/') + 1);
}

/** Dependencies, build output and hidden folders change by the thousand and are never scanned. */
function isForeign(uri: vscode.Uri): boolean {
  if (decisive.test(uri.path)) return uri.path.includes('/node_modules/');
  return vscode.workspace.getWorkspaceFolder(uri) !== undefined && isVendored(vscode.workspace.asRelativePath(uri, false));
}
