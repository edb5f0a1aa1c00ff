import * as vscode from 'vscode';
import { cardsAsCsv, cardsForAnki } from '../../../learning/cardExport';
import { allCards } from '../../../learning/cards';
import type { Card } from '../../../lessons/model';
import type { LearningController } from '../controller';
import type { CatalogueSource } from '../dependencies';
import type { QuickPicks } from '../quickPicks';
import { inFirstFolder, messageOf } from '../progressFiles';

const statusMs = 5000;

interface Format {
  readonly name: string;
  readonly filters: Readonly<Record<string, string[]>>;
  write(cards: readonly Card[]): string;
}

export interface ExportOptions {
  readonly catalogue: CatalogueSource;
  readonly controller: LearningController;
  readonly picks: QuickPicks;
}

/** Writes every card, those from missed points of a rubric among them, to a file that Anki or a spreadsheet reads. */
export async function exportCards({ catalogue, controller, picks }: ExportOptions, to?: vscode.Uri): Promise<void> {
  const cards = allCards(catalogue.current, controller.progress);
  const anki: Format = { name: 'altitude-cards.txt', filters: { [vscode.l10n.t('Text')]: ['txt'] }, write: cardsForAnki };
  const csv: Format = { name: 'altitude-cards.csv', filters: { CSV: ['csv'] }, write: cardsAsCsv };
  const format = to ? (to.path.endsWith('.csv') ? csv : anki) : await pickFormat(picks, cards.length, anki, csv);
  const target = to ?? (format && (await vscode.window.showSaveDialog({ title: vscode.l10n.t('Export Cards'), defaultUri: inFirstFolder(format.name), filters: format.filters })));
  if (!format || !target) return;
  try {
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(format.write(cards)));
  } catch (error) {
    void vscode.window.showErrorMessage(vscode.l10n.t('The cards were not exported: {0}', messageOf(error)));
    return;
  }
  vscode.window.setStatusBarMessage(vscode.l10n.t('Altitude: {0} cards exported', cards.length), statusMs);
}

async function pickFormat(picks: QuickPicks, count: number, anki: Format, csv: Format): Promise<Format | undefined> {
  const picked = await picks.pick(
    [
      { label: vscode.l10n.t('Anki'), description: vscode.l10n.t('text file, for File > Import'), format: anki },
      { label: vscode.l10n.t('CSV'), description: vscode.l10n.t('for a spreadsheet or another program'), format: csv },
    ],
    { title: vscode.l10n.t('Export {0} cards', count), placeHolder: vscode.l10n.t('Format') },
  );
  return picked?.format;
}
