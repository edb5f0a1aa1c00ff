import type { PieceView, RecapView } from '../../../src/shared/pages/lesson';
import { button, format, h } from '../dom';
import { icon } from '../icons';
import { commonTools, header, iconButton } from '../header';
import type { Section } from '../sections';
import type { View } from '../view';

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
    from: [piece.lesson, piece.piece, piece.trackTitle, piece.lessonTitle, piece.pieceTitle, facts, piece.canRead, strings.language],
    draw: () =>
      header(piece, piece.pieceTitle, facts, [
        iconButton('previous', strings.previous, 'chevronLeft', piece.index === 1, () => view.send({ type: 'go', to: 'previous' }, 'move')),
        iconButton('next', last ? strings.recap : strings.next, 'chevronRight', false, () =>
          view.send({ type: 'go', to: last ? 'recap' : 'next' }, 'move'),
        ),
        ...(piece.canRead === true ? [iconButton('read', strings.readFirst, 'book', false, () => view.send({ type: 'read' }, 'move'))] : []),
        ...commonTools(view),
      ]),
  };
}

/** The way back to the code whose finding led here; nothing where the reader came another way. */
export function wayBack({ fileBehind }: PieceView | RecapView, view: View): readonly Section[] {
  if (fileBehind === undefined) return [];
  const { strings } = view;
  const draw = () =>
    h(
      'p',
      { class: 'way-back' },
      button({ focus: 'code', class: 'link' }, () => view.send({ type: 'backToCode' }), icon('arrowLeft'), strings.backToCode),
      h('span', { class: 'note' }, fileBehind),
    );
  return [{ id: 'way-back', from: [fileBehind, strings.language], draw }];
}

/** The head of a lesson's end. */
export function recapHeader(recap: RecapView, view: View): Section {
  const { strings } = view;
  const facts = [strings.recap, strings[`tier.${recap.tier}`]];
  return {
    id: 'header',
    from: [recap.lesson, recap.trackTitle, recap.lessonTitle, facts],
    draw: () => header(recap, recap.lessonTitle, facts, commonTools(view)),
  };
}
