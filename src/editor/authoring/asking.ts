import * as vscode from 'vscode';
import { idOf, unwrittenMark } from '../../lessons/authoring/skeletons';
import { isId } from '../../lessons/fields';

/** Undefined when the author cancelled, as all of these. @param value to begin with */
export async function askTitle(title: string, placeHolder: string, value?: string): Promise<string | undefined> {
  const validateInput = (typed: string) => (typed.trim() === '' ? vscode.l10n.t('A title holds at least one word.') : undefined);
  return (await vscode.window.showInputBox({ title, placeHolder, validateInput, ignoreFocusOut: true, ...(value !== undefined && { value }) }))?.trim();
}

/** @param from the title that an id is made of to begin with */
export async function askId(from: string, title: string, taken: (id: string) => string | undefined): Promise<string | undefined> {
  const validateInput = (typed: string) => (isId(typed) ? taken(typed) : vscode.l10n.t('Small letters, digits and hyphens, beginning with a letter: stale-cache'));
  return vscode.window.showInputBox({ title, value: idOf(from), validateInput, ignoreFocusOut: true });
}

/** The first text to be written is selected, so that typing replaces it. */
export async function openAtFirstText(uri: vscode.Uri): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const start = document.positionAt(document.getText().indexOf(unwrittenMark));
  const end = document.lineAt(start.line).text.replace(/["']?$/, '').length;
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(start, new vscode.Position(start.line, end)), preview: false });
}
