import type { Answer } from './answer';
import type { PieceRef } from './session';

/** Something that happened once, with a random identity so that equal times still have an order. */
export interface Stamp {
  readonly id: string;
  readonly at: number;
}

/** All that is remembered of one reader. Plain data. */
export interface Progress {
  /** The reader's first start; its id seeds the order of options. Of several, the earliest holds. */
  readonly reader?: Stamp;
  /** The latest reset. Kept as a mark rather than a deletion, so that merging an older copy brings nothing back. */
  readonly reset?: Stamp;
  /** By time. */
  readonly answers: readonly Answer[];
}

export const noProgress: Progress = { answers: [] };

/**
 * Answers kept of one piece: those that entered last, as a reset forgets those that entered first; anything else would
 * depend on the order of merging. A hundred pieces answered this often, 3,200 answers, take about 170 kB in storage.
 */
export const keptPerPiece = 32;

/** Joins lists: each answer once, by time. Any order and grouping of the lists gives the same result. */
export function mergeAnswers(...lists: readonly (readonly Answer[])[]): Answer[] {
  const byId = new Map(lists.flat().sort(compareEntries).map((answer) => [answer.id, answer]));
  return [...byId.values()].sort((a, b) => a.at - b.at || compareText(a.id, b.id));
}

/** Joins copies of one reader's progress. Any order and grouping of the copies gives the same result. */
export function mergeProgress(...copies: readonly Progress[]): Progress {
  const reader = copies.flatMap((copy) => copy.reader ?? []).sort(compareStamps)[0];
  const reset = copies
    .flatMap((copy) => copy.reset ?? [])
    .sort(compareStamps)
    .at(-1);
  const answers = mergeAnswers(...copies.map((copy) => copy.answers));
  const live = reset ? answers.filter((answer) => entered(answer) > reset.at) : answers;
  return { ...(reader && { reader }), ...(reset && { reset }), answers: thin(live) };
}

/** What `whole` remembers and `part` does not; undefined when that is nothing. */
export function missingFrom(part: Progress, whole: Progress): Progress | undefined {
  const known = new Set(part.answers.map((answer) => answer.id));
  const answers = whole.answers.filter((answer) => !known.has(answer.id));
  const reader = whole.reader?.id === part.reader?.id ? undefined : whole.reader;
  const reset = whole.reset?.id === part.reset?.id ? undefined : whole.reset;
  if (answers.length === 0 && !reader && !reset) return undefined;
  return { ...(reader && { reader }), ...(reset && { reset }), answers };
}

/** The answers to one piece, by time. */
export function answersTo(progress: Progress, ref: PieceRef): Answer[] {
  return progress.answers.filter((answer) => answer.lesson === ref.lesson && answer.piece === ref.piece);
}

/**
 * `imported` made ready to join `own`: answers that a reset of `own` would forget enter anew, because importing a
 * backup after a reset means to have it back. Doing so twice adds nothing the second time.
 */
export function readmitted(own: Progress, imported: Progress, now: number): Progress {
  const { reset } = own;
  const { reader, answers } = imported;
  return {
    ...(reader && { reader }),
    answers: answers.map((answer) =>
      reset && entered(answer) <= reset.at ? { ...answer, id: `${answer.id}~${reset.id}`, entered: now } : answer,
    ),
  };
}

/** A time later than everything remembered, and `now` where the clock allows. */
export function nextMoment(progress: Progress, now: number): number {
  const latest = progress.answers.reduce((max, answer) => Math.max(max, entered(answer)), progress.reset?.at ?? 0);
  return Math.max(now, latest + 1);
}

function entered(answer: Answer): number {
  return answer.entered ?? answer.at;
}

function thin(answers: readonly Answer[]): readonly Answer[] {
  const crowded = [...groupByPiece(answers).values()].filter((list) => list.length > keptPerPiece);
  const dropped = new Set(crowded.flatMap((list) => list.sort(compareEntries).slice(0, -keptPerPiece)));
  return dropped.size === 0 ? answers : answers.filter((answer) => !dropped.has(answer));
}

function groupByPiece(answers: readonly Answer[]): Map<string, Answer[]> {
  const groups = new Map<string, Answer[]>();
  for (const answer of answers) {
    const key = `${answer.lesson}\n${answer.piece}`;
    const group = groups.get(key);
    if (group) group.push(answer);
    else groups.set(key, [answer]);
  }
  return groups;
}

/**
 * One answer brought back on two machines has two times of entry: the later one holds, so that a reset forgets it only
 * after both. Otherwise answers with one id differ only in a file edited by hand, and any fixed order will do.
 */
function compareEntries(a: Answer, b: Answer): number {
  return entered(a) - entered(b) || compareText(a.id, b.id) || compareText(JSON.stringify(Object.entries(a).sort()), JSON.stringify(Object.entries(b).sort()));
}

function compareStamps(a: Stamp, b: Stamp): number {
  return a.at - b.at || compareText(a.id, b.id);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
