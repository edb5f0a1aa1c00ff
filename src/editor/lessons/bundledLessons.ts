import * as vscode from 'vscode';
import { unpackCatalogue } from '../../lessons/packed';
import type { CatalogueSource } from '../learning/dependencies';

/**
 * The lessons that ship with the extension, as the build packed them; they do not change while it runs.
 * @param dist the folder of the bundles and their assets
 * @throws when the file cannot be read
 */
export async function loadBundledLessons(dist: vscode.Uri): Promise<CatalogueSource & { dispose(): void }> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(dist, 'lessons.jsonl'));
  const current = await unpackCatalogue(new TextDecoder().decode(bytes));
  const changed = new vscode.EventEmitter<void>();
  return { current, onDidChange: changed.event, dispose: () => changed.dispose() };
}
