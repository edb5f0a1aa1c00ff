import type { Page } from 'playwright-core';

/**
 * Opens the window anew as it is after a crash: the layout the editor stores now and then is from before any unsaved
 * file was opened, their texts are there. The editor brings those back last, each in a tab behind the others.
 */
export async function reopenWithOlderLayout(page: Page): Promise<void> {
  const workbench = page.url();
  // Of the same origin, so that it reaches what is stored, and with no editor that would store over it.
  await page.goto(new URL('/version', workbench).href);
  const taken = await page.evaluate<number>(takeUnsavedTabs);
  if (taken === 0) throw new Error('The stored layout had no tab of an unsaved file.');
  await page.goto(workbench);
  await page.locator('.monaco-workbench .part.editor').waitFor();
}

const takeUnsavedTabs = `(async () => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  let taken = 0;
  const prune = (value) => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value.editors) && Array.isArray(value.mru)) {
      const kept = value.editors.map((_, index) => index).filter((index) => value.editors[index].id !== 'workbench.editors.untitledEditorInput');
      taken += value.editors.length - kept.length;
      value.editors = kept.map((index) => value.editors[index]);
      value.mru = value.mru.filter((index) => kept.includes(index)).map((index) => kept.indexOf(index));
    }
    for (const part of Object.values(value)) prune(part);
  };
  for (const { name } of await indexedDB.databases()) {
    if (!name.startsWith('vscode-web-state-db-')) continue;
    const database = await done(indexedDB.open(name));
    const items = database.transaction('ItemTable', 'readwrite').objectStore('ItemTable');
    const stored = await done(items.get('memento/workbench.parts.editor'));
    if (stored !== undefined) {
      const layout = JSON.parse(stored);
      prune(layout);
      await done(items.put(JSON.stringify(layout), 'memento/workbench.parts.editor'));
    }
    database.close();
  }
  return taken;
})()`;
