import * as vscode from 'vscode';
import type { Catalogue } from '../../lessons/model';
import { unpackCatalogue } from '../../lessons/packed';

/**
 * The lessons that ship with the extension, as the build packed them; they do not change while it runs.
 * @param dist the folder of the bundles and their assets
 * @throws when the file cannot be read
 */
export async function loadBundledLessons(dist: vscode.Uri): Promise<Catalogue> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(dist, 'lessons.jsonl'));
  return unpackCatalogue(new TextDecoder().decode(bytes));
}
