import { tiers, type Catalogue, type Exercise, type Lesson } from '../lessons/model';
import { allLessons, keyOf, refOf } from './lookup';
import { answersTo, markOf, type Progress } from './progress';
import type { PieceRef } from './session';

export type PieceState = 'open' | 'right' | 'wrong';

/** Where a reader stands with one piece, by the latest answer. */
export interface PieceStanding {
  readonly state: PieceState;
  /** The very first answer was right. */
  readonly firstTry: boolean;
  readonly attempts: number;
  /** What the reader said of it without answering. */
  readonly marked?: 'finished' | 'skipped';
}

export interface LessonStanding {
  readonly state: 'new' | 'started' | 'done';
  readonly answered: number;
  readonly right: number;
  readonly total: number;
  /** What the reader said of the whole lesson; its state stays what the answers make it. */
  readonly marked?: 'finished' | 'skipped';
}

/** By the last grading, of the points there are today. */
export interface ExerciseStanding {
  readonly met: number;
  readonly points: number;
}

export function pieceStanding(progress: Progress, ref: PieceRef): PieceStanding {
  const answers = answersTo(progress, ref);
  const last = answers.at(-1);
  const marked = markOf(progress, { lesson: ref.lesson, piece: ref.piece });
  return {
    state: last ? (last.correct ? 'right' : 'wrong') : 'open',
    firstTry: answers[0]?.correct ?? false,
    attempts: answers.length,
    ...(marked && { marked }),
  };
}

export function lessonStanding(progress: Progress, lesson: Lesson): LessonStanding {
  const states = lesson.pieces.map((piece) => pieceStanding(progress, refOf(lesson, piece)).state);
  const marked = markOf(progress, { lesson: lesson.id });
  const answered = states.filter((state) => state !== 'open').length;
  return {
    state: answered === 0 ? 'new' : answered === states.length ? 'done' : 'started',
    answered,
    right: states.filter((state) => state === 'right').length,
    total: states.length,
    ...(marked && { marked }),
  };
}

/** How a prompt or a drill was graded the last time; undefined while it never was. */
export function exerciseStanding(progress: Progress, { id, rubric }: Exercise): ExerciseStanding | undefined {
  const last = progress.gradings.findLast(({ exercise }) => exercise === id);
  return last && { met: rubric.filter((point) => last.met.includes(point.id)).length, points: rubric.length };
}

/** Where to go on in one lesson: its first piece neither answered nor marked, else its first. */
export function resumeLesson(progress: Progress, lesson: Lesson): PieceRef | undefined {
  const closed = closedPieces(progress);
  const piece = lesson.pieces.find((each) => !closed.has(keyOf(refOf(lesson, each)))) ?? lesson.pieces[0];
  return piece && refOf(lesson, piece);
}

/**
 * Where a reader begins who has not begun: at the first lesson, or after the placement quiz at the first of the tier it
 * found. Undefined from the first answer on, or the first after the quiz, and where no lesson is left.
 */
export function startPoint(progress: Progress, catalogue: Catalogue): PieceRef | undefined {
  const placement = progress.placements.at(-1);
  const begun = progress.answers.some(({ at }) => !placement || at > placement.at);
  const lesson = begun ? undefined : unfinished(progress, catalogue)[0];
  return lesson && resumeLesson(progress, lesson);
}

/**
 * Where to go on: where to begin, else in the lesson answered last while it is unfinished, else in the first unfinished
 * one. Undefined once every lesson is answered or marked.
 */
export function resumePoint(progress: Progress, catalogue: Catalogue): PieceRef | undefined {
  const lessons = unfinished(progress, catalogue);
  const latest = progress.answers.at(-1)?.lesson;
  const lesson = lessons.find((each) => each.id === latest) ?? lessons[0];
  return startPoint(progress, catalogue) ?? (lesson && resumeLesson(progress, lesson));
}

/**
 * Lessons with a piece left to answer, in reading order. After the placement quiz those of the tier it found come first,
 * then those of higher tiers, then those of lower ones.
 */
function unfinished(progress: Progress, catalogue: Catalogue): Lesson[] {
  const closed = closedPieces(progress);
  const hasMore = (lesson: Lesson) => lesson.pieces.some((piece) => !closed.has(keyOf(refOf(lesson, piece))));
  const left = allLessons(catalogue)
    .map(({ lesson }) => lesson)
    .filter((lesson) => hasMore(lesson) && markOf(progress, { lesson: lesson.id }) === undefined);
  const placed = progress.placements.at(-1)?.tier;
  if (placed === undefined) return left;
  const distance = ({ tier }: Lesson) => (tiers.indexOf(tier) - tiers.indexOf(placed) + tiers.length) % tiers.length;
  return left.sort((a, b) => distance(a) - distance(b));
}

/** Pieces that are answered or marked: nothing to go on with. */
function closedPieces({ answers, marks }: Progress): Set<string> {
  const marked = marks.flatMap(({ lesson, piece, as }) => (piece === undefined || as === 'none' ? [] : keyOf({ lesson, piece })));
  return new Set([...answers.map(keyOf), ...marked]);
}
