import { findLesson } from '../learning/lookup';
import type { Progress } from '../learning/progress';
import { lessonStanding } from '../learning/standing';
import type { Catalogue, Track } from '../lessons/model';

/** Where a reader stands with one step of a role. */
export type StepStanding =
  | { readonly kind: 'lesson'; readonly id: string; readonly title: string; readonly minutes: number; readonly answered: number; readonly total: number; readonly isDone: boolean }
  /** `found` is what a scan counted; undefined before one. Done is a rule with none left. */
  | { readonly kind: 'rule'; readonly id: string; readonly title: string; readonly found?: number; readonly isDone: boolean };

/** What the workspace is asked of a rule. */
export interface RuleFacts {
  title(rule: string): string;
  /** Undefined until a scan has run. */
  count(rule: string): number | undefined;
}

/** The steps of a role's track, in order; of any other track, its lessons. A lesson marked as finished is done. */
export function stepsOf(track: Track, catalogue: Catalogue, progress: Progress, rules: RuleFacts): StepStanding[] {
  const steps = track.role?.steps ?? track.lessons.map(({ id }) => ({ kind: 'lesson' as const, id }));
  return steps.flatMap(({ kind, id }): StepStanding[] => {
    if (kind === 'rule') {
      const found = rules.count(id);
      return [{ kind, id, title: rules.title(id), ...(found !== undefined && { found }), isDone: found === 0 }];
    }
    const lesson = findLesson(catalogue, id)?.lesson;
    if (!lesson) return [];
    const { answered, marked, total } = lessonStanding(progress, lesson);
    return [{ kind, id, title: lesson.title, minutes: lesson.minutes, answered, total, isDone: answered === total || marked !== undefined }];
  });
}

/** Where to go on behind a lesson: the first open step after it, else the first open one; undefined where all are done. */
export function openStepBehind(steps: readonly StepStanding[], lesson: string): StepStanding | undefined {
  const at = steps.findIndex(({ kind, id }) => kind === 'lesson' && id === lesson);
  return [...steps.slice(at + 1), ...steps.slice(0, Math.max(0, at))].find(({ isDone }) => !isDone);
}

/** The first step that is not done; the first of all where every one is. */
export function nextStep(steps: readonly StepStanding[]): StepStanding | undefined {
  return steps.find(({ isDone }) => !isDone) ?? steps[0];
}
