import type { Catalogue, Lesson } from '../lessons/model';
import { allLessons, refOf } from './lookup';
import { answersTo, type Progress } from './progress';
import type { PieceRef } from './session';

export type PieceState = 'open' | 'right' | 'wrong';

/** Where a reader stands with one piece, by the latest answer. */
export interface PieceStanding {
  readonly state: PieceState;
  /** The very first answer was right. */
  readonly firstTry: boolean;
  readonly attempts: number;
}

export interface LessonStanding {
  readonly state: 'new' | 'started' | 'done';
  readonly answered: number;
  readonly right: number;
  readonly total: number;
}

export function pieceStanding(progress: Progress, ref: PieceRef): PieceStanding {
  const answers = answersTo(progress, ref);
  const last = answers.at(-1);
  return {
    state: last ? (last.correct ? 'right' : 'wrong') : 'open',
    firstTry: answers[0]?.correct ?? false,
    attempts: answers.length,
  };
}

export function lessonStanding(progress: Progress, lesson: Lesson): LessonStanding {
  const states = lesson.pieces.map((piece) => pieceStanding(progress, refOf(lesson, piece)).state);
  const answered = states.filter((state) => state !== 'open').length;
  return {
    state: answered === 0 ? 'new' : answered === states.length ? 'done' : 'started',
    answered,
    right: states.filter((state) => state === 'right').length,
    total: states.length,
  };
}

/** Where to go on in one lesson: its first unanswered piece, else its first. */
export function resumeLesson(progress: Progress, lesson: Lesson): PieceRef | undefined {
  const piece = lesson.pieces.find((each) => pieceStanding(progress, refOf(lesson, each)).state === 'open') ?? lesson.pieces[0];
  return piece && refOf(lesson, piece);
}

/**
 * Where to go on: in the lesson answered last while it has an unanswered piece, else in the first lesson that has one.
 * Undefined once every piece is answered.
 */
export function resumePoint(progress: Progress, catalogue: Catalogue): PieceRef | undefined {
  const unfinished = allLessons(catalogue)
    .map(({ lesson }) => lesson)
    .filter((lesson) => lesson.pieces.length > 0 && lessonStanding(progress, lesson).state !== 'done');
  const latest = progress.answers.at(-1)?.lesson;
  const lesson = unfinished.find((each) => each.id === latest) ?? unfinished[0];
  return lesson && resumeLesson(progress, lesson);
}
