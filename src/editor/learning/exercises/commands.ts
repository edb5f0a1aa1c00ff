import * as vscode from 'vscode';
import { isDrill } from '../../../learning/exerciseSession';
import { commandIds } from '../commandIds';
import type { LearningController } from '../controller';
import type { CatalogueSource } from '../dependencies';
import type { QuickPicks } from '../quickPicks';
import type { ExercisePanel, Exercises } from './exercises';
import { pickExercise, type ExerciseKind } from './pick';

export interface ExerciseCommandOptions {
  readonly catalogue: CatalogueSource;
  readonly controller: LearningController;
  readonly exercises: Exercises;
  readonly panel: ExercisePanel;
  readonly picks: QuickPicks;
}

/** Registers the commands of prompts, drills and the answer template, and the key that says which of them apply. */
export function registerExerciseCommands({ catalogue, controller, exercises, panel, picks }: ExerciseCommandOptions): vscode.Disposable {
  const pick = (kind?: ExerciseKind) => pickExercise({ catalogue: catalogue.current, progress: controller.progress, exercises, picks }, kind);
  /** A step of what is being answered. It shows in the panel; the focus stays where the reader writes. */
  const onAnswering = (id: string, focus: boolean, run: (exercise: string) => void) =>
    vscode.commands.registerCommand(id, () => {
      const current = exercises.answering?.exercise.id;
      if (current === undefined) return;
      run(current);
      exercises.show(current, { focus });
    });
  return vscode.Disposable.from(
    vscode.commands.registerCommand(commandIds.openExercise, (exercise?: unknown) => {
      if (typeof exercise !== 'string') return pick();
      if (!exercises.open(exercise)) void vscode.window.showInformationMessage(vscode.l10n.t('There is no such exercise.'));
      return undefined;
    }),
    vscode.commands.registerCommand(commandIds.practisePrompt, () => pick('prompt')),
    vscode.commands.registerCommand(commandIds.startDrill, () => pick('drill')),
    vscode.commands.registerCommand(commandIds.openTemplate, (track?: unknown) => {
      const withTemplate = catalogue.current.tracks.filter(({ practice }) => practice?.template);
      const shown = withTemplate.find(({ id }) => id === track) ?? withTemplate[0];
      if (shown) panel.showTemplate(shown.id);
      else void vscode.window.showInformationMessage(vscode.l10n.t('There is no answer template.'));
    }),
    onAnswering(commandIds.gradeExercise, true, (exercise) => exercises.finish(exercise)),
    onAnswering(commandIds.nextStep, false, (exercise) => exercises.next(exercise)),
    onAnswering(commandIds.pauseDrill, false, (exercise) => exercises.togglePause(exercise)),
    keepContextKey(exercises),
  );
}

/** `altitude.answering`: `prompt`, `drill` or nothing. */
function keepContextKey(exercises: Exercises): vscode.Disposable {
  let known = '';
  const update = () => {
    const placed = exercises.answering;
    const kind = placed === undefined ? '' : isDrill(placed.exercise) ? 'drill' : 'prompt';
    if (kind === known) return;
    known = kind;
    void vscode.commands.executeCommand('setContext', 'altitude.answering', kind);
  };
  update();
  return exercises.onDidChange(update);
}
