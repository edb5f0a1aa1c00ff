import { restoreDateMethods } from './dateMethods';
import { FSRSAlgorithm, Rating as FsrsRating } from 'ts-fsrs';
import type { Answer } from './answer';
import type { Rating, Strength } from './entries';

restoreDateMethods();

export const day = 24 * 60 * 60 * 1000;
export const minute = 60 * 1000;

/** A miss is asked again in the same sitting, and what is given sooner after the last time was read, not recalled. */
export const relearnAfter = 10 * minute;
/** What is due later in the day may be reviewed in the morning, so that a daily review does not drift into the evening. */
const early = 8 * 60 * minute;

/** What a right guess shows, against a right answer: it is rated hard. */
export const guessWeight = 0.5;

/** One asking of one item. */
export interface Asking {
  readonly at: number;
  readonly rating: Rating;
  /** A miss the reader had been sure about. */
  readonly surprise?: boolean;
}

/** One time an item was recalled or not. */
export interface Recall extends Asking {
  /** What came before is not known: the memory goes on from these figures. */
  readonly resumed?: Strength;
  /** Not asked for: it keeps alive what is remembered, but neither starts a memory nor makes up for a miss. */
  readonly practice?: boolean;
}

/** How well one item is remembered. Times in milliseconds since the epoch. */
export interface Memory extends Strength {
  readonly first: number;
  readonly last: number;
  readonly due: number;
  /** The last asking was a miss. */
  readonly missed: boolean;
  /** And the reader had been sure. */
  readonly surprised: boolean;
  /** Right answers since the last miss, each on a day of its own; a guess counts `guessWeight`. */
  readonly evidence: number;
}

const fsrs = new FSRSAlgorithm({ request_retention: 0.9, maximum_interval: 365, enable_fuzz: false });
const grade = { again: FsrsRating.Again, hard: FsrsRating.Hard, good: FsrsRating.Good, easy: FsrsRating.Easy } as const;

/**
 * Folds the askings of one item, by time, into what is remembered of it; undefined without any. The same askings give
 * the same memory on every machine.
 */
export function memoryOf(recalls: readonly Recall[]): Memory | undefined {
  return memoriesOf(recalls).at(-1);
}

/** What was remembered after each asking that changed it: each holds from its `last` to that of the next. */
export function memoriesOf(recalls: readonly Recall[]): Memory[] {
  const from = Math.max(0, recalls.findLastIndex(({ resumed }) => resumed));
  const memories: Memory[] = [];
  for (const recall of recalls.slice(from)) {
    const memory = memories.at(-1);
    const idle = recall.practice && (!memory || memory.missed || recall.at - memory.last < day);
    const next = idle ? memory : memoryAfter(memory, recall);
    if (next && next !== memory) memories.push(next);
  }
  return memories;
}

/** The memory after one more asking. A right answer straight after the last one shows nothing and changes nothing. */
export function memoryAfter(memory: Memory | undefined, { at, rating, surprise = false, resumed }: Asking & Pick<Recall, 'resumed'>): Memory {
  const missed = rating === 'again';
  if (memory && !missed && at - memory.last < relearnAfter) return memory;
  const days = memory ? Math.max(0, Math.floor((at - memory.last + early) / day)) : 0;
  const { stability, difficulty } = resumed ?? fsrs.next_state(memory ?? null, days, grade[rating]);
  const weight = rating === 'hard' ? guessWeight : 1;
  const spaced = !memory || memory.missed || days > 0;
  return {
    stability,
    difficulty,
    first: memory?.first ?? at,
    last: at,
    due: missed ? at + relearnAfter : at + fsrs.next_interval(stability, days) * day - early,
    missed,
    surprised: missed && surprise,
    evidence: missed ? 0 : (memory?.evidence ?? 0) + (spaced ? weight : 0),
  };
}

/** The chance that it would be recalled now, 0 to 1. */
export function retrievability(memory: Memory, now: number): number {
  return fsrs.forgetting_curve(Math.max(0, now - memory.last) / day, memory.stability);
}

/** What is stored of a memory, in as many digits as scheduling needs. */
export function strengthOf({ stability, difficulty }: Memory): Strength {
  return { stability: Number(stability.toPrecision(5)), difficulty: Number(difficulty.toPrecision(3)) };
}

/** How an answer counts as an asking. Hints do not matter. */
export function recallOf({ at, correct, confidence }: Answer): Asking {
  if (!correct) return { at, rating: 'again', surprise: confidence === 'sure' };
  return { at, rating: confidence === 'sure' ? 'easy' : confidence === 'think' ? 'good' : 'hard' };
}
