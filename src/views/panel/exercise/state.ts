import { clockOf, fitted, isDrill, isLastMinute, judgedPoints, timeTaken, type ExerciseSession } from '../../../learning/exerciseSession';
import { findLesson, type PlacedExercise } from '../../../learning/lookup';
import type { Progress } from '../../../learning/progress';
import { exerciseStanding } from '../../../learning/standing';
import type { AnswerTemplate, Catalogue, Drill } from '../../../lessons/model';
import type { DrillStepRow, DrillStepView, ExerciseView, GradedView, PointView, TemplateStepView } from '../../../shared/pages/exercise';
import type { MarkdownRenderer } from '../markdown';

export interface ExerciseInput extends PlacedExercise {
  readonly catalogue: Catalogue;
  readonly session: ExerciseSession;
  readonly isWriting: boolean;
  readonly progress: Progress;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What the panel shows of an exercise. The rubric enters it once the answer is given, an explanation with its judgement. */
export function exerciseState(given: ExerciseInput, markdown: MarkdownRenderer): ExerciseView {
  const input = { ...given, session: fitted(given.session, given.exercise) };
  const { exercise, isWriting, progress, session, track } = input;
  const head = { exercise: exercise.id, trackTitle: track.title, title: exercise.title, tier: exercise.tier, minutes: exercise.minutes };
  const taken = timeTaken(session);
  const earlier = exerciseStanding(progress, exercise);
  switch (session.stage) {
    case 'ready':
    case 'answering': {
      const situationHtml = markdown.block(exercise.situation);
      if (!isDrill(exercise)) {
        const template = track.practice?.template;
        return { kind: 'prompt', ...head, situationHtml, isWriting, ...(template && { template: templateSteps(template, markdown) }), ...(earlier && { earlier }) };
      }
      if (session.stage === 'ready') return { kind: 'drillStart', ...head, steps: stepRows(exercise, session), ...(earlier && { earlier }) };
      return { kind: 'drillStep', ...head, situationHtml, isWriting, ...drillStep(exercise, input, markdown) };
    }
    case 'reflecting':
      return { kind: 'reflect', ...head, isDrill: isDrill(exercise), ...(taken !== undefined && { taken }) };
    case 'grading':
      return { kind: 'rubric', ...head, points: points(input, 'inline', markdown) };
    case 'graded':
      return { kind: 'graded', ...head, ...graded(input, markdown), ...(taken !== undefined && { taken }) };
  }
}

/** The steps of an answer template. */
export function templateSteps({ steps }: AnswerTemplate, markdown: MarkdownRenderer): TemplateStepView[] {
  return steps.map(({ title, text }) => ({ title, html: markdown.block(text) }));
}

function drillStep(drill: Drill, { session, now }: ExerciseInput, markdown: MarkdownRenderer): Pick<DrillStepView, 'steps' | 'step' | 'stepHtml' | 'clock'> {
  const clock = clockOf(session, drill, now);
  return {
    steps: stepRows(drill, session),
    step: session.step,
    stepHtml: markdown.block(drill.steps[session.step]?.text ?? ''),
    ...(clock && { clock: { ...clock, isLastMinute: isLastMinute(clock) } }),
  };
}

function stepRows({ steps }: Drill, { spent, step, stage, timed }: ExerciseSession): DrillStepRow[] {
  return steps.map(({ title, minutes }, index) => {
    // The step in view has the clock itself.
    const taken = timed && (stage !== 'answering' || index !== step) ? spent[index] : undefined;
    return { title, minutes, ...(taken !== undefined && { taken }) };
  });
}

function points({ exercise, session }: ExerciseInput, line: 'inline' | 'label', markdown: MarkdownRenderer): PointView[] {
  return exercise.rubric.map(({ id, text, explanation }) => {
    const as = session.judged[id];
    return { id, html: markdown[line](text), ...(as && { judged: { as, explanationHtml: markdown.block(explanation) } }) };
  });
}

function graded(input: ExerciseInput, markdown: MarkdownRenderer): Pick<GradedView, 'points' | 'met' | 'steps' | 'isDrill' | 'lessons'> {
  const { catalogue, exercise, session } = input;
  return {
    // Each is the control that unfolds its reason.
    points: points(input, 'label', markdown).flatMap(({ judged, ...point }) => (judged ? { ...point, judged } : [])),
    met: judgedPoints(session, exercise).met.length,
    isDrill: isDrill(exercise),
    ...(isDrill(exercise) && session.timed && { steps: stepRows(exercise, session) }),
    lessons: exercise.lessons.flatMap((id) => {
      const lesson = findLesson(catalogue, id)?.lesson;
      return lesson ? { lesson: id, title: lesson.title } : [];
    }),
  };
}
