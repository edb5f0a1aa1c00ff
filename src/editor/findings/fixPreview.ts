import * as vscode from 'vscode';

/** A file, and what its fixes change in it. */
export interface FixedFile {
  readonly uri: vscode.Uri;
  readonly edits: readonly vscode.TextEdit[];
}

/** Opens the editor's Refactor Preview. @returns whether the reader applied it */
export async function showPreview(files: readonly FixedFile[]): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  for (const { uri, edits } of files) {
    for (const { range, newText } of edits) edit.replace(uri, range, newText, { label: vscode.l10n.t('Altitude: safe fixes'), needsConfirmation: true });
  }
  return vscode.workspace.applyEdit(edit, { isRefactoring: true });
}
