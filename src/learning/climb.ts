import { tiers, type Catalogue } from '../lessons/model';
import { isBuiltIn } from '../lessons/identity';
import { groupBy } from './groups';
import { atOnce, type Steps } from '../shared/pace';
import { allPieces, refOf } from './lookup';
import { goalsOf, isHeld, masteryOf, reachOf, topicGoalsOf, type Goal } from './mastery';
import { day } from './memory';
import type { Progress } from './progress';
import { Recollection } from './recollection';

/** The altitude over time, overall and by topic; overall, as everywhere, by what is built in. */
export interface Climb {
  /** The moments looked at, evenly spaced; the last is now. Milliseconds since the epoch. */
  readonly times: readonly number[];
  /** The height at each of them, see {@link heightOf}. */
  readonly overall: readonly number[];
  /** The same of each topic answered, by the id of its lesson. */
  readonly topics: ReadonlyMap<string, readonly number[]>;
}

/**
 * The tier reached as a number, 0 for the lowest, and above it the share held of what the next one takes. It reaches the
 * next whole number only with the tier.
 */
export function heightOf({ tier, next }: ReturnType<typeof reachOf>): number {
  return tiers.indexOf(tier) + (next ? next.held / next.needed : 0);
}

/** The climb from the first answer until `now`, one day at the least, in `steps` steps; undefined without an answer. */
export function climbOf(progress: Progress, catalogue: Catalogue, now: number, steps: number, recollection = new Recollection()): Climb | undefined {
  return atOnce(climbInSteps(progress, catalogue, now, steps, recollection));
}

/** The same for who draws it while the reader types: years of answers take a while to look back on. */
export function* climbInSteps(progress: Progress, catalogue: Catalogue, now: number, steps: number, recollection: Recollection): Steps<Climb | undefined> {
  const first = progress.answers[0];
  if (!first) return undefined;
  const from = Math.min(first.at, now - day);
  const times = Array.from({ length: steps + 1 }, (_, step) => from + ((now - from) * step) / steps);
  const memories = recollection.of(progress, catalogue);
  yield;
  const pieces = allPieces(catalogue).map(({ lesson, piece }) => ({ topic: lesson.id, tier: piece.tier, ref: refOf(lesson, piece) }));
  const held: (typeof pieces)[] = [];
  for (const [step, at] of times.entries()) {
    // Answers of a machine whose clock is ahead are given, whatever this one says.
    const asOf = step === steps ? Infinity : at;
    held.push(
      pieces.filter(({ ref }) => {
        const memory = memories.piece(ref, asOf);
        return memory !== undefined && isHeld({ mastery: masteryOf(memory, at) });
      }),
    );
    yield;
  }
  const heights = (goals: readonly Goal[], isMeant: (piece: (typeof pieces)[number]) => boolean) => held.map((all) => heightOf(reachOf(all.filter(isMeant), goals)));
  const isMeasured = ({ topic }: { readonly topic: string }) => isBuiltIn(topic);
  const overall = heights(goalsOf(pieces.filter(isMeasured)), isMeasured);
  const topics = new Map<string, readonly number[]>();
  for (const [topic, own] of groupBy(pieces, (piece) => piece.topic)) {
    yield;
    if (own.some(({ ref }) => memories.piece(ref))) topics.set(topic, heights(topicGoalsOf(own), (piece) => piece.topic === topic));
  }
  return { times, overall, topics };
}
