import * as vscode from 'vscode';
import { languageOf } from '../../engine/syntax/languages';
import type { EngineHost } from '../engineHost';
import { fileOf } from '../identity';
import type { FindingsStore } from './store';

/** A checkout changes many files at once: they are scanned together, this many milliseconds after the last. */
const quietTime = 400;

/** Keeps the results of a workspace scan right as files on disk change, are renamed or deleted. */
export class DiskWatcher implements vscode.Disposable {
  private readonly pending = new Set<string>();
  private readonly subscriptions: vscode.Disposable[];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly host: EngineHost,
    private readonly store: FindingsStore,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx,go,sql,json}');
    this.subscriptions = [
      watcher,
      watcher.onDidChange((uri) => this.touch(uri)),
      watcher.onDidCreate((uri) => this.touch(uri)),
      watcher.onDidDelete((uri) => this.drop(uri)),
      // A deleted or renamed folder is one event for the folder itself.
      vscode.workspace.onDidDeleteFiles(({ files }) => files.forEach((uri) => this.drop(uri))),
      vscode.workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) {
          this.drop(oldUri);
          this.touch(newUri);
        }
      }),
    ];
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private drop(uri: vscode.Uri): void {
    this.store.removeUnder(fileOf(uri));
    this.host.engine.invalidate([fileOf(uri)]);
  }

  private touch(uri: vscode.Uri): void {
    const file = fileOf(uri);
    this.host.engine.invalidate([file]);
    // Before a scan nothing is known of closed files, and nothing needs to be.
    if (!this.store.hasScanned || uri.scheme !== 'file') return;
    this.pending.add(file);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.rescan(), quietTime);
  }

  private async rescan(): Promise<void> {
    const files = [...this.pending].filter((file) => languageOf(file) !== undefined || !file.includes('.', file.lastIndexOf('/')));
    this.pending.clear();
    if (files.length === 0) return;
    try {
      const scanned = await this.host.engine.rescan(files, this.host.settings.includeTests);
      // Open documents speak for themselves.
      this.store.setMany([...scanned].filter(([file]) => this.store.get(file)?.version === undefined).map(([file, findings]) => [file, { findings }]));
    } catch (error) {
      this.log.warn(String(error));
    }
  }
}
