import type { Tier } from '../lessons/model';
import type { Answer } from './answer';

/** Something that happened once, with a random identity so that equal times still have an order. */
export interface Stamp {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What every remembered thing has. Entries are only ever added; merging copies is a union by id. */
export interface Entry extends Stamp {
  /**
   * When it entered this list, where that is not `at`: an entry from before a reset, brought back by an import.
   * A reset forgets what had entered by then.
   */
  readonly entered?: number;
}

/** FSRS's figures of how well an item is remembered. */
export interface Strength {
  /** Days until the chance of recall has fallen to 90 %. */
  readonly stability: number;
  /** 1 to 10. */
  readonly difficulty: number;
}

/** What is asked of memory: it changes when the item comes back. */
export interface Asked extends Entry {
  /**
   * After this asking, as the machine that recorded it knew: where the schedule goes on from once what came before is
   * thinned out.
   */
  readonly strength?: Strength;
}

export const ratings = ['again', 'hard', 'good', 'easy'] as const;
/** How well a card was recalled, by the reader's own judgement. */
export type Rating = (typeof ratings)[number];

/** A card graded by oneself. */
export interface Grade extends Asked {
  /** Of a card, or `exercise/point` for a point of a rubric once missed. */
  readonly card: string;
  readonly rating: Rating;
}

export const markings = ['finished', 'skipped', 'none'] as const;
export type Marking = (typeof markings)[number];

/** What the reader says of a lesson or a piece without answering it; the latest holds. Never counted as mastery. */
export interface Mark extends Entry {
  readonly lesson: string;
  /** The whole lesson where absent. */
  readonly piece?: string;
  readonly as: Marking;
}

/** A prompt or a drill graded by oneself against its rubric. */
export interface Grading extends Entry {
  readonly exercise: string;
  /** Ids of rubric points the answer named. */
  readonly met: readonly string[];
  /** Ids of those it did not: each is a card from now on. */
  readonly missed: readonly string[];
  /** Time taken; absent where no clock ran. */
  readonly seconds?: number;
}

/** A flaw of this rule was fixed in the reader's own code. */
export interface Practised extends Entry {
  readonly rule: string;
}

/** What the placement quiz found: where to start. The latest holds. */
export interface Placement extends Entry {
  readonly tier: Tier;
}

/** The lists of entries, by name. */
export interface Lists {
  readonly answers: Answer;
  readonly grades: Grade;
  readonly marks: Mark;
  readonly gradings: Grading;
  readonly practised: Practised;
  readonly placements: Placement;
}

export type ListName = keyof Lists;

/**
 * What is left of an entry that was taken back: enough to keep older copies from bringing it back, and to stand in its
 * place when lists are thinned.
 */
export interface Retraction {
  readonly list: ListName;
  /** Id of the entry. */
  readonly id: string;
  /** What the entry was about, as its kind names it. */
  readonly subject: string;
  /** When the entry had entered. */
  readonly at: number;
}
