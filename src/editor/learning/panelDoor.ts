import * as vscode from 'vscode';
import type { PieceRef } from '../../learning/session';
import type { LessonPlace } from '../../shared/pages/lesson';
import type { ExerciseActions } from '../../views/panel/exercise/page';
import type { LessonActions } from '../../views/panel/lesson/options';
import type { ProfileActions } from '../../views/panel/profile/page';
import type { ReviewActions } from '../../views/panel/review/page';
import type { Panel, PanelActions } from '../../views/panel/panel';
import type { SearchPageOptions } from '../../views/panel/search/page';
import { commandIds } from './commandIds';
import type { CatalogueSource, LessonPanel, WorkspacePlaces } from './dependencies';
import type { ExercisePanel } from './exercises/exercises';
import { linkTo, type Links } from './links';
import { messageOf, statusMs } from './progressFiles';
import type { ReviewPanel } from './review/reviews';
import { openFound } from './searchTarget';

/** The panel as learning sees it. Asked for late, because the panel is made with the controller learning makes. */
export function panelDoor(panel: () => Pick<Panel, 'show' | 'shown'>): LessonPanel {
  return {
    show: (ref, options) => panel().show(placeOf(ref), { preserveFocus: options?.focus !== true }),
    follow: (ref) => {
      if (panel().shown) panel().show(placeOf(ref), { preserveFocus: true });
    },
    showReading: (lesson, tier, piece) =>
      panel().show({ page: 'reading', lesson, tier, ...(piece !== undefined && { piece }) }, { preserveFocus: true }),
    shownTier: (lesson) => {
      const place = panel().shown;
      return place?.page === 'reading' && place.lesson === lesson ? place.tier : undefined;
    },
    showTable: (table, row) => panel().show({ page: 'table', table, ...(row !== undefined && { row }) }, { preserveFocus: false }),
    showProfile: () => panel().show({ page: 'profile' }, { preserveFocus: false }),
    showRecap: (lesson) => panel().show({ page: 'lesson', lesson }, { preserveFocus: true }),
  };
}

/** The panel as reviews see it. */
export function reviewPanel(panel: () => Pick<Panel, 'show' | 'shown'>): ReviewPanel {
  return {
    show: (quiz, { focus }) => panel().show({ page: 'review', quiz }, { preserveFocus: !focus }),
    get shown() {
      const place = panel().shown;
      return place?.page === 'review' ? place.quiz : undefined;
    },
  };
}

/** The panel as exercises see it. */
export function exercisePanel(panel: () => Pick<Panel, 'show'>): ExercisePanel {
  return {
    show: (exercise, { focus }) => panel().show({ page: 'exercise', exercise }, { preserveFocus: !focus }),
    showTemplate: (track) => panel().show({ page: 'template', track }, { preserveFocus: false }),
  };
}

/** What the panel's buttons and keys do outside it: the same commands as everywhere, the focus staying in the panel. */
export function panelActions({ catalogue, links, places }: { readonly catalogue: CatalogueSource; readonly links: Links; readonly places: WorkspacePlaces }): PanelActions & LessonActions & ReviewActions & ExerciseActions & ProfileActions & SearchPageOptions['actions'] {
  const stay = { preserveFocus: true };
  const run = (command: string, ...args: readonly unknown[]) => void vscode.commands.executeCommand(command, ...args);
  return {
    showFix: (ref) => run(commandIds.showFix, ref, stay),
    showInWorkspace: (ref) => run(commandIds.showInWorkspace, ref),
    read: (ref) => run(commandIds.readTopic, ref),
    showRule: (rule) => places.reveal(rule),
    showWhereItWas: (ref) => run(commandIds.showWhereItWas, ref),
    backToCode: () => run(commandIds.backToCode),
    go: (ref, to) => {
      if (to === 'recap') run(commandIds.showRecap, ref);
      else run(to === 'next' ? commandIds.nextPiece : commandIds.previousPiece, ref, stay);
    },
    open: ({ lesson, piece }) => {
      if (piece === undefined) run(commandIds.openLesson, lesson, stay);
      else run(commandIds.openPiece, { lesson, piece }, stay);
    },
    startQuiz: (quiz) => run(quiz === 'review' ? commandIds.reviewNow : commandIds.placeMe),
    openFound: (target) => void openFound(target, catalogue, stay),
    copyLink: (place) => {
      const link = linkTo(place);
      if (link) void links.copy(link);
    },
    copy: (text) => void copyText(text),
    pickExercise: (kind) => run(kind === 'prompt' ? commandIds.practisePrompt : commandIds.startDrill),
    openExternal: (url) => void vscode.env.openExternal(vscode.Uri.parse(url, true)),
  };
}

function placeOf({ lesson, piece }: PieceRef): LessonPlace {
  return { page: 'lesson', lesson, piece };
}

/** Puts text to the clipboard and says so, quietly. */
export async function copyText(text: string): Promise<void> {
  try {
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(vscode.l10n.t('Altitude: copied'), statusMs);
  } catch (error) {
    void vscode.window.showErrorMessage(vscode.l10n.t('Nothing was copied: {0}', messageOf(error)));
  }
}
