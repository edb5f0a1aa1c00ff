import * as vscode from 'vscode';
import { questionOf } from '../../../learning/answerText';
import { isDrill } from '../../../learning/exerciseSession';
import type { Progress } from '../../../learning/progress';
import { exerciseStanding } from '../../../learning/standing';
import type { Catalogue, Exercise } from '../../../lessons/model';
import { exerciseIcon, minutesLabel, tierLabel } from '../labels';
import type { QuickPicks } from '../quickPicks';
import type { ActionItem } from '../pickText';
import type { Exercises } from './exercises';

export type ExerciseKind = 'prompt' | 'drill';

export interface ExercisePickOptions {
  readonly catalogue: Catalogue;
  readonly progress: Progress;
  readonly exercises: Exercises;
  readonly picks: QuickPicks;
}

/** Lets the reader pick an exercise and opens it. Without a kind, prompts and drills alike. */
export async function pickExercise(options: ExercisePickOptions, kind?: ExerciseKind): Promise<void> {
  const rows = options.catalogue.tracks.flatMap(({ practice }): ActionItem<() => void>[] => {
    if (!practice) return [];
    const { prompts, drills } = practice;
    return [...(kind === 'drill' ? [] : prompts), ...(kind === 'prompt' ? [] : drills)].map((exercise) => rowOf(exercise, options));
  });
  if (rows.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There are no exercises.'));
    return;
  }
  const picked = await options.picks.pick(rows, { placeHolder: placeholder(kind), matchOnDescription: true, matchOnDetail: true });
  picked?.run?.();
}

function placeholder(kind: ExerciseKind | undefined): string {
  if (kind === 'prompt') return vscode.l10n.t('A question to answer in writing, then to grade yourself');
  if (kind === 'drill') return vscode.l10n.t('An exercise in timed steps, then to grade yourself');
  return vscode.l10n.t('An exercise to answer, then to grade yourself');
}

function rowOf(exercise: Exercise, { exercises, progress }: ExercisePickOptions): ActionItem<() => void> {
  const detail = isDrill(exercise) ? exercise.steps.map(({ title }) => title).join(' · ') : questionOf(exercise);
  const facts = [tierLabel(exercise.tier), minutesLabel(exercise.minutes), ...stateOf(exercise, exercises, progress)];
  return {
    label: exercise.title,
    iconPath: exerciseIcon(exerciseStanding(progress, exercise)),
    description: facts.join(' · '),
    ...(detail !== undefined && { detail }),
    run: () => exercises.open(exercise.id),
  };
}

function stateOf(exercise: Exercise, exercises: Exercises, progress: Progress): string[] {
  const { id } = exercise;
  const session = exercises.session(id);
  const isUnderWay = session !== undefined && session.stage !== 'graded' && (session.stage !== 'answering' || session.step > 0 || session.timed || exercises.isWriting(id));
  if (isUnderWay && session.stage !== 'ready') return [vscode.l10n.t('under way')];
  const last = exerciseStanding(progress, exercise);
  return last ? [vscode.l10n.t('last time {0} of {1} named', last.met, last.points)] : [];
}
