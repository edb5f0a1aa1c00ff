import * as vscode from 'vscode';
import type { ListName } from '../../learning/entries';
import type { Counts } from '../../learning/kinds';

const shown = ['answers', 'grades', 'gradings', 'practised', 'marks', 'placements'] as const satisfies readonly ListName[];

/** What is remembered, in words: `12 answers, 3 cards recalled, 1 mark`. Kinds with no entry are left out; empty where there is none at all. */
export function contentsText(counts: Counts): string {
  return shown.flatMap((list) => (counts[list] === 0 ? [] : [words[list](counts[list])])).join(', ');
}

const words: { readonly [K in ListName]: (count: number) => string } = {
  answers: (count) => (count === 1 ? vscode.l10n.t('1 answer') : vscode.l10n.t('{0} answers', count)),
  grades: (count) => (count === 1 ? vscode.l10n.t('1 grade of a card') : vscode.l10n.t('{0} grades of cards', count)),
  gradings: (count) => (count === 1 ? vscode.l10n.t('1 graded exercise') : vscode.l10n.t('{0} graded exercises', count)),
  practised: (count) => (count === 1 ? vscode.l10n.t('1 flaw fixed in your code') : vscode.l10n.t('{0} flaws fixed in your code', count)),
  marks: (count) => (count === 1 ? vscode.l10n.t('1 mark') : vscode.l10n.t('{0} marks', count)),
  placements: (count) => (count === 1 ? vscode.l10n.t('1 placement') : vscode.l10n.t('{0} placements', count)),
};
