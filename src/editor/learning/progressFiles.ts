import * as vscode from 'vscode';
import { exportProgress, importInSteps } from '../../learning/exchange';
import { countsOf, isNothing } from '../../learning/kinds';
import { stepByStep } from '../../shared/pace';
import { contentsText } from './contents';
import type { LearningController } from './controller';

/** How long the status bar says what was done, in milliseconds. */
export const statusMs = 5000;
/** Problems of a broken file named in the message; the rest are counted. */
const namedProblems = 3;

/** Writes all that is remembered to a file of the reader's choice. */
export async function exportToFile(controller: LearningController, to?: vscode.Uri): Promise<void> {
  const day = new Date().toISOString().slice(0, 10);
  const target =
    to ??
    (await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Export Progress'),
      defaultUri: inFirstFolder(`altitude-progress-${day}.json`),
      filters: { JSON: ['json'] },
    }));
  if (!target) return;
  const { progress } = controller;
  try {
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(exportProgress(progress, Date.now())));
  } catch (error) {
    void vscode.window.showErrorMessage(vscode.l10n.t('Progress was not exported: {0}', messageOf(error)));
    return;
  }
  vscode.window.setStatusBarMessage(vscode.l10n.t('Altitude: exported {0}', contentsText(countsOf(progress))), statusMs);
}

/** Joins what an exported file holds to what is here, or says what is wrong with it and changes nothing. */
export async function importFromFile(controller: LearningController, from?: vscode.Uri): Promise<void> {
  const [source] = from
    ? [from]
    : ((await vscode.window.showOpenDialog({ title: vscode.l10n.t('Import Progress'), filters: { JSON: ['json'] } })) ?? []);
  if (!source) return;
  try {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(source));
    // Years of answers take a while to read, to join and to show: others have a turn between.
    const result = await stepByStep(importInSteps(text));
    if ('problems' in result) {
      void vscode.window.showErrorMessage(vscode.l10n.t('Nothing was imported. {0}', summary(result.problems)));
      return;
    }
    const added = await controller.import(result.progress);
    const told = isNothing(added) ? vscode.l10n.t('Altitude: nothing new in this file') : vscode.l10n.t('Altitude: imported {0}', contentsText(added));
    vscode.window.setStatusBarMessage(told, statusMs);
  } catch (error) {
    void vscode.window.showErrorMessage(vscode.l10n.t('Progress was not imported: {0}', messageOf(error)));
  }
}

/** Forgets all that is remembered, after a question in a dialog of its own. */
export async function resetAfterAsking(controller: LearningController): Promise<void> {
  const reset = vscode.l10n.t('Reset Progress');
  const picked = await vscode.window.showWarningMessage(
    vscode.l10n.t('Forget all your progress?'),
    { modal: true, detail: [contentsText(countsOf(controller.progress)), resetHolds()].filter(Boolean).join('\n\n') },
    reset,
  );
  if (picked !== reset) return;
  try {
    await controller.reset();
  } catch (error) {
    void vscode.window.showErrorMessage(vscode.l10n.t('The reset could not be stored: {0}', messageOf(error)));
  }
}

function resetHolds(): string {
  return vscode.l10n.t('This holds on every machine your settings are synchronised with. Export your progress first if you may want it back.');
}

/** A file of this name in the first folder of the workspace, to be offered in a save dialog. */
export function inFirstFolder(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return folder ? vscode.Uri.joinPath(folder, name) : vscode.Uri.file(name);
}

function summary(problems: readonly string[]): string {
  const named = problems.slice(0, namedProblems).join('; ');
  const more = problems.length - namedProblems;
  return more > 0 ? vscode.l10n.t('{0}; and {1} more', named, more) : named;
}

/** What went wrong, for a message. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
