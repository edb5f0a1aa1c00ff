import fc from 'fast-check';
import { confidences, type Answer } from '../../src/learning/answer';
import type { Progress } from '../../src/learning/progress';
import type { Lesson, Piece } from '../../src/lessons/model';

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

/** All answers that tests merge: an id names one answer, as it does in life. Two pieces get more than is kept of a piece. */
const universe: readonly Answer[] = Array.from({ length: 150 }, (_, n) =>
  anAnswer({
    id: `id${n}`,
    lesson: n % 3 === 0 ? 'l2' : 'l1',
    piece: n % 5 === 0 ? 'p2' : 'p1',
    correct: n % 2 === 0,
    confidence: confidences[n % 3]!,
    hints: n % 4,
    at: (n * 7) % 60,
    ...(n % 11 === 0 && { entered: 60 + (n % 5) }),
  }),
);

export const answers: fc.Arbitrary<Answer[]> = fc.subarray([...universe]);

const stamp = fc.record({ id: fc.stringMatching(/^[a-f]$/), at: fc.integer({ min: 0, max: 70 }) }, { noNullPrototype: true });

export const progress: fc.Arbitrary<Progress> = fc
  .record({ reader: fc.option(stamp, { nil: undefined }), reset: fc.option(stamp, { nil: undefined }), answers }, { noNullPrototype: true })
  .map(({ reader, reset, answers: list }) => ({ ...(reader && { reader }), ...(reset && { reset }), answers: list }));
