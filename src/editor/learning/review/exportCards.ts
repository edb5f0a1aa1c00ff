import * as vscode from 'vscode';
import { cardsAsCsv, cardsForAnki } from '../../../learning/cardExport';
import { allCards } from '../../../learning/cards';
import type { LearningController } from '../controller';
import type { CatalogueSource } from '../dependencies';
import { inFirstFolder, messageOf } from '../progressFiles';

const statusMs = 5000;

/** Writes every card, those from missed points of a rubric among them, to a file that Anki or a spreadsheet reads. */
export async function exportCards(catalogue: CatalogueSource, controller: LearningController): Promise<void> {
  const cards = allCards(catalogue.current, controller.progress);
  const picked = await vscode.window.showQuickPick(
    [
      { label: vscode.l10n.t('Anki'), description: vscode.l10n.t('text file, for File > Import'), name: 'altitude-cards.txt', filter: { [vscode.l10n.t('Text')]: ['txt'] }, write: cardsForAnki },
      { label: vscode.l10n.t('CSV'), description: vscode.l10n.t('for a spreadsheet or another program'), name: 'altitude-cards.csv', filter: { CSV: ['csv'] }, write: cardsAsCsv },
    ],
    { title: vscode.l10n.t('Export {0} cards', cards.length), placeHolder: vscode.l10n.t('Format') },
  );
  const target = picked && (await vscode.window.showSaveDialog({ title: vscode.l10n.t('Export Cards'), defaultUri: inFirstFolder(picked.name), filters: picked.filter }));
  if (!target) return;
  try {
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(picked.write(cards)));
  } catch (error) {
    void vscode.window.showErrorMessage(vscode.l10n.t('The cards were not exported: {0}', messageOf(error)));
    return;
  }
  vscode.window.setStatusBarMessage(vscode.l10n.t('Altitude: {0} cards exported', cards.length), statusMs);
}
