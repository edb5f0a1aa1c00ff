import * as vscode from 'vscode';
import type { Finding } from '../../engine/finding';
import type { Rule } from '../../engine/rules/rule';
import { fileOf, toRange } from '../identity';
import { lessonLink } from './lessonLink';
import type { FindingsStore } from './store';
import { gradeLabel } from './workspaceEdits';

/** What happens under load, the grade of the fix, and the way to the lesson. */
export class FindingHovers implements vscode.HoverProvider {
  constructor(
    private readonly store: FindingsStore,
    private readonly rules: readonly Rule[],
  ) {}

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const entry = this.store.get(fileOf(document.uri));
    if (entry?.version !== document.version) return undefined;
    const here = entry.findings.filter((finding) => toRange(finding.range).contains(position));
    const [first] = here;
    return first === undefined ? undefined : new vscode.Hover(here.map((finding) => this.textOf(finding)), toRange(first.range));
  }

  private textOf(finding: Finding): vscode.MarkdownString {
    const rule = this.rules.find(({ id }) => id === finding.rule);
    const text = new vscode.MarkdownString();
    // Only this command may be run from the hover.
    text.isTrusted = { enabledCommands: ['altitude.openPiece'] };
    if (rule !== undefined) text.appendMarkdown(`${rule.docs.why}\n\n`);
    const [fix] = finding.fixes;
    if (fix !== undefined) text.appendMarkdown(`${vscode.l10n.t('Fix')}: ${fix.title} (${gradeLabel(fix.safety)})\n\n`);
    text.appendMarkdown(`[${vscode.l10n.t('Learn why (2 min)')}](${lessonLink(finding.lesson).toString()})`);
    return text;
  }
}
