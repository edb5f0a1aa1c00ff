import { l10n } from 'vscode';
import { lostSentence } from '../../../editor/learning/labels';
import { findLesson } from '../../../learning/lookup';
import { plainLine } from '../../../learning/plainText';
import type { RulePlaces } from '../../../learning/rulePlaces';
import type { PieceRef } from '../../../learning/session';
import type { LessonPlace, RulePlacesView } from '../../../shared/pages/lesson';
import type { PageMessage, PanelState } from '../../../shared/protocol';
import { dayText } from '../../when';
import type { PanelPage } from '../page';
import { receiveAnswer } from './answering';
import type { LessonPageOptions } from './options';
import { pieceState } from './pieceState';
import { recapState } from './recapState';

/** A piece: its question, and its verdict once it is answered. Without a piece, the recap of the lesson. */
export function lessonPage(options: LessonPageOptions): PanelPage<LessonPlace> {
  return {
    title: (place) => titleOf(place, options),
    state: (place) => stateOf(place, options),
    receive({ lesson, piece }, message) {
      if (message.type === 'showRule') options.actions.showRule(message.rule);
      else if (message.type === 'backToCode') options.actions.backToCode();
      else if (piece !== undefined) receive({ lesson, piece }, message, options);
    },
  };
}

function titleOf({ lesson, piece }: LessonPlace, { catalogue }: LessonPageOptions): string {
  const found = findLesson(catalogue(), lesson);
  if (found === undefined) return l10n.t('Altitude lesson');
  return [...found.lesson.pieces, ...found.lesson.variants].find(({ id }) => id === piece)?.title ?? l10n.t('Recap: {0}', found.lesson.title);
}

function stateOf(place: LessonPlace, { catalogue, fileBehind, learning, markdown, places, way, workspaceCount }: LessonPageOptions): PanelState {
  const all = catalogue();
  const found = findLesson(all, place.lesson);
  // A variant is not in the reading order, but a review may have left its code open.
  const piece = found && [...found.lesson.pieces, ...found.lesson.variants].find((candidate) => candidate.id === place.piece);
  if (found === undefined || (place.piece !== undefined && piece === undefined))
    return { kind: 'empty', message: l10n.t('This lesson is no longer there. Choose another in the Climb view.') };
  const { track, lesson } = found;
  const file = fileBehind(lesson.id);
  const behind = file === undefined ? {} : { fileBehind: file };
  if (piece === undefined) {
    const sessions = lesson.pieces.map(({ id }) => learning.session({ lesson: lesson.id, piece: id }));
    const on = way(lesson.id);
    return recapState({ catalogue: all, track, lesson, sessions, places: places(lesson).map(placesView), ...(on && { way: on }), ...behind }, markdown);
  }
  const ref = { lesson: lesson.id, piece: piece.id };
  const count = workspaceCount(ref);
  return pieceState(
    {
      track,
      lesson,
      piece,
      session: learning.session(ref),
      ...(count !== undefined && { workspaceCount: count }),
      ...(piece.live && 'lost' in piece.live.state && { lost: lostSentence(piece.live.source) }),
      ...behind,
    },
    markdown,
  );
}

function placesView({ count, practisedAt, rule, title }: RulePlaces): RulePlacesView {
  return { rule, title: plainLine(title), ...(count !== undefined && { count }), ...(practisedAt !== undefined && { fixedOn: dayText(practisedAt) }) };
}

function receive(ref: PieceRef, message: PageMessage, options: LessonPageOptions): void {
  const { actions, learning } = options;
  switch (message.type) {
    case 'retry':
      learning.retry(ref);
      return;
    case 'go':
      actions.go(ref, message.to);
      return;
    case 'showWhereItWas':
      actions.showWhereItWas(ref);
      return;
    case 'read':
      actions.read(ref);
      return;
    default:
      receiveAnswer(ref, message, options);
  }
}
