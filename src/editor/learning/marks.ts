import * as vscode from 'vscode';
import type { Marking } from '../../learning/entries';
import { findLesson, findPiece } from '../../learning/lookup';
import { markOf, type Progress } from '../../learning/progress';
import { commandIds } from './commandIds';
import type { LearningController } from './controller';
import type { CatalogueSource } from './dependencies';
import { markLabel } from './labels';
import type { Navigator } from './navigator';
import type { QuickPicks } from './quickPicks';
import type { Asking } from './review/asking';
import { lessonOf, pieceOf, type Target } from './targets';

export interface MarkOptions {
  readonly catalogue: CatalogueSource;
  readonly controller: LearningController;
  readonly navigator: Navigator;
  readonly asking: Asking;
  readonly picks: QuickPicks;
}

/** What the reader says of a lesson or a piece without answering it. */
export function registerMarkCommands(options: MarkOptions): vscode.Disposable {
  const register = (id: string, as: Marking) =>
    vscode.commands.registerCommand(id, async (given?: unknown) => {
      const lesson = lessonOf(given);
      const target = pieceOf(given) ?? (lesson === undefined ? await pickTarget(as, options) : { lesson });
      if (target) await options.controller.mark(target, as);
    });
  return vscode.Disposable.from(register(commandIds.markFinished, 'finished'), register(commandIds.skip, 'skipped'), register(commandIds.clearMark, 'none'));
}

interface TargetItem extends vscode.QuickPickItem {
  readonly target: Target;
}

/** What the reader picks: of the current piece and its lesson, or of all that is marked. */
async function pickTarget(as: Marking, options: MarkOptions): Promise<Target | undefined> {
  const items = as === 'none' ? markedItems(options) : currentItems(options);
  if (typeof items !== 'string') return (await options.picks.pick(items, { placeHolder: placeHolder(as) }))?.target;
  void vscode.window.showInformationMessage(items);
  return undefined;
}

/** The current piece and its lesson, or why they cannot be marked. */
function currentItems({ asking, catalogue, controller, navigator }: MarkOptions): TargetItem[] | string {
  const ref = navigator.current;
  const placed = ref && findPiece(catalogue.current, ref);
  if (!placed) return vscode.l10n.t('No lessons could be loaded.');
  if (asking.titleFor(ref) !== undefined) return vscode.l10n.t('This question is asked out of its lesson. Mark it after the session.');
  const described = (what: string, target: Target) => [what, ...labelsOf(controller.progress, target)].join(' · ');
  const [lesson, piece] = [{ lesson: ref.lesson }, ref];
  return [
    { label: placed.lesson.title, description: described(vscode.l10n.t('the whole lesson'), lesson), target: lesson },
    { label: placed.piece.title, description: described(vscode.l10n.t('this piece'), piece), target: piece },
  ];
}

/** What is marked, the latest first, or that nothing is. */
function markedItems({ catalogue, controller: { progress } }: MarkOptions): TargetItem[] | string {
  const items = progress.marks.toReversed().flatMap(({ as, lesson, piece }): TargetItem[] => {
    const found = findLesson(catalogue.current, lesson)?.lesson;
    const target = piece === undefined ? { lesson } : { lesson, piece };
    const label = piece === undefined ? found?.title : found?.pieces.find(({ id }) => id === piece)?.title;
    if (as === 'none' || found === undefined || label === undefined) return [];
    return [{ label, description: [...(piece === undefined ? [] : [found.title]), ...labelsOf(progress, target)].join(' · '), target }];
  });
  return items.length > 0 ? items : vscode.l10n.t('Nothing is marked.');
}

function labelsOf(progress: Progress, target: Target): string[] {
  const marked = markOf(progress, target);
  return marked ? [markLabel(marked)] : [];
}

function placeHolder(as: Marking): string {
  switch (as) {
    case 'finished':
      return vscode.l10n.t('What is finished?');
    case 'skipped':
      return vscode.l10n.t('What is to be skipped?');
    case 'none':
      return vscode.l10n.t('Which mark is to be cleared?');
  }
}
