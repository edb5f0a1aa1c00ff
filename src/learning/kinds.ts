import * as v from 'valibot';
import { tiers } from '../lessons/model';
import type { Steps } from '../shared/pace';
import { confidences, type Answer } from './answer';
import {
  markings,
  ratings,
  type Asked,
  type Entry,
  type Grade,
  type Grading,
  type ListName,
  type Lists,
  type Mark,
  type Placement,
  type Practised,
} from './entries';
import { keyOf } from './lookup';

/** One kind of entry: what it is about, how many are kept, and its two written forms. */
export interface Kind<E extends Entry> {
  /** What an entry is about. Entries are thinned by it and stored under it. */
  readonly subject: (entry: E) => string;
  /** Entries kept of one subject: those that entered last. */
  readonly kept: number;
  /** Checks one entry of an export file, where every field has its name. */
  readonly named: v.GenericSchema<unknown, E>;
  /** The fields of the stored row that follow id and time. */
  readonly fields: (entry: E) => readonly unknown[];
  /** Reads `[subject, id, time, ...fields]`. */
  readonly row: v.GenericSchema<unknown, E>;
}

const text = v.pipe(v.string(), v.minLength(1));
/** Without the separator of subjects. */
const name = v.pipe(v.string(), v.regex(/^[^/]+$/, 'must be a name without a slash'));
/** A team's lesson has its namespace before it. */
const lessonName = v.pipe(v.string(), v.regex(/^[^/]+(?:\/[^/]+)?$/, 'must be the name of a lesson, with one slash at most'));
const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const bit = v.picklist([0, 1]);
const hints = v.picklist([0, 1, 2, 3]);

/** `at` alone, or with the time of entry where that differs. */
const when = v.pipe(
  v.union([time, v.strictTuple([time, time])]),
  v.transform((stored) => (typeof stored === 'number' ? { at: stored } : { at: stored[0], entered: stored[1] })),
);

const strength = v.object({ stability: v.pipe(v.number(), v.minValue(0.001)), difficulty: v.pipe(v.number(), v.minValue(1), v.maxValue(10)) });
/** The same in a row: a pair, or 0 where it is not known. */
const strengthPair = v.pipe(
  v.union([v.literal(0), v.strictTuple([strength.entries.stability, strength.entries.difficulty])]),
  v.transform((stored) => (stored === 0 ? {} : { strength: { stability: stored[0], difficulty: stored[1] } })),
);

const identity = { id: text, at: time, entered: v.exactOptional(time) };
const stored = [text, text, when] as const;

const answers: Kind<Answer> = {
  subject: keyOf,
  kept: 12,
  named: v.object({
    ...identity,
    lesson: lessonName,
    piece: name,
    option: text,
    correct: v.boolean(),
    confidence: v.picklist(confidences),
    hints: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3)),
    strength: v.exactOptional(strength),
  }),
  fields: (answer) => [
    answer.option,
    answer.correct ? 1 : 0,
    confidences.indexOf(answer.confidence),
    Math.min(3, Math.max(0, Math.trunc(answer.hints))),
    pairOf(answer),
  ],
  row: v.pipe(
    v.strictTuple([...stored, text, bit, v.picklist([0, 1, 2]), hints, strengthPair]),
    v.transform(([subject, id, moment, option, correct, confidence, opened, known]): Answer => {
      const [lesson, piece = ''] = splitSubject(subject);
      return { id, lesson, piece, option, correct: correct === 1, confidence: confidences[confidence], hints: opened, ...known, ...moment };
    }),
  ),
};

const grades: Kind<Grade> = {
  subject: ({ card }) => card,
  kept: 12,
  named: v.object({ ...identity, card: text, rating: v.picklist(ratings), strength: v.exactOptional(strength) }),
  fields: (grade) => [ratings.indexOf(grade.rating), pairOf(grade)],
  row: v.pipe(
    v.strictTuple([...stored, v.picklist([0, 1, 2, 3]), strengthPair]),
    v.transform(([card, id, moment, rating, known]): Grade => ({ id, card, rating: ratings[rating], ...known, ...moment })),
  ),
};

const marks: Kind<Mark> = {
  subject: ({ lesson, piece }) => (piece === undefined ? wholeLesson(lesson) : keyOf({ lesson, piece })),
  kept: 1,
  named: v.object({ ...identity, lesson: lessonName, piece: v.exactOptional(name), as: v.picklist(markings) }),
  fields: (mark) => [markings.indexOf(mark.as)],
  row: v.pipe(
    v.strictTuple([...stored, v.picklist([0, 1, 2])]),
    v.transform(([subject, id, moment, as]): Mark => {
      const [lesson, piece] = splitSubject(subject);
      return { id, lesson, ...(piece !== undefined && { piece }), as: markings[as], ...moment };
    }),
  ),
};

const gradings: Kind<Grading> = {
  subject: ({ exercise }) => exercise,
  kept: 4,
  named: v.object({ ...identity, exercise: text, met: v.array(text), missed: v.array(text), seconds: v.exactOptional(time) }),
  fields: ({ met, missed, seconds }) => [met, missed, seconds ?? null],
  row: v.pipe(
    v.strictTuple([...stored, v.array(text), v.array(text), v.nullable(time)]),
    v.transform(
      ([exercise, id, moment, met, missed, seconds]): Grading => ({ id, exercise, met, missed, ...(seconds !== null && { seconds }), ...moment }),
    ),
  ),
};

const practised: Kind<Practised> = {
  subject: ({ rule }) => rule,
  kept: 12,
  named: v.object({ ...identity, rule: text }),
  fields: () => [],
  row: v.pipe(
    v.strictTuple([...stored]),
    v.transform(([rule, id, moment]): Practised => ({ id, rule, ...moment })),
  ),
};

const placements: Kind<Placement> = {
  subject: () => 'start',
  kept: 1,
  named: v.object({ ...identity, tier: v.picklist(tiers) }),
  fields: ({ tier }) => [tiers.indexOf(tier)],
  row: v.pipe(
    v.strictTuple([...stored, v.picklist([0, 1, 2, 3])]),
    v.transform(([, id, moment, tier]): Placement => ({ id, tier: tiers[tier], ...moment })),
  ),
};

/**
 * Every kind of entry. Five years of daily use of 120 pieces, 150 cards and 12 exercises take less than 256 kB as they are
 * stored, and all of it at its fullest less than 400 kB; from 512 kB on, VS Code warns of what an extension synchronises.
 *
 * A new kind is a new row here and in `Lists`: merging, storing and exporting follow.
 */
export const kinds: { readonly [K in ListName]: Kind<Lists[K]> } = { answers, grades, marks, gradings, practised, placements };

export type EntryLists = { readonly [K in ListName]: readonly Lists[K][] };

export const listNames = ['answers', 'grades', 'marks', 'gradings', 'practised', 'placements'] as const satisfies readonly ListName[];

/** An object with every list, each made by `make`. */
export function everyList(make: <K extends ListName>(list: K) => readonly Lists[K][]): EntryLists {
  return {
    answers: make('answers'),
    grades: make('grades'),
    marks: make('marks'),
    gradings: make('gradings'),
    practised: make('practised'),
    placements: make('placements'),
  };
}

/** The same where making them takes steps. */
export function* everyListInSteps(make: <K extends ListName>(list: K) => Steps<readonly Lists[K][]>): Steps<EntryLists> {
  return {
    answers: yield* make('answers'),
    grades: yield* make('grades'),
    marks: yield* make('marks'),
    gradings: yield* make('gradings'),
    practised: yield* make('practised'),
    placements: yield* make('placements'),
  };
}

export type Counts = Readonly<Record<ListName, number>>;

/** How many entries each list holds; of those named in `without`, none. */
export function countsOf(lists: EntryLists, without?: EntryLists): Counts {
  const count = (list: ListName): number => {
    const known = new Set((without?.[list] ?? []).map(({ id }) => id));
    return lists[list].filter(({ id }) => !known.has(id)).length;
  };
  return {
    answers: count('answers'),
    grades: count('grades'),
    marks: count('marks'),
    gradings: count('gradings'),
    practised: count('practised'),
    placements: count('placements'),
  };
}

/** Whether anything at all is counted. */
export function isNothing(counts: Counts): boolean {
  return listNames.every((list) => counts[list] === 0);
}

/** When an entry entered its list, in milliseconds since the epoch. */
export function entered(entry: Entry): number {
  return entry.entered ?? entry.at;
}

function pairOf({ strength: known }: Asked): 0 | [number, number] {
  return known ? [known.stability, known.difficulty] : 0;
}

/** `lesson`, and `team/lesson/` for a team's: without the last slash it would be a built-in lesson with a piece. */
function wholeLesson(lesson: string): string {
  return lesson.includes('/') ? `${lesson}/` : lesson;
}

/** A lesson, and the piece behind the last slash if there is one. */
function splitSubject(subject: string): readonly [string, string?] {
  const slash = subject.lastIndexOf('/');
  const [lesson, piece] = slash < 0 ? [subject, ''] : [subject.slice(0, slash), subject.slice(slash + 1)];
  return piece === '' ? [lesson] : [lesson, piece];
}
