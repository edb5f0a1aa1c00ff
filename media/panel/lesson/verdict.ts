import type { PieceView, QuestionView, VerdictView } from '../../../src/shared/pages/lesson';
import { button, format, h, rendered } from '../dom';
import { folded } from '../folded';
import { icon } from '../icons';
import type { Section } from '../sections';
import type { View } from '../view';

/** The verdict in a word and a shape, the explanation of the reader's own option, the others folded, the fix in words. */
export function verdictSection({ piece }: QuestionView, verdict: VerdictView, view: View): Section {
  const { strings } = view;
  return {
    id: 'verdict',
    // The count belongs to the actions: a scan that ends must not redraw what is being read.
    from: [piece, { ...verdict, inWorkspace: undefined }],
    draw: () => {
      const [own, ...others] = verdict.explanations;
      const notes = [strings[`youWere.${verdict.confidence}`]];
      if (verdict.attempt > 1) notes.push(format(strings.attempt, verdict.attempt));
      return h(
        'section',
        { class: 'verdict', 'data-outcome': verdict.correct ? 'right' : 'wrong', 'aria-labelledby': 'verdict-title' },
        h('h2', { id: 'verdict-title', tabindex: '-1', 'data-focus': 'verdict' }, icon(verdict.correct ? 'pass' : 'error'), verdict.correct ? strings.right : strings.wrong),
        h('ul', { class: 'facts' }, ...notes.map((note) => h('li', {}, note))),
        own && rendered('div', { class: 'prose' }, own.html),
        h(
          'div',
          { class: 'others', role: 'group', 'aria-label': strings.others },
          ...others.map(({ option, letter, correct, html }) =>
            folded(`why:${option}`, format(correct ? strings.whyRight : strings.whyNot, letter), rendered('div', { class: 'prose' }, html)),
          ),
        ),
        h('h3', {}, strings.fix),
        rendered('div', { class: 'prose' }, verdict.fixNoteHtml),
      );
    },
  };
}

/** What to do after the verdict. */
export function actionsSection({ piece, index, count, fileBehind }: PieceView, { canShowFix, inWorkspace }: VerdictView, view: View): Section {
  const { strings } = view;
  const last = index === count;
  return {
    id: 'actions',
    from: [piece, index, count, canShowFix, inWorkspace, fileBehind],
    draw: () =>
      h(
        'section',
        { class: 'buttons actions' },
        canShowFix ? button({ focus: 'fix', class: 'primary' }, () => view.send({ type: 'showFix' }), strings.showFix) : undefined,
        canShowFix ? places(inWorkspace, view) : undefined,
        fileBehind === undefined
          ? undefined
          : button({ focus: 'code-after', class: 'secondary', 'aria-keyshortcuts': 'b' }, () => view.send({ type: 'backToCode' }), strings.backToCode),
        button({ focus: 'retry', class: 'secondary' }, () => view.send({ type: 'retry' }, 'retry'), strings.answerAgain),
        button(
          { focus: 'go', class: canShowFix ? 'secondary' : 'primary', 'aria-keyshortcuts': 'j' },
          () => view.send({ type: 'go', to: last ? 'recap' : 'next' }, 'move'),
          last ? strings.recap : strings.nextPiece,
        ),
      ),
  };
}

/** The way to the places in the workspace with the same flaw. */
export function places(count: number | undefined, view: View): HTMLElement {
  const { strings } = view;
  if (count === 0) return h('span', { class: 'note' }, strings.noneInWorkspace);
  const found = count === 1 ? strings.oneInWorkspace : format(strings.inWorkspace, count ?? 0);
  const label = count === undefined ? strings.findInWorkspace : found;
  return button({ focus: 'places', class: 'secondary' }, () => view.send({ type: 'showInWorkspace' }), label);
}
