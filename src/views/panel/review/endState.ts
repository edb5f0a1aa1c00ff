import { allCards } from '../../../learning/cards';
import { findPiece } from '../../../learning/lookup';
import type { ReviewSession, SessionItem } from '../../../learning/reviewSession';
import { dueCount, nextItem, type ReviewItem } from '../../../learning/schedule';
import { startPoint } from '../../../learning/standing';
import { tiers } from '../../../lessons/model';
import type { PlacedView, ReviewedView, ReviewEndView } from '../../../shared/pages/review';
import { whenText } from '../../when';
import { sourceOf, type ItemStateOptions } from './itemState';

/** What became of a session: at its end, or where the reader stepped out. */
export function endState(session: ReviewSession, canUndo: boolean, options: ItemStateOptions): ReviewEndView {
  const { learning, now } = options;
  const { progress, recollection } = learning;
  const catalogue = options.catalogue();
  const first = nextItem(progress, catalogue, now(), recollection);
  const placed = placedView(session, options);
  return {
    kind: 'reviewEnd',
    quiz: session.quiz,
    items: session.outcomes.flatMap(({ right }, index) => {
      const item = session.items[index];
      return item ? reviewed(item, right, options) : [];
    }),
    right: session.outcomes.filter(({ right }) => right).length,
    left: session.items.length - session.outcomes.length,
    due: dueCount(progress, catalogue, now(), recollection),
    ...(first && { first: { titleHtml: titleOf(first.item, options), when: whenText(first.due, now()) } }),
    ...(placed && { placed }),
    canUndo,
  };
}

function reviewed(item: SessionItem, right: boolean, { catalogue, learning, markdown }: ItemStateOptions): ReviewedView | [] {
  const all = catalogue();
  const state = right ? 'right' : 'wrong';
  if (item.kind === 'piece') {
    const piece = findPiece(all, item.ask)?.piece;
    const source = sourceOf(all, item.ask);
    return piece ? { titleHtml: markdown.label(piece.title), state, ...(source && { source }) } : [];
  }
  const card = allCards(all, learning.progress).find(({ id }) => id === item.card);
  const source = card && sourceOf(all, card);
  return card ? { titleHtml: markdown.label(card.cue), state, ...(source && { source }) } : [];
}

function titleOf(item: ReviewItem, { catalogue, markdown }: ItemStateOptions): string {
  return markdown.label(item.kind === 'card' ? item.card.cue : (findPiece(catalogue(), item.ref)?.piece.title ?? ''));
}

function placedView({ placed, items, outcomes }: ReviewSession, { catalogue, learning }: ItemStateOptions): PlacedView | undefined {
  if (placed === undefined) return undefined;
  const asked = items.flatMap((item, index) => {
    const tier = item.kind === 'piece' ? findPiece(catalogue(), item.ask)?.piece.tier : undefined;
    return tier ? { tier, right: outcomes[index]?.right === true } : [];
  });
  const start = startPoint(learning.progress, catalogue());
  const source = start && sourceOf(catalogue(), start);
  return {
    tier: placed,
    tiers: tiers.flatMap((tier) => {
      const here = asked.filter((each) => each.tier === tier);
      return here.length === 0 ? [] : { tier, asked: here.length, right: here.filter(({ right }) => right).length };
    }),
    ...(source && { start: source }),
  };
}
