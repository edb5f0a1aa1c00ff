import * as vscode from 'vscode';
import type { Finding } from '../../engine/finding';
import { FindingsTree, type FindingsNode } from '../../views/findings';
import { inTurns } from '../../shared/pace';
import type { EngineHost } from '../engineHost';
import { anyEvent } from '../events';
import type { CatalogueSource, WorkspacePlaces } from '../learning/dependencies';
import { FindingActions } from './codeActions';
import { registerFindingCommands } from './commands';
import { registerDiagnostics } from './diagnostics';
import { DiskWatcher } from './diskWatcher';
import { DocumentWatcher } from './documentWatcher';
import { FixAll } from './fixAll';
import { HeldBack } from './heldBack';
import { FindingHovers } from './hover';
import { FindingLessons } from './lessonLink';
import { Mender } from './mender';
import { FindingsStore } from './store';
import { Suppressor } from './suppressor';
import { registerViewState } from './viewState';
import { WorkspaceScan } from './workspaceScan';

const selector: vscode.DocumentSelector = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'go', 'sql'].map((language) => ({ language }));

const statusMs = 5000;

export interface FindingsFeature {
  /** For the lessons: where the workspace has the flaw a piece teaches. */
  readonly places: WorkspacePlaces;
  /** What is found of a rule, as far as it is known. */
  readonly ofRule: (rule: string) => readonly Finding[];
  readonly mender: Mender;
  /** What an open question keeps out of sight. */
  readonly heldBack: HeldBack;
  dispose(): void;
}

export interface FindingsOptions {
  /** The lessons that findings link to; nothing waits for them. */
  readonly loading: Promise<CatalogueSource>;
  /** Looks whether the rules on disk are still what they were. */
  readonly look: () => Promise<void>;
  readonly log: vscode.LogOutputChannel;
}

/** Findings in the reader's own code: squiggles, quick fixes, hovers, the view, and the commands over them. */
export function registerFindings(host: EngineHost, { loading, look, log }: FindingsOptions): FindingsFeature {
  const { engine } = host;
  const store = new FindingsStore();
  const heldBack = new HeldBack();
  const documents = new DocumentWatcher({ engine, store, settings: () => host.settings, log });
  const scan = new WorkspaceScan(host, store, log);
  const lessons = new FindingLessons(loading);
  const fixAll = new FixAll({ host, store, documents, log });
  const tree = new FindingsTree(store, () => host.rules);
  const view = vscode.window.createTreeView('altitude.findings', { treeDataProvider: inSlices(tree), showCollapseAll: true });
  const actions = new FindingActions({ documents, heldBack, fixAll, suppressor: new Suppressor(engine), lessons });
  const registered = vscode.Disposable.from(
    registerDiagnostics(store, heldBack, lessons),
    registerViewState({ view, store, scan, host }),
    registerFindingCommands({ look, scan, fixAll, store, tree, lessons, log }),
    vscode.languages.registerCodeActionsProvider(selector, actions, { providedCodeActionKinds: FindingActions.kinds }),
    vscode.languages.registerHoverProvider(selector, new FindingHovers(store, heldBack, () => host.rules, lessons)),
    host.onDidChange(() => {
      documents.refresh();
      if (store.hasScanned) void scan.refresh();
    }),
    lessons,
    new DiskWatcher({ host, store, scan, documents, log }),
    view,
    tree,
    documents,
    scan,
    store,
    heldBack,
  );
  documents.refresh();
  const places: WorkspacePlaces = {
    count: (rule) => (store.hasScanned ? store.ofRule(rule).length : undefined),
    onDidChange: anyEvent(store.onDidChange),
    reveal: (rule) => void reveal(rule),
  };
  const reveal = async (rule: string) => {
    if (!store.hasScanned) await scan.run();
    tree.groupBy('rule');
    await vscode.commands.executeCommand('altitude.findings.focus');
    const node = tree.ruleNode(rule);
    if (node !== undefined) await view.reveal(node, { expand: true, focus: true });
    else vscode.window.setStatusBarMessage(vscode.l10n.t('Altitude: no place of {0} in this workspace', rule), statusMs);
  };
  return { places, heldBack, ofRule: (rule) => store.ofRule(rule), mender: new Mender(documents), dispose: () => void registered.dispose() };
}

/** The editor asks for all rows of an opened rule at once, and there may be thousands. */
function inSlices(tree: FindingsTree): vscode.TreeDataProvider<FindingsNode> {
  const turn = inTurns();
  return {
    onDidChangeTreeData: tree.onDidChangeTreeData,
    getChildren: (node) => tree.getChildren(node),
    getParent: (node) => tree.getParent(node),
    async getTreeItem(node) {
      await turn();
      return tree.getTreeItem(node);
    },
  };
}
