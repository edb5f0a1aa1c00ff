import { l10n } from 'vscode';
import { newExercise, type ExerciseSession, type Judgement } from '../../../learning/exerciseSession';
import { findExercise } from '../../../learning/lookup';
import type { Progress } from '../../../learning/progress';
import type { Catalogue } from '../../../lessons/model';
import type { ExercisePlace } from '../../../shared/pages/exercise';
import type { PageMessage, PanelState } from '../../../shared/protocol';
import type { MarkdownRenderer } from '../markdown';
import type { PanelPage } from '../page';
import { exerciseState } from './state';

/** The runs through exercises, as their page needs them. Each takes the id of the exercise. */
export interface ExerciseDesk {
  /** Undefined where none was begun. */
  session(exercise: string): ExerciseSession | undefined;
  /** The editor with the answer is open. */
  isWriting(exercise: string): boolean;
  start(exercise: string, timed: boolean): void;
  write(exercise: string, headings: boolean): Promise<void>;
  next(exercise: string): void;
  back(exercise: string): void;
  togglePause(exercise: string): void;
  finish(exercise: string): void;
  showRubric(exercise: string): void;
  judge(exercise: string, point: string, judgement: Judgement): void;
  store(exercise: string): Promise<void>;
  again(exercise: string): void;
}

/** What the reader can ask for on an exercise's page that happens outside it. */
export interface ExerciseActions {
  pickExercise(kind: 'prompt' | 'drill'): void;
}

export interface ExercisePageOptions {
  readonly catalogue: () => Catalogue;
  readonly progress: () => Progress;
  readonly markdown: MarkdownRenderer;
  readonly desk: ExerciseDesk;
  readonly actions: ExerciseActions;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A prompt or a drill, from its situation to its result. */
export function exercisePage(options: ExercisePageOptions): PanelPage<ExercisePlace> {
  return {
    title: ({ exercise }) => findExercise(options.catalogue(), exercise)?.exercise.title ?? l10n.t('Exercise'),
    state: ({ exercise }) => stateOf(exercise, options),
    receive: ({ exercise }, message) => receive(exercise, message, options),
  };
}

function stateOf(id: string, { catalogue, desk, markdown, now, progress }: ExercisePageOptions): PanelState {
  const placed = findExercise(catalogue(), id);
  if (placed === undefined) return { kind: 'empty', message: l10n.t('This exercise is no longer there.') };
  const session = desk.session(id) ?? newExercise(placed.exercise, now());
  return exerciseState({ ...placed, catalogue: catalogue(), session, isWriting: desk.isWriting(id), progress: progress(), now: now() }, markdown);
}

function receive(id: string, message: PageMessage, { actions, catalogue, desk }: ExercisePageOptions): void {
  switch (message.type) {
    case 'exercise.start':
      desk.start(id, message.timed);
      return;
    case 'exercise.write':
      void desk.write(id, message.headings);
      return;
    case 'exercise.next':
      desk.next(id);
      return;
    case 'exercise.previous':
      desk.back(id);
      return;
    case 'exercise.pause':
      desk.togglePause(id);
      return;
    case 'exercise.finish':
      desk.finish(id);
      return;
    case 'exercise.showRubric':
      desk.showRubric(id);
      return;
    case 'exercise.judge':
      desk.judge(id, message.point, message.as);
      return;
    case 'exercise.store':
      void desk.store(id);
      return;
    case 'exercise.again':
      desk.again(id);
      return;
    case 'exercise.another': {
      const exercise = findExercise(catalogue(), id)?.exercise;
      if (exercise) actions.pickExercise('steps' in exercise ? 'drill' : 'prompt');
      return;
    }
    default:
  }
}
