import type { Card, Catalogue } from '../lessons/model';
import { allCards } from './cards';
import { addTo } from './groups';
import { allPieces, refOf, type PlacedPiece } from './lookup';
import { day, retrievability, type Memory } from './memory';
import { mixTopics } from './mixing';
import { markOf, type Progress } from './progress';
import { Recollection, type Memories } from './recollection';
import type { PieceRef } from './session';

/** Something to be asked now. The topic is for mixing; it is not shown. */
export type ReviewItem =
  | {
      readonly kind: 'piece';
      /** The piece whose flaw is asked for. */
      readonly ref: PieceRef;
      /** What to show: itself or a variant of it, another than last time. */
      readonly ask: PieceRef;
      readonly topic: string;
    }
  | { readonly kind: 'card'; readonly card: Card; readonly topic: string };

/** Cards never met before that a day brings. */
export const newCardsADay = 8;

interface Candidate {
  readonly item: ReviewItem;
  readonly memory?: Memory;
  /** When it may be asked. */
  readonly due: number;
}

/**
 * What is to be reviewed at `now` (milliseconds since the epoch), in order: what the reader was sure of and wrong, other
 * misses, then what is likeliest forgotten, then new cards; topics mixed. `recollection` saves folding the same progress
 * again.
 */
export function dueItems(progress: Progress, catalogue: Catalogue, now: number, recollection = new Recollection()): readonly ReviewItem[] {
  const due = candidates(progress, catalogue, now, recollection).filter((each) => each.due <= now);
  const ranked = due.map((each) => ({ item: each.item, rank: rank(each, now) })).sort((a, b) => a.rank - b.rank);
  return mixTopics(ranked.map(({ item }) => item));
}

export function dueCount(progress: Progress, catalogue: Catalogue, now: number, recollection = new Recollection()): number {
  return candidates(progress, catalogue, now, recollection).filter(({ due }) => due <= now).length;
}

/** When the next item after `now` comes due; undefined where none will. */
export function nextDue(progress: Progress, catalogue: Catalogue, now: number, recollection = new Recollection()): number | undefined {
  return nextItem(progress, catalogue, now, recollection)?.due;
}

/** The item that comes due next after `now`, and when; undefined where none will. */
export function nextItem(
  progress: Progress,
  catalogue: Catalogue,
  now: number,
  recollection = new Recollection(),
): { readonly item: ReviewItem; readonly due: number } | undefined {
  const later = candidates(progress, catalogue, now, recollection).filter(({ due }) => due > now);
  return later.reduce<Candidate | undefined>((first, each) => (first && first.due <= each.due ? first : each), undefined);
}

/** What is due at `now`, and what is to come after. */
export interface Forecast {
  /** How many items are due. */
  readonly due: number;
  /** When the next one comes due; absent where none will. */
  readonly next?: number;
  /** When each item met before comes due, soonest first, in milliseconds since the epoch. */
  readonly later: readonly number[];
  /** Cards not met yet whose day has not come: `newCardsADay` at most come in a day. */
  readonly fresh: number;
}

export function forecastOf(progress: Progress, catalogue: Catalogue, now: number, recollection = new Recollection()): Forecast {
  const all = candidates(progress, catalogue, now, recollection);
  const later = all.filter(({ due }) => due > now);
  const met = later.filter(({ memory }) => memory !== undefined);
  const next = later.reduce((first, { due }) => Math.min(first, due), Infinity);
  return {
    due: all.length - later.length,
    ...(later.length > 0 && { next }),
    later: met.map(({ due }) => due).sort((a, b) => a - b),
    fresh: later.length - met.length,
  };
}

/** Lower is asked earlier. New cards come last, in their own order. */
function rank({ memory }: Candidate, now: number): number {
  if (!memory) return 2;
  if (memory.missed) return memory.surprised ? -2 : -1;
  return retrievability(memory, now);
}

function candidates(progress: Progress, catalogue: Catalogue, now: number, recollection: Recollection): Candidate[] {
  const memories = recollection.of(progress, catalogue);
  const skipped = (lesson: string, piece?: string) => markOf(progress, { lesson, ...(piece !== undefined && { piece }) }) === 'skipped';
  const pieces = allPieces(catalogue).flatMap(({ lesson, piece }): Candidate[] => {
    const ref = refOf(lesson, piece);
    const memory = memories.piece(ref);
    if (!memory || skipped(lesson.id) || skipped(lesson.id, piece.id)) return [];
    const family = [piece.id, ...lesson.variants.filter(({ variantOf }) => variantOf === piece.id).map(({ id }) => id)];
    const ask = { lesson: lesson.id, piece: leastRecent(family, memories.asked(ref)) };
    return [{ item: { kind: 'piece', ref, ask, topic: lesson.id }, memory, due: memory.due }];
  });
  return [...pieces, ...cardCandidates(progress, catalogue, now, memories)].filter(({ item }) => item.kind === 'piece' || !skipped(item.topic));
}

function cardCandidates(progress: Progress, catalogue: Catalogue, now: number, memories: Memories): Candidate[] {
  const ofRule = new Map<string, PlacedPiece[]>();
  const ofLesson = new Map<string, PlacedPiece[]>();
  for (const placed of allPieces(catalogue)) {
    addTo(ofLesson, placed.lesson.id, placed);
    for (const rule of [placed.piece.rule ?? [], placed.piece.also ?? []].flat()) addTo(ofRule, rule, placed);
  }
  const met: Candidate[] = [];
  const fresh: Candidate[] = [];
  for (const card of allCards(catalogue, progress)) {
    const sameRule = ofRule.get(card.rule ?? '') ?? [];
    const item: ReviewItem = { kind: 'card', card, topic: card.lesson ?? sameRule[0]?.lesson.id ?? card.id };
    const memory = memories.card(card.id);
    if (memory) met.push({ item, memory, due: memory.due });
    else {
      const teaching = [...sameRule, ...(ofLesson.get(card.lesson ?? '') ?? [])];
      const answered = teaching.flatMap(({ lesson, piece }) => memories.piece(refOf(lesson, piece))?.first ?? []);
      if (answered.length > 0) fresh.push({ item, due: Math.min(...answered) + day });
    }
  }
  const today = met.flatMap(({ memory }) => (memory && memory.first > now - day ? memory.first : []));
  const left = Math.max(0, newCardsADay - today.length);
  const tomorrow = Math.min(now, ...today) + day;
  const inTurn = fresh.sort((a, b) => a.due - b.due).map((each, index) => (index < left ? each : { ...each, due: Math.max(each.due, tomorrow) }));
  return [...met, ...inTurn];
}

/** The one asked longest ago, never being the longest. */
function leastRecent(family: readonly string[], asked: readonly string[]): string {
  return family.reduce((best, each) => (asked.lastIndexOf(each) < asked.lastIndexOf(best) ? each : best));
}
