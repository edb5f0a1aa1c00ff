import * as vscode from 'vscode';
import type { LessonPanel as Panel } from '../../views/panel/lessonPanel';
import type { LessonPanelActions } from '../../views/panel/options';
import { commandIds } from './commandIds';
import type { LessonPanel } from './dependencies';

/** The panel as learning sees it. Asked for late, because the panel is made with the controller learning makes. */
export function panelDoor(panel: () => Pick<Panel, 'show' | 'showRecap' | 'shown'>): LessonPanel {
  return {
    show: (ref, options) => panel().show(ref, { preserveFocus: options?.focus !== true }),
    follow: (ref) => {
      if (panel().shown) panel().show(ref, { preserveFocus: true });
    },
    showRecap: (lesson) => panel().showRecap(lesson),
  };
}

/** What the panel's buttons and keys do outside it: the same commands as everywhere, the focus staying in the panel. */
export function panelActions(): LessonPanelActions {
  const stay = { preserveFocus: true };
  const run = (command: string, ...args: readonly unknown[]) => void vscode.commands.executeCommand(command, ...args);
  return {
    showFix: (ref) => run(commandIds.showFix, ref, stay),
    showInWorkspace: (ref) => run(commandIds.showInWorkspace, ref),
    go: (ref, to) => {
      if (to === 'recap') run(commandIds.showRecap, ref);
      else run(to === 'next' ? commandIds.nextPiece : commandIds.previousPiece, ref, stay);
    },
    open: ({ lesson, piece }) => {
      if (piece === undefined) run(commandIds.openLesson, lesson, stay);
      else run(commandIds.openPiece, { lesson, piece }, stay);
    },
    search: () => run(commandIds.search),
    openExternal: (url) => void vscode.env.openExternal(vscode.Uri.parse(url, true)),
  };
}
