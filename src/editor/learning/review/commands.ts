import * as vscode from 'vscode';
import { commandIds } from '../commandIds';
import { placeMe, reviewNow, type StartOptions } from './startReview';

const statusMs = 5000;

/** Registers the commands of reviews and the placement quiz. */
export function registerReviewCommands(options: StartOptions): vscode.Disposable {
  const { controller } = options;
  return vscode.Disposable.from(
    vscode.commands.registerCommand(commandIds.reviewNow, () => reviewNow(options)),
    vscode.commands.registerCommand(commandIds.placeMe, () => placeMe(options)),
    vscode.commands.registerCommand(commandIds.exportCards, async (to?: unknown) => {
      const { exportCards } = await import('./exportCards');
      await exportCards(options, to instanceof vscode.Uri ? to : undefined);
    }),
    vscode.commands.registerCommand(commandIds.undoLast, async () => {
      const undone = await controller.undoLast();
      if (!undone) void vscode.window.showInformationMessage(vscode.l10n.t('There is no answer or grade to take back.'));
      else {
        const what = undone.list === 'answers' ? vscode.l10n.t('Altitude: last answer taken back') : vscode.l10n.t('Altitude: last grade taken back');
        vscode.window.setStatusBarMessage(what, statusMs);
      }
    }),
  );
}
