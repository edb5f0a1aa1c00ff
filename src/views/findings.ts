import * as vscode from 'vscode';
import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rules/rule';
import { toRange, uriOf } from '../editor/identity';
import type { FindingsStore } from '../editor/findings/store';
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

/** Rules or files, and under them each place. */
export class FindingsTree implements vscode.TreeDataProvider<FindingsNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  private grouping: Grouping = 'rule';
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly store: FindingsStore,
    private readonly rules: readonly Rule[],
  ) {
    this.subscription = store.onDidChange(() => this.changed.fire());
  }

  get groupedBy(): Grouping {
    return this.grouping;
  }

  groupBy(grouping: Grouping): void {
    this.grouping = grouping;
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
        return fileItem(node);
      case 'finding':
        return this.findingItem(node);
    }
  }

  /** The node of a rule in the tree as it is shown, to reveal it. */
  ruleNode(rule: string): FindingsNode | undefined {
    return this.roots().find((node) => node.kind === 'rule' && node.rule === rule);
  }

  dispose(): void {
    this.subscription.dispose();
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

  private ruleItem({ rule, findings }: RuleNode): vscode.TreeItem {
    const known = this.rules.find(({ id }) => id === rule);
    const item = new vscode.TreeItem(known?.title ?? rule, vscode.TreeItemCollapsibleState.Collapsed);
    item.id = `rule:${rule}`;
    item.description = String(findings.length);
    item.tooltip = rule;
    item.iconPath = new vscode.ThemeIcon('lightbulb');
    item.contextValue = 'altitude.rule';
    item.accessibilityInformation = { label: vscode.l10n.t('{0}, {1} places', known?.title ?? rule, findings.length) };
    return item;
  }

  private findingItem({ finding, parent }: FindingNode): vscode.TreeItem {
    const place = `${finding.range.start.line + 1}:${finding.range.start.character + 1}`;
    const name = vscode.workspace.asRelativePath(uriOf(finding.file));
    const item = new vscode.TreeItem(parent.kind === 'rule' ? `${name}:${finding.range.start.line + 1}` : finding.message);
    item.id = `${parent.kind}:${finding.rule}:${finding.file}:${place}`;
    item.description = parent.kind === 'rule' ? finding.message : place;
    item.tooltip = finding.message;
    item.contextValue = 'altitude.finding';
    item.accessibilityInformation = { label: `${name} ${place}: ${finding.message}` };
    const selection = toRange(finding.range);
    item.command = { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [uriOf(finding.file), { selection }] };
    return item;
  }
}

function fileItem({ file, findings }: FileNode): vscode.TreeItem {
  const item = new vscode.TreeItem(uriOf(file), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `file:${file}`;
  item.description = `${vscode.workspace.asRelativePath(uriOf(file))} ${findings.length}`;
  item.contextValue = 'altitude.file';
  item.iconPath = vscode.ThemeIcon.File;
  return item;
}
