import { allCards } from '../../../learning/cards';
import { ratings, type Rating } from '../../../learning/entries';
import { findLesson, findPiece } from '../../../learning/lookup';
import { memoryAfter } from '../../../learning/memory';
import type { Progress } from '../../../learning/progress';
import type { Recollection } from '../../../learning/recollection';
import { currentItem, type ReviewSession } from '../../../learning/reviewSession';
import type { Learning, PieceRef } from '../../../learning/session';
import { sessionTitle } from '../../../editor/learning/review/labels';
import type { Card, Catalogue } from '../../../lessons/model';
import type { ReviewCardView, ReviewQuestionView, SourceView } from '../../../shared/pages/review';
import { spanText } from '../../when';
import { questionView } from '../lesson/question';
import type { MarkdownRenderer } from '../markdown';

export interface ItemStateOptions {
  readonly catalogue: () => Catalogue;
  readonly learning: Learning & { readonly progress: Progress; readonly recollection: Recollection };
  readonly markdown: MarkdownRenderer;
  readonly workspaceCount: (ref: PieceRef) => number | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The item in view; undefined at the end, and where its piece or card is not there. */
export function itemState(session: ReviewSession, canUndo: boolean, options: ItemStateOptions): ReviewQuestionView | ReviewCardView | undefined {
  const item = currentItem(session);
  if (item?.kind === 'piece') return questionState(session, item.ask, canUndo, options);
  const card = allCards(options.catalogue(), options.learning.progress).find(({ id }) => id === item?.card);
  return card && cardState(session, card, canUndo, options);
}

/** The lesson of a piece or a card by its title; what a variant varies is what its lesson shows. */
export function sourceOf(catalogue: Catalogue, of: PieceRef | Card): SourceView | undefined {
  if (!('piece' in of)) {
    const lesson = of.lesson === undefined ? undefined : findLesson(catalogue, of.lesson)?.lesson;
    return lesson && { lesson: lesson.id, title: lesson.title };
  }
  const placed = findPiece(catalogue, of);
  const shown = placed?.lesson.pieces[placed.index];
  return placed && shown && { lesson: placed.lesson.id, piece: shown.id, title: placed.lesson.title };
}

function questionState(session: ReviewSession, ref: PieceRef, canUndo: boolean, options: ItemStateOptions): ReviewQuestionView | undefined {
  const piece = findPiece(options.catalogue(), ref)?.piece;
  if (!piece) return undefined;
  const count = options.workspaceCount(ref);
  const asked = options.learning.session(ref);
  const view = questionView({ piece, session: asked, ...(count !== undefined && { workspaceCount: count }) }, options.markdown);
  const source = view.verdict && sourceOf(options.catalogue(), ref);
  return {
    kind: 'reviewQuestion',
    ...view,
    // The id of a piece may name its flaw.
    piece: String(session.position),
    quiz: session.quiz,
    item: session.position,
    title: sessionTitle(session),
    tier: piece.tier,
    canUndo,
    ...(source && { source }),
  };
}

function cardState(session: ReviewSession, card: Card, canUndo: boolean, options: ItemStateOptions): ReviewCardView {
  const source = sourceOf(options.catalogue(), card);
  return {
    kind: 'reviewCard',
    quiz: session.quiz,
    item: session.position,
    title: sessionTitle(session),
    tier: card.tier,
    canUndo,
    cardKind: card.kind,
    cueHtml: options.markdown.label(card.cue),
    ...(session.revealed && { answer: { html: options.markdown.block(card.answer), intervals: intervals(card, options), ...(source && { source }) } }),
  };
}

function intervals({ id }: Card, { catalogue, learning, now }: ItemStateOptions): Record<Rating, string> {
  const at = now();
  const memory = learning.recollection.of(learning.progress, catalogue()).card(id);
  const after = (rating: Rating) => spanText(memoryAfter(memory, { at, rating }).due - at);
  return Object.fromEntries(ratings.map((rating) => [rating, after(rating)])) as Record<Rating, string>;
}
