import type { Loaded } from '../connect';
import type { LoadedLesson } from '../lesson';
import type { LessonProblem } from '../model';
import { backReferenceProblems, lessonBackReferences } from './backReferences';
import { figureProblems, lessonFigures } from './figures';

/** What is wrong with the words themselves, wherever they stand: figures with no source, words that lead to what may not be shown. */
export function proseProblems(loaded: Loaded): LessonProblem[] {
  return [...figureProblems(loaded), ...backReferenceProblems(loaded)];
}

/** Those of one lesson. */
export function lessonProseProblems(lesson: LoadedLesson): LessonProblem[] {
  return [...lessonFigures(lesson), ...lessonBackReferences(lesson)];
}
