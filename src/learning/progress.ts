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
 * Answers kept of one piece: its first and its latest ones. A hundred pieces answered this often take about 170 kB in
 * storage.
 */
export const keptPerPiece = 32;

/** Joins lists: each answer once, by time. Any order and grouping of the lists gives the same result. */
export function mergeAnswers(...lists: readonly (readonly Answer[])[]): Answer[] {
  const byId = new Map<string, Answer>();
  for (const answer of lists.flat().sort(compareAnswers)) if (!byId.has(answer.id)) byId.set(answer.id, answer);
  return [...byId.values()];
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
  const byPiece = groupByPiece(answers);
  if ([...byPiece.values()].every((list) => list.length <= keptPerPiece)) return answers;
  const kept = new Set([...byPiece.values()].flatMap((list) => [...list.slice(0, 1), ...list.slice(1).slice(1 - keptPerPiece)]));
  return answers.filter((answer) => kept.has(answer));
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

function compareAnswers(a: Answer, b: Answer): number {
  return a.at - b.at || compareText(a.id, b.id) || compareText(rest(a), rest(b));
}

/** Two answers with one id differ only in a file edited by hand; which one stays must not depend on the order of merging. */
function rest(answer: Answer): string {
  const { lesson, piece, option, correct, confidence, hints } = answer;
  return JSON.stringify([entered(answer), lesson, piece, option, correct, confidence, hints]);
}

function compareStamps(a: Stamp, b: Stamp): number {
  return a.at - b.at || compareText(a.id, b.id);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
