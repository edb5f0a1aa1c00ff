import * as vscode from 'vscode';
import { panelStrings } from '../../views/panel/strings';
import { commandIds } from './commandIds';
import type { QuickPicks } from './quickPicks';
import type { ActionItem } from './pickText';

/**
 * Lists the single-letter keys of a snippet's editor, in the words of the panel where it has the same key. Picking one
 * does what the key does.
 * @param toCode the reader came here from code of his own, and one of the keys leads back
 */
export async function showKeys(toCode: boolean, picks: QuickPicks): Promise<void> {
  const strings = panelStrings();
  const row = (key: string, what: string, command?: string): ActionItem<string> => ({
    label: key,
    description: what,
    ...(command !== undefined && { run: command }),
  });
  const picked = await picks.pick(
    [
      row('1 – 6', vscode.l10n.t('Choose an option, then how sure you are'), commandIds.answer),
      row('j', strings['key.next'], commandIds.nextPiece),
      row('k', strings['key.previous'], commandIds.previousPiece),
      row('t', strings['key.topic'], commandIds.readTopic),
      ...(toCode ? [row('b', strings['key.code'], commandIds.backToCode)] : []),
      row('/', strings['key.search'], commandIds.search),
      row('?', strings['key.keys']),
    ],
    { title: vscode.l10n.t('Keys in a lesson’s code'), placeHolder: vscode.l10n.t('Run Altitude: Answer to answer step by step') },
  );
  if (picked?.run !== undefined) await vscode.commands.executeCommand(picked.run);
}
