import * as vscode from 'vscode';
import { findPiece } from '../../learning/lookup';
import type { Marking } from '../../learning/entries';
import { markOf } from '../../learning/progress';
import { commandIds } from './commandIds';
import type { LearningController } from './controller';
import type { CatalogueSource } from './dependencies';
import { markLabel } from './labels';
import type { Navigator } from './navigator';
import type { Asking } from './review/asking';
import { lessonOf, pieceOf, type Target } from './targets';

export interface MarkOptions {
  readonly catalogue: CatalogueSource;
  readonly controller: LearningController;
  readonly navigator: Navigator;
  readonly asking: Asking;
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

/** The current piece or its lesson, as the reader picks; only what is marked where the mark is to be cleared. */
async function pickTarget(as: Marking, { asking, catalogue, controller, navigator }: MarkOptions): Promise<Target | undefined> {
  const ref = navigator.current;
  const placed = ref && findPiece(catalogue.current, ref);
  if (!placed) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No lessons could be loaded.'));
    return undefined;
  }
  if (asking.titleFor(ref) !== undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('This question is asked out of its lesson. Mark it after the session.'));
    return undefined;
  }
  const { lesson, piece } = placed;
  const item = (label: string, description: string, target: Target): TargetItem => {
    const marked = markOf(controller.progress, target);
    return { label, description: marked ? `${description} · ${markLabel(marked)}` : description, target };
  };
  const items = [
    item(lesson.title, vscode.l10n.t('the whole lesson'), { lesson: lesson.id }),
    item(piece.title, vscode.l10n.t('this piece'), { lesson: lesson.id, piece: piece.id }),
  ].filter(({ target }) => as !== 'none' || markOf(controller.progress, target) !== undefined);
  if (items.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Neither this piece nor its lesson is marked.'));
    return undefined;
  }
  return (await vscode.window.showQuickPick(items, { placeHolder: placeHolder(as) }))?.target;
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
