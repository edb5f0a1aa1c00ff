import * as vscode from 'vscode';
import { rules } from '../../engine/rules/registry';
import { loadCatalogue } from '../../lessons/catalogue';
import type { Catalogue } from '../../lessons/model';
import type { CatalogueSource } from '../learning/dependencies';
import { editorLessonFiles } from './editorLessonFiles';

/** The lessons that ship with the extension; they do not change while it runs. */
export async function loadBundledLessons(extensionUri: vscode.Uri): Promise<CatalogueSource & { dispose(): void }> {
  const changed = new vscode.EventEmitter<void>();
  const current: Catalogue = await loadCatalogue(editorLessonFiles(extensionUri), {
    root: 'lessons',
    rules: new Set(rules.map((rule) => rule.id)),
  });
  return { current, onDidChange: changed.event, dispose() { changed.dispose(); } };
}
