import { tiers, type Catalogue, type Tier } from '../lessons/model';
import { isBuiltIn } from '../lessons/identity';
import { groupBy } from './groups';
import { allPieces, refOf, type PlacedPiece } from './lookup';
import { guessWeight, retrievability, type Memory } from './memory';
import type { Progress } from './progress';
import { Recollection } from './recollection';
import type { PieceRef } from './session';

/**
 * The figures behind altitude; whoever explains it shows these.
 *
 * The mastery of a piece is the chance that its answer is recalled now times the evidence for it. Evidence comes from
 * right answers on days of their own since the last miss. A piece is held from `held` on. A tier is reached when the
 * pieces held at it or above are at least the share `needed` of the tier's own. Over all topics, a tier with no pieces of
 * its own is reached at the share `ofNext` of what the next one needs; a topic has only the tiers of its pieces.
 */
export const masteryRule = {
  /** By right answers: none, one, two, three and more. */
  evidence: [0, 0.7, 0.9, 1],
  /** What a right guess counts as, in right answers. */
  guess: guessWeight,
  held: 0.6,
  needed: 0.6,
  ofNext: 0.25,
} as const;

/** Mastery of the pieces of one tier, in one topic or in all. */
export interface TierMastery {
  readonly tier: Tier;
  /** 0 to 1, the mean over all its pieces; one never answered counts 0. */
  readonly mastery: number;
  readonly pieces: number;
  readonly answered: number;
  readonly held: number;
}

/** What a tier takes. */
export interface Goal {
  readonly tier: Tier;
  /** Pieces of this tier or above that must be held. */
  readonly needed: number;
}

/** What the next tier takes. */
export interface NextTier extends Goal {
  /** Pieces of this tier or above that are held. */
  readonly held: number;
  /** Pieces of this tier or above not held, the nearest to it first. */
  readonly pieces: readonly PieceRef[];
}

export interface Standing {
  /** The tier reached. */
  readonly tier: Tier;
  /** Undefined at the top. */
  readonly next?: NextTier;
  /** From the lowest up; tiers without pieces are left out. */
  readonly tiers: readonly TierMastery[];
  /** 0 to 1, over all pieces. */
  readonly mastery: number;
  readonly answered: number;
}

export interface TopicStanding extends Standing {
  /** Id of its lesson. */
  readonly topic: string;
}

export interface Altitude extends Standing {
  /** In reading order, those of teams and packs behind the built-in ones. */
  readonly topics: readonly TopicStanding[];
}

interface Tiered {
  readonly tier: Tier;
}

interface Scored extends Tiered {
  readonly ref: PieceRef;
  readonly answered: boolean;
  readonly mastery: number;
}

/**
 * The altitude reached at `now` (milliseconds since the epoch), overall and by topic, and what the next tier takes. What a
 * folder or a pack teaches is a topic and no more: the altitude is the same whatever is open.
 */
export function altitudeOf(progress: Progress, catalogue: Catalogue, now: number, recollection = new Recollection()): Altitude {
  const memories = recollection.of(progress, catalogue);
  const score = ({ lesson, piece }: PlacedPiece): Scored => {
    const ref = refOf(lesson, piece);
    const memory = memories.piece(ref);
    return { ref, tier: piece.tier, answered: memory !== undefined, mastery: memory ? masteryOf(memory, now) : 0 };
  };
  const scored = allPieces(catalogue).map(score);
  const topics = [...groupBy(scored, ({ ref }) => ref.lesson)];
  const measured = scored.filter(({ ref }) => isBuiltIn(ref.lesson));
  return { ...standingOf(measured, goalsOf(measured)), topics: topics.map(([topic, pieces]) => ({ topic, ...standingOf(pieces, topicGoalsOf(pieces)) })) };
}

/** The mastery of one piece, 0 to 1. */
export function masteryOf(memory: Memory, now: number): number {
  return retrievability(memory, now) * evidenceWeight(memory.evidence);
}

/** The topics answered, best first, that are held on average, and those that are not, weakest first. */
export function strengthsOf({ topics }: Altitude): { readonly strong: readonly TopicStanding[]; readonly weak: readonly TopicStanding[] } {
  const answered = topics.filter((topic) => topic.answered > 0).sort((a, b) => b.mastery - a.mastery);
  return {
    strong: answered.filter(({ mastery }) => mastery >= masteryRule.held),
    weak: answered.filter(({ mastery }) => mastery < masteryRule.held).reverse(),
  };
}

/** What each tier takes over all topics, from the lowest that takes anything. */
export function goalsOf(pieces: readonly Tiered[]): Goal[] {
  return goals(pieces, masteryRule.ofNext);
}

/** What each tier of one topic takes. */
export function topicGoalsOf(pieces: readonly Tiered[]): Goal[] {
  return goals(pieces, 0);
}

/** How far the pieces held reach, and what of the next goal they fill. */
export function reachOf(held: readonly Tiered[], goals: readonly Goal[]): { readonly tier: Tier; readonly next?: Goal & { readonly held: number } } {
  const filled = goals.map((goal) => ({ ...goal, held: count(held, ({ tier }) => tiers.indexOf(tier) >= tiers.indexOf(goal.tier)) }));
  const tier = filled.findLast((goal) => goal.held >= goal.needed)?.tier ?? tiers[0];
  const next = filled.find((goal) => tiers.indexOf(goal.tier) > tiers.indexOf(tier));
  return { tier, ...(next && { next }) };
}

function standingOf(pieces: readonly Scored[], goals: readonly Goal[]): Standing {
  const { tier: reached, next } = reachOf(pieces.filter(isHeld), goals);
  return {
    tier: reached,
    ...(next && { next: { ...next, pieces: nearest(pieces, next.tier) } }),
    tiers: tiers.flatMap((tier) => {
      const own = pieces.filter((piece) => piece.tier === tier);
      const answered = count(own, (piece) => piece.answered);
      return own.length === 0 ? [] : { tier, mastery: mean(own), pieces: own.length, answered, held: count(own, isHeld) };
    }),
    mastery: mean(pieces),
    answered: count(pieces, ({ answered }) => answered),
  };
}

function goals(pieces: readonly Tiered[], ofNext: number): Goal[] {
  return tiers.slice(1).flatMap((tier) => {
    const needed = neededFor(tier, pieces, ofNext);
    return needed === 0 ? [] : { tier, needed };
  });
}

/** How many pieces of this tier or above must be held; 0 where there is nothing to reach. */
function neededFor(tier: Tier, pieces: readonly Tiered[], ofNext: number): number {
  const share = (of: Tier) => Math.ceil(count(pieces, (piece) => piece.tier === of) * masteryRule.needed);
  const above = tiers.slice(tiers.indexOf(tier) + 1).map(share).find((needed) => needed > 0) ?? 0;
  return share(tier) || Math.ceil(above * ofNext);
}

function nearest(pieces: readonly Scored[], from: Tier): PieceRef[] {
  return pieces
    .filter((piece) => !isHeld(piece) && tiers.indexOf(piece.tier) >= tiers.indexOf(from))
    .sort((a, b) => b.mastery - a.mastery)
    .map(({ ref }) => ref);
}

/** Whether a mastery counts. */
export function isHeld({ mastery }: { readonly mastery: number }): boolean {
  return mastery >= masteryRule.held;
}

/** Between two whole numbers of right answers, in proportion. */
function evidenceWeight(rights: number): number {
  const { evidence } = masteryRule;
  const below = Math.min(Math.floor(rights), evidence.length - 1);
  const from = evidence[below] ?? 0;
  const to = evidence[below + 1] ?? from;
  return from + (to - from) * (rights - Math.floor(rights));
}

function mean(pieces: readonly Scored[]): number {
  return pieces.length === 0 ? 0 : pieces.reduce((sum, { mastery }) => sum + mastery, 0) / pieces.length;
}

function count<T>(items: readonly T[], test: (item: T) => boolean): number {
  return items.filter(test).length;
}
