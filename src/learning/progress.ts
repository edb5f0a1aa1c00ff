import type { Answer } from './answer';
import type { Grade, ListName, Lists, Mark, Retraction, Stamp } from './entries';
import { entered, everyList, kinds, listNames, type EntryLists } from './kinds';
import type { PieceRef } from './session';

export { mergeInSteps, mergeProgress, missingFrom } from './merge';

/** All that is remembered of one reader. Plain data; every list is by time. */
export interface Progress extends EntryLists {
  /** The reader's first start; its id seeds the order of options. Of several, the earliest holds. */
  readonly reader?: Stamp;
  /** The latest reset. Kept as a mark rather than a deletion, so that merging an older copy brings nothing back. */
  readonly reset?: Stamp;
  /** What was taken back, kept for the same reason. */
  readonly retractions: readonly Retraction[];
}

export const noProgress: Progress = { ...everyList(() => []), retractions: [] };

/** The answers to one piece, by time. */
export function answersTo(progress: Progress, ref: PieceRef): Answer[] {
  return progress.answers.filter((answer) => answer.lesson === ref.lesson && answer.piece === ref.piece);
}

/** The mark that holds for a lesson, or for one piece of it alone; undefined where there is none. */
export function markOf(progress: Progress, { lesson, piece }: Pick<Mark, 'lesson' | 'piece'>): 'finished' | 'skipped' | undefined {
  const as = progress.marks.find((mark) => mark.lesson === lesson && mark.piece === piece)?.as;
  return as === 'none' ? undefined : as;
}

/** The latest answer or grade, which an undo takes back. */
export type Undone = { readonly list: 'answers'; readonly entry: Answer } | { readonly list: 'grades'; readonly entry: Grade };

/** The answer or grade given last; undefined where there is none. */
export function lastGiven(progress: Progress): Undone | undefined {
  const answer = progress.answers.at(-1);
  const grade = progress.grades.at(-1);
  if (answer && (!grade || answer.at > grade.at)) return { list: 'answers', entry: answer };
  return grade && { list: 'grades', entry: grade };
}

/** What takes an entry back on every machine once it is merged in. */
export function retractionOf({ list, entry }: Undone): Retraction {
  const subject = list === 'answers' ? kinds.answers.subject(entry) : kinds.grades.subject(entry);
  return { list, id: entry.id, subject, at: entered(entry) };
}

/**
 * `imported` made ready to join `own`: entries that a reset of `own` would forget enter anew, because importing a
 * backup after a reset means to have it back. Doing so twice adds nothing the second time.
 */
export function readmitted(own: Progress, imported: Progress, now: number): Progress {
  const { reset } = own;
  const lists: EntryLists = imported;
  const again = <K extends ListName>(list: K): Lists[K][] =>
    lists[list].map((entry) => (reset && entered(entry) <= reset.at ? { ...entry, id: `${entry.id}~${reset.id}`, entered: now } : entry));
  return { ...(imported.reader && { reader: imported.reader }), ...everyList(again), retractions: imported.retractions };
}

/** A time later than everything remembered, and `now` where the clock allows. */
export function nextMoment(progress: Progress, now: number): number {
  const times = [
    ...listNames.flatMap((list) => progress[list].map(entered)),
    ...progress.retractions.map(({ at }) => at),
  ];
  const latest = times.reduce((max, time) => Math.max(max, time), progress.reset?.at ?? 0);
  return Math.max(now, latest + 1);
}
