import * as vscode from 'vscode';
import { rules } from '../../engine/rules/registry';
import { FindingsTree, type FindingsNode } from '../../views/findings';
import type { EngineHost } from '../engineHost';
import { anyEvent } from '../events';
import type { WorkspacePlaces } from '../learning/dependencies';
import { FindingActions } from './codeActions';
import { registerDiagnostics } from './diagnostics';
import { DiskWatcher } from './diskWatcher';
import { DocumentWatcher } from './documentWatcher';
import { FixAll } from './fixAll';
import { FindingHovers } from './hover';
import { pieceOf } from './lessonLink';
import { FindingsStore } from './store';
import { WorkspaceScan } from './workspaceScan';

const selector: vscode.DocumentSelector = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'go', 'sql'].map((language) => ({ language }));

export interface FindingsFeature {
  readonly store: FindingsStore;
  /** For the lessons: where the workspace has the flaw a piece teaches. */
  readonly places: WorkspacePlaces;
  dispose(): void;
}

/** Findings in the reader's own code: squiggles, quick fixes, hovers, the view, and the commands over them. */
export function registerFindings(host: EngineHost, log: vscode.LogOutputChannel): FindingsFeature {
  const store = new FindingsStore();
  const watcher = new DocumentWatcher(host.engine, store, () => host.settings, log);
  const scan = new WorkspaceScan(host, store, log);
  const fixAll = new FixAll(host, store, watcher, log);
  const tree = new FindingsTree(store, rules);
  const view = vscode.window.createTreeView('altitude.findings', { treeDataProvider: tree, showCollapseAll: true });
  const describe = () => showState(view, store, scan, host);
  describe();
  void watcher.reopenAll();
  const reveal = async (rule: string) => {
    tree.groupBy('rule');
    setGrouping('rule');
    const node = tree.ruleNode(rule);
    if (node === undefined) await vscode.commands.executeCommand('altitude.findings.focus');
    else await view.reveal(node, { expand: true, focus: true });
  };
  const places: WorkspacePlaces = {
    count: (rule) => (store.hasScanned ? store.ofRule(rule).length : undefined),
    onDidChange: anyEvent(store.onDidChange),
    reveal: (rule) => void reveal(rule),
  };
  const group = (grouping: 'rule' | 'file') => {
    tree.groupBy(grouping);
    setGrouping(grouping);
  };
  setGrouping('rule');
  const command = (id: string, run: (...args: never[]) => unknown) => vscode.commands.registerCommand(id, run);
  const registered = vscode.Disposable.from(
    view,
    tree,
    scan,
    watcher,
    store,
    new DiskWatcher(host, store, log),
    registerDiagnostics(store),
    vscode.languages.registerCodeActionsProvider(selector, new FindingActions(store, watcher), { providedCodeActionKinds: FindingActions.kinds }),
    vscode.languages.registerHoverProvider(selector, new FindingHovers(store, rules)),
    store.onDidChange(describe),
    scan.onDidChange(describe),
    host.onDidChange(() => {
      describe();
      void watcher.reopenAll();
      if (store.hasScanned) void scan.run();
    }),
    command('altitude.scanWorkspace', async () => scan.run()),
    command('altitude.fixAllInFile', async (uri?: vscode.Uri) => {
      const target = uri ?? vscode.window.activeTextEditor?.document.uri;
      if (target !== undefined) await fixAll.inFile(target);
    }),
    command('altitude.fixAllInWorkspace', async () => fixAll.inWorkspace()),
    command('altitude.fixRuleInWorkspace', async (node?: FindingsNode) => fixAll.inWorkspace(node?.kind === 'rule' ? node.rule : undefined)),
    command('altitude.learnFinding', async (node?: FindingsNode) => {
      const finding = node?.kind === 'finding' ? node.finding : node?.kind === 'rule' ? node.findings[0] : undefined;
      if (finding !== undefined) await vscode.commands.executeCommand('altitude.openPiece', pieceOf(finding.lesson));
    }),
    command('altitude.groupByRule', () => group('rule')),
    command('altitude.groupByFile', () => group('file')),
    command('altitude.clearFindings', () => store.clear()),
    command('altitude.showLog', () => log.show()),
  );
  return { store, places, dispose: () => void registered.dispose() };
}

function setGrouping(grouping: 'rule' | 'file'): void {
  void vscode.commands.executeCommand('setContext', 'altitude.findingsGroupedBy', grouping);
}

/** What an empty or partial list means, said above the list. */
function showState(view: vscode.TreeView<FindingsNode>, store: FindingsStore, scan: WorkspaceScan, host: EngineHost): void {
  const total = store.all().length;
  void vscode.commands.executeCommand('setContext', 'altitude.hasScanned', store.hasScanned);
  view.description = total === 0 ? '' : String(total);
  const parts: string[] = [];
  const summary = scan.lastScan?.summary;
  if (store.hasScanned && summary !== undefined) {
    parts.push(
      total === 0
        ? vscode.l10n.t('No findings in {0} files.', summary.files)
        : vscode.l10n.t('{0} findings in {1} files.', total, summary.files),
    );
    if (summary.skipped.length > 0) parts.push(vscode.l10n.t('{0} files skipped; the log says why.', summary.skipped.length));
  }
  parts.push(...host.settings.problems);
  if (parts.length === 0) delete view.message;
  else view.message = parts.join(' ');
}
