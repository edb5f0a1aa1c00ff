import * as vscode from 'vscode';
import type { Finding } from '../../engine/finding';
import type { FindingsNode, FindingsTree, Grouping } from '../../views/findings';
import { commandIds } from '../learning/commandIds';
import type { FixAll } from './fixAll';
import { learnArguments, type FindingLessons } from './lessonLink';
import type { FindingsStore } from './store';
import type { WorkspaceScan } from './workspaceScan';

export interface FindingCommandsOptions {
  /** Looks whether the rules on disk are still what they were. */
  readonly look: () => Promise<void>;
  readonly scan: WorkspaceScan;
  readonly fixAll: FixAll;
  readonly store: FindingsStore;
  readonly tree: FindingsTree;
  readonly lessons: Pick<FindingLessons, 'pieceFor'>;
  readonly log: vscode.LogOutputChannel;
}

/** The commands over findings, as the manifest declares them. */
export function registerFindingCommands({ look, scan, fixAll, store, tree, lessons, log }: FindingCommandsOptions): vscode.Disposable {
  const on = (id: string, run: (argument?: unknown) => unknown) => vscode.commands.registerCommand(`altitude.${id}`, run);
  const group = (grouping: Grouping) => tree.groupBy(grouping);
  const showGrouping = () => void vscode.commands.executeCommand('setContext', 'altitude.findingsGroupedBy', tree.groupedBy);
  showGrouping();
  return vscode.Disposable.from(
    tree.onDidRegroup(showGrouping),
    on('scanWorkspace', async () => {
      // Rules that turn out to be others now are told of by an event, upon which the scan is made anew.
      void look();
      await scan.run();
    }),
    on('fixAllInFile', async (target) => {
      const uri = target instanceof vscode.Uri ? target : vscode.window.activeTextEditor?.document.uri;
      return uri !== undefined && fixAll.inFile(uri);
    }),
    on('fixAllInWorkspace', async () => fixAll.inWorkspace()),
    on('fixRuleInWorkspace', async (target) => {
      const rule = ruleOf(target);
      return rule !== undefined && fixAll.inWorkspace(rule);
    }),
    on('learnFinding', async (target) => {
      const finding = findingOf(target);
      if (finding === undefined) return;
      const ref = lessons.pieceFor(finding);
      if (ref) await vscode.commands.executeCommand(commandIds.learnWhy, ...learnArguments(ref, finding));
      else void vscode.window.showInformationMessage(vscode.l10n.t('No lesson teaches {0}.', finding.rule));
    }),
    on('groupByRule', () => group('rule')),
    on('groupByFile', () => group('file')),
    on('clearFindings', () => store.forgetScan()),
    on('showLog', () => log.show()),
  );
}

/** A row of the view, or the id of a rule. */
function ruleOf(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  return isNode(target) && target.kind === 'rule' ? target.rule : undefined;
}

function findingOf(target: unknown): Finding | undefined {
  if (!isNode(target)) return undefined;
  return target.kind === 'finding' ? target.finding : target.findings[0];
}

function isNode(value: unknown): value is FindingsNode {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
