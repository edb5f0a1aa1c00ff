import * as vscode from 'vscode';
import { allLessons, refOf } from '../../learning/lookup';
import { lessonStanding, pieceStanding } from '../../learning/standing';
import type { LearningController } from './controller';
import type { CatalogueSource } from './dependencies';
import { lessonIcon, pieceIcon, tierLabel } from './labels';
import type { Navigator } from './navigator';
import type { ActionItem } from './pickText';

export interface SearchOptions {
  readonly catalogue: CatalogueSource;
  readonly controller: LearningController;
  readonly navigator: Navigator;
}

/** Finds a lesson or a piece by title, crux or question, and opens the one picked. */
export async function searchLessons({ catalogue, controller, navigator }: SearchOptions): Promise<void> {
  const rows = allLessons(catalogue.current).flatMap(({ track, lesson }): ActionItem<() => Promise<void>>[] => [
    {
      label: lesson.title,
      iconPath: lessonIcon(lessonStanding(controller.progress, lesson)),
      description: vscode.l10n.t('{0} · {1}', track.title, tierLabel(lesson.tier)),
      detail: lesson.crux,
      run: () => navigator.openLesson(lesson.id),
    },
    ...lesson.pieces.map((piece) => ({
      label: piece.title,
      iconPath: pieceIcon(pieceStanding(controller.progress, refOf(lesson, piece))),
      description: lesson.title,
      detail: piece.prompt,
      run: () => navigator.openPiece(refOf(lesson, piece)),
    })),
  ]);
  const picked = await vscode.window.showQuickPick(rows, {
    placeHolder: vscode.l10n.t('Search lessons and pieces'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  await picked?.run?.();
}
