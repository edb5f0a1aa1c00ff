import * as vscode from 'vscode';
import { reason } from '../../lessons/files';
import { teamFolderName, type TeamFiles } from '../../team/model';
import { onboardingFile } from '../../team/naming';
import type { Scaffold } from '../../team/scaffold/model';
import { planScaffold } from '../../team/scaffold/plan';
import { differences } from '../findings/workspaceEdits';
import { fileOf } from '../identity';

export interface SetupContext {
  /** As their author sees them. */
  readonly files: TeamFiles;
  readonly extension: string;
}

/** Not everyone wants one: its row of the preview is not ticked. */
const optional = `${teamFolderName}/config.json`;

/**
 * Shows in the editor's own preview what sets a folder up for onboarding; nothing is written before the reader applies it.
 * @param given the folder; asked for where there are several
 */
export async function setUpOnboarding({ files, extension }: SetupContext, given?: vscode.Uri): Promise<boolean> {
  const root = given ?? (await pickFolder());
  if (!root) return false;
  let scaffold: Scaffold;
  try {
    scaffold = await planScaffold(files, fileOf(root), { extension, config: true });
  } catch (error) {
    void vscode.window.showErrorMessage(vscode.l10n.t('The folder {0} cannot be read: {1}', vscode.workspace.asRelativePath(root), reason(error)));
    return false;
  }
  const left = scaffold.left.map(({ path }) => path).join(', ');
  if (scaffold.change.length === 0 && scaffold.create.every(({ path }) => path === optional)) {
    void vscode.window.showInformationMessage(vscode.l10n.t('This folder is set up. What is there is left as it is: {0}.', left));
    return false;
  }
  if (!(await preview(root, scaffold))) return false;
  await saveAll(root, scaffold);
  await openWritten(vscode.Uri.joinPath(root, teamFolderName, onboardingFile));
  if (left !== '') void vscode.window.showInformationMessage(vscode.l10n.t('Left as it was: {0}.', left));
  return true;
}

async function pickFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1) return (await vscode.window.showWorkspaceFolderPick({ placeHolder: vscode.l10n.t('Which folder do new colleagues open?') }))?.uri;
  if (folders.length === 0) void vscode.window.showInformationMessage(vscode.l10n.t('Open the folder that new colleagues open.'));
  return folders[0]?.uri;
}

/** New files come as an empty file and its text, because the preview shows only texts that are inserted. */
async function preview(root: vscode.Uri, { create, change }: Scaffold): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  const label = vscode.l10n.t('Altitude: onboarding');
  let asks = false;
  for (const { path, text } of create) {
    const uri = vscode.Uri.joinPath(root, path);
    const needsConfirmation = path === optional;
    asks ||= needsConfirmation;
    edit.createFile(uri, { overwrite: false, ignoreIfExists: false }, { label, needsConfirmation });
    edit.insert(uri, new vscode.Position(0, 0), text, { label, needsConfirmation });
  }
  for (const { path, before, after } of change) {
    const uri = vscode.Uri.joinPath(root, path);
    for (const { range, newText } of differences(before, after)) edit.replace(uri, range, newText, { label, needsConfirmation: false });
  }
  const [first] = [...create, ...change];
  // Only an edit that needs confirmation opens the preview, and comes unticked; this one changes nothing.
  if (!asks && first) edit.insert(vscode.Uri.joinPath(root, first.path), new vscode.Position(0, 0), '', { label, needsConfirmation: true });
  return vscode.workspace.applyEdit(edit, { isRefactoring: true });
}

/** What the editor has not saved by itself. */
async function saveAll(root: vscode.Uri, { create, change }: Scaffold): Promise<void> {
  const written = new Set([...create, ...change].map(({ path }) => vscode.Uri.joinPath(root, path).toString()));
  for (const document of vscode.workspace.textDocuments) if (document.isDirty && written.has(document.uri.toString())) await document.save();
}

async function openWritten(uri: vscode.Uri): Promise<void> {
  try {
    await vscode.window.showTextDocument(uri, { preview: false });
  } catch {
    // Its row was not ticked.
  }
}
