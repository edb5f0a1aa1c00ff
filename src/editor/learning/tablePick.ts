import * as vscode from 'vscode';
import { plainLine } from '../../learning/plainText';
import { allTables } from '../../views/panel/table/allTables';
import type { CatalogueSource, LessonPanel } from './dependencies';
import type { QuickPicks } from './quickPicks';
import { separator, type ActionItem } from './pickText';

/** Lets the reader pick a table or one of its rows, and shows it there. */
export async function pickTable({ catalogue, panel, picks }: { readonly catalogue: CatalogueSource; readonly panel: LessonPanel; readonly picks: QuickPicks }): Promise<void> {
  const rows = allTables(catalogue.current).flatMap(({ id, title, summary, rows: entries }): ActionItem<() => void>[] => [
    separator(title),
    { label: title, description: plainLine(summary), iconPath: new vscode.ThemeIcon('table'), run: () => panel.showTable(id) },
    ...entries.map(({ cells: [first = '', ...rest] }, row) => ({
      label: plainLine(first),
      detail: rest.map(plainLine).join(' · '),
      run: () => panel.showTable(id, row),
    })),
  ]);
  const picked = await picks.pick(rows, {
    placeHolder: vscode.l10n.t('Look up a symptom, a default, a limit'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  picked?.run?.();
}
