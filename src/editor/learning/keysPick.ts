import * as vscode from 'vscode';
import { commandIds } from './commandIds';
import type { ActionItem } from './pickText';

/** Lists the single-letter keys of a snippet's editor. Picking one does what the key does. */
export async function showKeys(): Promise<void> {
  const row = (key: string, what: string, command?: string): ActionItem<string> => ({
    label: key,
    description: what,
    ...(command !== undefined && { run: command }),
  });
  const picked = await vscode.window.showQuickPick(
    [
      row('1 – 6', vscode.l10n.t('choose an option, then how sure you are')),
      row('j', vscode.l10n.t('next piece'), commandIds.nextPiece),
      row('k', vscode.l10n.t('previous piece'), commandIds.previousPiece),
      row('/', vscode.l10n.t('search lessons and pieces'), commandIds.search),
      row('?', vscode.l10n.t('show these keys')),
    ],
    { title: vscode.l10n.t('Keys in a lesson’s code'), placeHolder: vscode.l10n.t('Run Altitude: Answer to answer step by step') },
  );
  if (picked?.run !== undefined) await vscode.commands.executeCommand(picked.run);
}
