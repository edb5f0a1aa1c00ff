import * as vscode from 'vscode';

/** A file, and what its fixes change in it. */
export interface FixedFile {
  readonly uri: vscode.Uri;
  readonly edits: readonly vscode.TextEdit[];
}

/**
 * Opens the editor's Refactor Preview with every fix ticked: *Apply* takes them all, and the reader unticks what is to
 * stay. Nothing changes before that.
 *
 * The editor opens the preview only for an edit that needs confirmation, and shows such an edit unticked: marked so, a
 * hundred fixes would have to be ticked one by one. Therefore the one edit that needs it changes nothing, ticked or
 * not; its row shows the first line of the first file.
 * @returns whether the reader applied it
 */
export async function showPreview(files: readonly FixedFile[]): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  const label = vscode.l10n.t('Altitude: safe fixes');
  for (const [index, { uri, edits }] of files.entries()) {
    if (index === 0) edit.insert(uri, new vscode.Position(0, 0), '', { label, needsConfirmation: true });
    for (const { range, newText } of edits) edit.replace(uri, range, newText, { label, needsConfirmation: false });
  }
  return vscode.workspace.applyEdit(edit, { isRefactoring: true });
}
