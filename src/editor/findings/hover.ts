import * as vscode from 'vscode';
import type { Finding } from '../../engine/finding';
import type { RuleInfo } from '../../engine/rules/list';
import { fileOf, toRange } from '../identity';
import { commandIds } from '../learning/commandIds';
import { fixesOf, titleOf } from './grade';
import { commandLink } from './lessonLink';
import type { FindingsStore } from './store';

/** What happens under load, the grade of the fix, and the way to the lesson. The editor adds the finding's own message. */
export class FindingHovers implements vscode.HoverProvider {
  constructor(
    private readonly store: FindingsStore,
    private readonly rules: readonly RuleInfo[],
  ) {}

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const entry = this.store.get(fileOf(document.uri));
    if (entry?.version !== document.version) return undefined;
    const here = entry.findings.filter((finding) => toRange(finding.range).contains(position));
    const [first] = here;
    return first === undefined ? undefined : new vscode.Hover(here.map((finding) => this.textOf(finding)), toRange(first.range));
  }

  private textOf(finding: Finding): vscode.MarkdownString {
    const why = this.rules.find(({ id }) => id === finding.rule)?.docs.why ?? '';
    const text = new vscode.MarkdownString();
    // Only this command may be run from the hover.
    text.isTrusted = { enabledCommands: [commandIds.learnWhy] };
    text.appendMarkdown(`${firstSentences(why, 2)}\n\n`);
    const [fix] = fixesOf(finding);
    if (fix !== undefined) text.appendMarkdown(`${escapeMarkdown(vscode.l10n.t('Fix: {0}', titleOf(fix)))}\n\n`);
    text.appendMarkdown(`[${vscode.l10n.t('Learn why (2 min)')}](${commandLink(finding).toString()})`);
    return text;
  }
}

/** Unlike `appendText`, which makes every space a hard one, so that a long title could not wrap. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+\-!|~&]/g, '\\$&');
}

function firstSentences(text: string, count: number): string {
  const sentences = [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)].slice(0, count);
  return sentences.map(({ segment }) => segment).join('').trim();
}
