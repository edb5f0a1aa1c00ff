import * as vscode from 'vscode';
import { ruleList } from '../../engine/rules/list';
import { loadCatalogue } from '../../lessons/catalogue';
import type { LessonFiles } from '../../lessons/files';
import type { Catalogue } from '../../lessons/model';
import type { CatalogueSource } from '../learning/dependencies';

/** The lessons that ship with the extension; they do not change while it runs. */
export async function loadBundledLessons(files: LessonFiles): Promise<CatalogueSource & { dispose(): void }> {
  const changed = new vscode.EventEmitter<void>();
  const current: Catalogue = await loadCatalogue(files, {
    root: 'lessons',
    rules: new Set(ruleList.map((rule) => rule.id)),
  });
  return { current, onDidChange: changed.event, dispose() { changed.dispose(); } };
}
