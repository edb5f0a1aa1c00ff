import * as vscode from 'vscode';
import type { SearchTarget } from '../../learning/search/entries';
import { rowOfTerm } from '../../views/panel/table/allTables';
import { commandIds } from './commandIds';
import type { CatalogueSource } from './dependencies';
import type { Focus } from './navigator';

/** Opens what was found, by the command any door would use. */
export async function openFound(target: SearchTarget, catalogue: CatalogueSource, focus: Focus = {}): Promise<void> {
  const run = (command: string, ...args: readonly unknown[]) => vscode.commands.executeCommand(command, ...args);
  switch (target.to) {
    case 'lesson':
      await run(commandIds.openLesson, target.lesson, focus);
      return;
    case 'piece':
      await run(commandIds.openPiece, { lesson: target.lesson, piece: target.piece }, focus);
      return;
    case 'table':
      await run(commandIds.lookUpTable, target.table, target.row);
      return;
    case 'term': {
      const found = rowOfTerm(catalogue.current, target.term);
      if (found) await run(commandIds.lookUpTable, found.table, found.row);
      return;
    }
    case 'exercise':
      await run(commandIds.openExercise, target.exercise);
      return;
    case 'template':
      await run(commandIds.openTemplate);
      return;
    case 'places':
      await run(commandIds.showRulePlaces, target.rule);
      return;
    case 'source':
      await vscode.env.openExternal(vscode.Uri.parse(target.url, true));
  }
}
