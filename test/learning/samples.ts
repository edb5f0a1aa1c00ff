import fc from 'fast-check';
import { confidences, type Answer } from '../../src/learning/answer';
import { markings, ratings, type Entry, type Retraction } from '../../src/learning/entries';
import type { EntryLists } from '../../src/learning/kinds';
import { noProgress, retractionOf, type Progress } from '../../src/learning/progress';
import { noLessons, tiers, type Card, type Catalogue, type Exercise, type Lesson, type Piece, type Practice } from '../../src/lessons/model';

/** A piece with options `a` (right), `b`, `c`, `d` unless told otherwise. */
export function aPiece(id: string, changes: Partial<Piece> = {}): Piece {
  return {
    id,
    title: `Piece ${id}`,
    tier: 'senior',
    rule: 'sync-in-request-path',
    language: 'javascript',
    snippetFile: `${id}.js`,
    snippet: 'one\ntwo\n',
    hotLines: [{ startLine: 1, endLine: 1 }],
    context: 'Context.',
    prompt: 'What happens?',
    question: 'What happens under load?',
    options: ['a', 'b', 'c', 'd'].map((option) => ({ id: option, text: `Option ${option}`, correct: option === 'a', explanation: `Because ${option}.` })),
    hints: ['First.', 'Second.'],
    fixNote: 'The fix.',
    ...changes,
  };
}

export function aLesson(id: string, pieces: readonly Piece[], changes: Partial<Lesson> = {}): Lesson {
  return {
    id,
    track: 'track',
    order: 1,
    title: `Lesson ${id}`,
    crux: 'Crux.',
    goal: 'Goal.',
    tier: 'senior',
    minutes: 10,
    prerequisites: [],
    sources: [],
    pieces,
    variants: [],
    readings: [],
    recap: 'Recap.',
    tradeOff: 'Trade-off.',
    file: `lessons/track/${id}/lesson.md`,
    ...changes,
  };
}

export function anAnswer(changes: Partial<Answer> = {}): Answer {
  return { id: 'x', lesson: 'l', piece: 'p', option: 'a', correct: true, confidence: 'sure', hints: 0, at: 1, ...changes };
}

/** A progress that holds this and nothing else. */
export function aProgress(changes: Partial<Progress> = {}): Progress {
  return { ...noProgress, ...changes };
}

/** All entries that tests merge: an id names one entry, as it does in life. Some subjects get more than is kept of one. */
const universe: EntryLists = {
  answers: many(120, (n, entry) =>
    anAnswer({
      ...entry,
      lesson: n % 7 === 0 ? 'team/l1' : n % 3 === 0 ? 'l2' : 'l1',
      piece: n % 5 === 0 ? 'p2' : 'p1',
      correct: n % 2 === 0,
      confidence: confidences[n % 3]!,
      hints: n % 4,
      ...(n % 3 === 0 && { strength: { stability: 0.5 + n, difficulty: 1 + (n % 9) } }),
    }),
  ),
  grades: many(60, (n, entry) => ({ ...entry, card: n % 7 === 0 ? 'prompt/point' : 'card', rating: ratings[n % 4]!, ...(n % 2 === 0 && { strength: { stability: 2.5, difficulty: 6.41 } }) })),
  marks: many(12, (n, entry) => ({ ...entry, lesson: n % 4 === 0 ? 'team/l1' : `l${n % 2}`, ...(n % 3 === 0 && { piece: 'p' }), as: markings[n % 3]! })),
  gradings: many(20, (n, entry) => ({ ...entry, exercise: `e${n % 2}`, met: ['a'], missed: n % 2 === 0 ? ['b', 'c'] : [], ...(n % 3 === 0 && { seconds: n }) })),
  practised: many(20, (n, entry) => ({ ...entry, rule: `rule-${n % 2}` })),
  placements: many(6, (n, entry) => ({ ...entry, tier: tiers[n % 4]! })),
};

function many<T>(count: number, make: (n: number, entry: Entry) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n, { id: `id${n}`, at: (n * 7) % 60, ...(n % 11 === 0 && { entered: 60 + (n % 5) }) }));
}

const retracted: readonly Retraction[] = [
  ...universe.answers.map((entry) => retractionOf({ list: 'answers', entry })),
  ...universe.grades.map((entry) => retractionOf({ list: 'grades', entry })),
];

const someOf = <T>(entries: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...entries]);
const stamp = fc.record({ id: fc.stringMatching(/^[a-f]$/), at: fc.integer({ min: 0, max: 70 }) }, { noNullPrototype: true });
const sometimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 1 });

/** A copy of one reader's progress: any part of what happened, as any window or machine may have heard of it. */
export const progress: fc.Arbitrary<Progress> = fc
  .record(
    {
      reader: sometimes(stamp),
      reset: sometimes(stamp),
      answers: someOf(universe.answers),
      grades: someOf(universe.grades),
      marks: someOf(universe.marks),
      gradings: someOf(universe.gradings),
      practised: someOf(universe.practised),
      placements: someOf(universe.placements),
      retractions: fc.subarray([...retracted], { maxLength: 12 }),
    },
    { noNullPrototype: true },
  )
  .map(({ reader, reset, ...lists }) => ({ ...(reader && { reader }), ...(reset && { reset }), ...lists }));

export function aCard(id: string, changes: Partial<Card> = {}): Card {
  return { id, kind: 'cue', tier: 'middle', cue: `Cue ${id}`, answer: `Answer ${id}.`, file: 'lessons/drills/cards/cards.yml', ...changes };
}

export function aPrompt(id: string, points: readonly string[], changes: Partial<Exercise> = {}): Exercise {
  return {
    id,
    title: `Prompt ${id}`,
    tier: 'senior',
    minutes: 10,
    lessons: [],
    situation: 'Situation.',
    rubric: points.map((point) => ({ id: point, text: `Names ${point}.`, explanation: `Because of ${point}.` })),
    file: `lessons/drills/prompts/${id}.md`,
    ...changes,
  };
}

/** Lessons in one track, and what is practised in another. */
export function aCatalogue(lessons: readonly Lesson[], practice: Partial<Practice> = {}): Catalogue {
  const whole = { prompts: [], drills: [], cards: [], ...practice };
  return {
    ...noLessons,
    tracks: [
      { id: 'track', title: 'Track', summary: '', lessons },
      { id: 'drills', title: 'Drills', summary: '', lessons: [], practice: whole },
    ],
  };
}
