import * as vscode from 'vscode';
import type { FindingsNode } from '../../views/findings';
import type { EngineHost } from '../engineHost';
import { hasSafeFix } from './grade';
import type { FindingsStore } from './store';
import type { WorkspaceScan } from './workspaceScan';

export interface ViewStateOptions {
  readonly view: vscode.TreeView<FindingsNode>;
  readonly store: FindingsStore;
  readonly scan: WorkspaceScan;
  readonly host: EngineHost;
}

/** Keeps what stands around the list right: its count, the message above it, and the keys that menus depend on. */
export function registerViewState(options: ViewStateOptions): vscode.Disposable {
  const { view, store, scan, host } = options;
  const keys = new Map<string, boolean>();
  const setKey = (key: string, value: boolean) => {
    if (keys.get(key) === value) return;
    keys.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  };
  const update = () => {
    const total = store.all().length;
    view.description = total === 0 ? '' : String(total);
    view.message = messageOf(options);
    setKey('altitude.hasScanned', store.hasScanned);
    setKey('altitude.hasSafeFixes', store.all().some(hasSafeFix));
  };
  update();
  return vscode.Disposable.from(store.onDidChange(update), scan.onDidChange(update), host.onDidChange(update));
}

/** Empty where the welcome of an empty list says enough: a message would hide it. */
function messageOf({ store, scan, host }: ViewStateOptions): string {
  const lines = [...host.settings.problems];
  const last = store.hasScanned ? scan.lastScan : undefined;
  if (last !== undefined && (store.all().length > 0 || last.skipped.length > 0 || lines.length > 0)) {
    const skipped = last.skipped.length;
    const files = last.files === 1 ? vscode.l10n.t('1 file scanned.') : vscode.l10n.t('{0} files scanned.', last.files);
    const left = skipped === 1 ? vscode.l10n.t('1 was skipped; the log says why.') : vscode.l10n.t('{0} were skipped; the log says why.', skipped);
    lines.unshift(skipped === 0 ? files : `${files} ${left}`);
  }
  return lines.join('\n');
}
