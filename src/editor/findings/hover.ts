import * as vscode from 'vscode';
import type { Finding } from '../../engine/finding';
import type { RuleInfo } from '../../engine/rules/list';
import { partsOf } from '../../lessons/identity';
import { fileOf, toRange } from '../identity';
import { commandIds } from '../learning/commandIds';
import { fixesOf, titleOf } from './grade';
import type { HeldBack } from './heldBack';
import { commandLink, type FindingLessons } from './lessonLink';
import type { FindingsStore } from './store';

/** What happens under load, the grade of the fix, and the way to the lesson. The editor adds the finding's own message. */
export class FindingHovers implements vscode.HoverProvider {
  constructor(
    private readonly store: FindingsStore,
    private readonly heldBack: Pick<HeldBack, 'shown'>,
    private readonly rules: () => readonly RuleInfo[],
    private readonly lessons: Pick<FindingLessons, 'pieceFor'>,
  ) {}

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const entry = this.store.get(fileOf(document.uri));
    if (entry?.version !== document.version) return undefined;
    const here = this.heldBack.shown(entry.findings).filter((finding) => toRange(finding.range).contains(position));
    const [first] = here;
    return first === undefined ? undefined : new vscode.Hover(here.flatMap((finding) => this.textsOf(finding)), toRange(first.range));
  }

  private textsOf(finding: Finding): vscode.MarkdownString[] {
    const rule = this.rules().find(({ id }) => id === finding.rule);
    const why = rule?.docs.why ?? '';
    // What a team wrote may run no command, so it is a text of its own; a rule without a note has no more to say than its message.
    if (partsOf(finding.rule).namespace === undefined) return [this.ownText(finding, `${firstSentences(why, 2)}\n\n`)];
    const note = why === rule?.docs.finds ? [] : [new vscode.MarkdownString(why)];
    return [...note, this.ownText(finding, '')].filter(({ value }) => value !== '');
  }

  private ownText(finding: Finding, start: string): vscode.MarkdownString {
    const text = new vscode.MarkdownString();
    // Only this command may be run from the hover.
    text.isTrusted = { enabledCommands: [commandIds.learnWhy] };
    text.appendMarkdown(start);
    const [fix] = fixesOf(finding);
    if (fix !== undefined) text.appendMarkdown(`${escapeMarkdown(vscode.l10n.t('Fix: {0}', titleOf(fix)))}\n\n`);
    const ref = this.lessons.pieceFor(finding);
    if (ref) text.appendMarkdown(`[${vscode.l10n.t('Learn why (2 min)')}](${commandLink(ref, finding).toString()})`);
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
