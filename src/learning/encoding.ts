import * as v from 'valibot';
import type { Entry, ListName, Lists, Retraction, Stamp } from './entries';
import { groupBy } from './groups';
import { atOnce, type Steps } from '../shared/pace';
import { entered, everyListInSteps, kinds, listNames, type EntryLists, type Kind } from './kinds';
import { mergeInSteps, type Progress } from './progress';

/**
 * The stored form: entries as rows under their subject, an answer in about 60 bytes against 170 as an object. A value of
 * another form or of a later version decodes to undefined and is left alone: a newer Altitude may have written it.
 */
const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const stampRow = v.strictTuple([v.string(), time]);
const head = { reader: v.optional(stampRow), reset: v.optional(stampRow) };
const rowsBySubject = v.record(v.string(), v.array(v.array(v.unknown())));

const storedProgress = v.object({
  v: v.literal(2),
  ...head,
  lists: v.record(v.picklist(listNames), rowsBySubject),
  gone: v.array(v.strictTuple([v.picklist(listNames), v.string(), v.string(), time])),
});

/** Version 1 held answers alone: `[id, option, correct, confidence, hints, at, entered?]` under lesson and piece. */
const storedAnswers = v.object({ v: v.literal(1), ...head, answers: v.record(v.string(), rowsBySubject) });

type Rows = v.InferOutput<typeof rowsBySubject>;
export type StoredProgress = v.InferOutput<typeof storedProgress>;

/** Plain data for storage; see the shape above. */
export function encodeProgress(progress: Progress): StoredProgress {
  const all: EntryLists = progress;
  const rowsOf = <K extends ListName>(list: K) => [list, toRows(list, all[list])] as const;
  return {
    v: 2,
    ...(progress.reader && { reader: [progress.reader.id, progress.reader.at] }),
    ...(progress.reset && { reset: [progress.reset.id, progress.reset.at] }),
    lists: Object.fromEntries(listNames.filter((list) => all[list].length > 0).map(rowsOf)),
    gone: progress.retractions.map(({ list, subject, id, at }) => [list, subject, id, at]),
  };
}

/** The progress in a stored value; undefined where the value is not of this form. */
export function decodeProgress(value: unknown): Progress | undefined {
  return atOnce(decodeInSteps(value));
}

/** The same, for a value that holds years. */
export function* decodeInSteps(value: unknown): Steps<Progress | undefined> {
  try {
    const stored = v.parse(v.variant('v', [storedProgress, storedAnswers]), value);
    const { lists, gone } = stored.v === 1 ? { lists: { answers: ofVersion1(stored.answers) }, gone: [] } : stored;
    const entries = yield* everyListInSteps((list) => fromRows(list, lists[list] ?? {}));
    return yield* mergeInSteps({
      ...(stored.reader && { reader: toStamp(stored.reader) }),
      ...(stored.reset && { reset: toStamp(stored.reset) }),
      ...entries,
      retractions: gone.map(([list, subject, id, at]): Retraction => ({ list, subject, id, at })),
    });
  } catch (error) {
    if (v.isValiError(error)) return undefined;
    throw error;
  }
}

function toRows<K extends ListName>(list: K, entries: readonly Lists[K][]): Rows {
  const kind: Kind<Lists[K]> = kinds[list];
  const subjects = [...groupBy(entries, (entry) => kind.subject(entry))];
  return Object.fromEntries(
    subjects.map(([subject, group]) => [subject, group.map((entry) => [entry.id, momentOf(entry), ...kind.fields(entry)])]),
  );
}

function* fromRows<K extends ListName>(list: K, stored: Rows): Steps<Lists[K][]> {
  const kind: Kind<Lists[K]> = kinds[list];
  const entries: Lists[K][] = [];
  for (const [subject, rows] of Object.entries(stored)) {
    yield;
    for (const row of rows) entries.push(v.parse(kind.row, [subject, ...row]));
  }
  return entries;
}

function ofVersion1(lessons: Readonly<Record<string, Rows>>): Rows {
  return Object.fromEntries(
    Object.entries(lessons).flatMap(([lesson, pieces]) =>
      Object.entries(pieces).map(([piece, rows]) => [
        `${lesson}/${piece}`,
        rows.map(([id, option, correct, confidence, hints, at, ...rest]) => [
          id,
          rest.length === 0 ? at : [at, ...rest],
          option,
          correct,
          confidence,
          hints,
          0,
        ]),
      ]),
    ),
  );
}

function momentOf(entry: Entry): number | [number, number] {
  return entry.entered === undefined ? entry.at : [entry.at, entered(entry)];
}

function toStamp([id, at]: readonly [string, number]): Stamp {
  return { id, at };
}
