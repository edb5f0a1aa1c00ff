import type { PieceView, RecapView } from '../../src/shared/protocol';
import { button, format, h } from './dom';
import { icon } from './icons';
import type { Section } from './sections';
import type { View } from './view';

/** Where the reader is: track, place in the lesson, tier, minutes left; and the way on and back. */
export function pieceHeader(piece: PieceView, view: View): Section {
  const { strings } = view;
  const last = piece.index === piece.count;
  const facts = [
    format(strings.pieceOf, piece.index, piece.count),
    strings[`tier.${piece.tier}`],
    format(strings.minutesLeft, piece.minutesLeft),
  ];
  return {
    id: 'header',
    from: [piece.lesson, piece.piece, piece.trackTitle, piece.lessonTitle, piece.pieceTitle, facts, strings.language],
    draw: () =>
      header(piece, piece.pieceTitle, facts, [
        iconButton('previous', strings.previous, 'chevronLeft', piece.index === 1, () => view.send({ type: 'go', to: 'previous' }, 'move')),
        iconButton('next', last ? strings.recap : strings.next, 'chevronRight', false, () =>
          view.send({ type: 'go', to: last ? 'recap' : 'next' }, 'move'),
        ),
        iconButton('keys', strings.keys, 'question', false, () => view.showKeys()),
      ]),
  };
}

/** The head of a lesson's end. */
export function recapHeader(recap: RecapView, view: View): Section {
  const { strings } = view;
  const facts = [strings.recap, strings[`tier.${recap.tier}`]];
  return {
    id: 'header',
    from: [recap.lesson, recap.trackTitle, recap.lessonTitle, facts],
    draw: () =>
      header(recap, recap.lessonTitle, facts, [iconButton('keys', strings.keys, 'question', false, () => view.showKeys())]),
  };
}

function header(
  { trackTitle, lessonTitle }: { readonly trackTitle: string; readonly lessonTitle: string },
  title: string,
  facts: readonly string[],
  tools: readonly HTMLElement[],
): HTMLElement {
  const trail = trackTitle === lessonTitle || lessonTitle === title ? [trackTitle] : [trackTitle, lessonTitle];
  return h(
    'header',
    { class: 'header' },
    h('ol', { class: 'trail' }, ...trail.map((name) => h('li', {}, name))),
    h('div', { class: 'tools' }, ...tools),
    h('h1', { tabindex: '-1', 'data-focus': 'title' }, title),
    h('ul', { class: 'facts' }, ...facts.map((fact) => h('li', {}, fact))),
  );
}

function iconButton(focus: string, label: string, name: Parameters<typeof icon>[0], disabled: boolean, onClick: () => void): HTMLButtonElement {
  return button({ focus, class: 'tool', title: label, 'aria-label': label, disabled }, onClick, icon(name));
}
