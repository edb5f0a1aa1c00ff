import * as vscode from 'vscode';
import { hasSafeFix, fixesOf, titleOf } from '../editor/findings/grade';
import type { FindingsStore } from '../editor/findings/store';
import { toRange, uriOf } from '../editor/identity';
import type { Finding } from '../engine/finding';
import type { RuleInfo } from '../engine/rules/list';
import { groupBy } from '../shared/groupBy';

export type Grouping = 'rule' | 'file';

interface RuleNode {
  readonly kind: 'rule';
  readonly rule: string;
  readonly findings: readonly Finding[];
}

interface FileNode {
  readonly kind: 'file';
  readonly file: string;
  readonly findings: readonly Finding[];
}

interface FindingNode {
  readonly kind: 'finding';
  readonly finding: Finding;
  readonly parent: RuleNode | FileNode;
}

export type FindingsNode = RuleNode | FileNode | FindingNode;

/** Lists no longer than this are shown open. */
const shortList = 30;

/** Rules or files, and under them each place. */
export class FindingsTree implements vscode.TreeDataProvider<FindingsNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly regrouped = new vscode.EventEmitter<Grouping>();
  private readonly subscription: vscode.Disposable;
  private grouping: Grouping = 'rule';
  readonly onDidChangeTreeData = this.changed.event;
  readonly onDidRegroup = this.regrouped.event;

  constructor(
    private readonly store: FindingsStore,
    private readonly rules: () => readonly RuleInfo[],
  ) {
    this.subscription = store.onDidChange(() => this.changed.fire());
  }

  get groupedBy(): Grouping {
    return this.grouping;
  }

  groupBy(grouping: Grouping): void {
    if (grouping === this.grouping) return;
    this.grouping = grouping;
    this.regrouped.fire(grouping);
    this.changed.fire();
  }

  getChildren(node?: FindingsNode): FindingsNode[] {
    if (node === undefined) return this.roots();
    if (node.kind === 'finding') return [];
    return node.findings.map((finding): FindingNode => ({ kind: 'finding', finding, parent: node }));
  }

  getParent(node: FindingsNode): FindingsNode | undefined {
    return node.kind === 'finding' ? node.parent : undefined;
  }

  getTreeItem(node: FindingsNode): vscode.TreeItem {
    switch (node.kind) {
      case 'rule':
        return this.ruleItem(node);
      case 'file':
        return this.fileItem(node);
      case 'finding':
        return node.parent.kind === 'rule' ? placeItem(node.finding) : flawItem(node.finding);
    }
  }

  /** The node of a rule in the tree as it is shown, to reveal it. */
  ruleNode(rule: string): FindingsNode | undefined {
    return this.roots().find((node) => node.kind === 'rule' && node.rule === rule);
  }

  dispose(): void {
    this.subscription.dispose();
    this.regrouped.dispose();
    this.changed.dispose();
  }

  private roots(): FindingsNode[] {
    const findings = this.store.all();
    if (this.grouping === 'file') {
      return [...groupBy(findings, ({ file }) => file)].map(([file, own]): FileNode => ({ kind: 'file', file, findings: own }));
    }
    return [...groupBy(findings, ({ rule }) => rule)]
      .map(([rule, own]): RuleNode => ({ kind: 'rule', rule, findings: own }))
      .sort((a, b) => b.findings.length - a.findings.length || a.rule.localeCompare(b.rule));
  }

  private get openState(): vscode.TreeItemCollapsibleState {
    return this.store.all().length <= shortList ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
  }

  private ruleItem({ rule, findings }: RuleNode): vscode.TreeItem {
    const title = this.rules().find(({ id }) => id === rule)?.title ?? rule;
    // The id is short enough to leave room for the count, and what settings, comments and the Problems view call it.
    const item = new vscode.TreeItem(rule, this.openState);
    item.id = `rule:${rule}`;
    item.description = `${findings.length} · ${title}`;
    item.tooltip = title;
    item.contextValue = findings.some(hasSafeFix) ? 'altitude.rule.fixable' : 'altitude.rule';
    item.accessibilityInformation = { label: `${title}, ${placesLabel(findings.length)}` };
    return item;
  }

  private fileItem({ file, findings }: FileNode): vscode.TreeItem {
    const uri = uriOf(file);
    const name = vscode.workspace.asRelativePath(uri);
    const item = new vscode.TreeItem(uri, this.openState);
    const folder = name.slice(0, Math.max(0, name.lastIndexOf('/')));
    item.id = `file:${file}`;
    item.description = folder === '' ? String(findings.length) : `${folder} · ${findings.length}`;
    item.tooltip = name;
    item.contextValue = 'altitude.file';
    item.iconPath = vscode.ThemeIcon.File;
    item.accessibilityInformation = { label: `${name}, ${placesLabel(findings.length)}` };
    return item;
  }
}

function placesLabel(count: number): string {
  return count === 1 ? vscode.l10n.t('1 place') : vscode.l10n.t('{0} places', count);
}

/** Under its rule a finding is a place. */
function placeItem(finding: Finding): vscode.TreeItem {
  const place = `${vscode.workspace.asRelativePath(uriOf(finding.file))}:${finding.range.start.line + 1}`;
  return findingItem(finding, 'rule', place, finding.message);
}

/** Under its file a finding is a flaw. */
function flawItem(finding: Finding): vscode.TreeItem {
  const { line, character } = finding.range.start;
  return findingItem(finding, 'file', finding.rule, `${line + 1}:${character + 1} · ${finding.message}`);
}

function findingItem(finding: Finding, parent: Grouping, label: string, description: string): vscode.TreeItem {
  const { file, message, range, rule } = finding;
  const item = new vscode.TreeItem(label);
  item.id = `${parent}:${rule}:${file}:${range.start.line}:${range.start.character}`;
  item.description = description;
  item.tooltip = [message, ...fixesOf(finding).slice(0, 1).map((fix) => vscode.l10n.t('Fix: {0}', titleOf(fix)))].join('\n\n');
  item.contextValue = 'altitude.finding';
  item.accessibilityInformation = { label: `${label}, ${description}` };
  item.command = { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [uriOf(file), { selection: toRange(range) }] };
  return item;
}
