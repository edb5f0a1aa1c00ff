import assert from 'node:assert/strict';
import path from 'node:path';
import { writeFile } from 'node:fs/promises';
import { loadCatalogue } from '../../../src/lessons/catalogue';
import { nodeLessonFiles } from '../../../src/lessons/nodeFiles';
import { untilInPanel } from '../keyboard';
import { useWorkbench } from '../useWorkbench';

const day = 24 * 60 * 60 * 1000;

/** Nobody is told what they did not ask for: not for a moment, in a piece, a review or a drill. */
describe('notifications while learning', () => {
  const bench = useWorkbench({ theme: 'dark' });
  const heading = (name: string | RegExp) => bench().panel.getByRole('heading', { level: 1, name });
  const verdict = () => bench().panel.getByRole('heading', { name: /^(?:Right|Wrong)$/ });
  /** What every toast said since the window opened, those that have gone among them. */
  const toasts = () => bench().page.evaluate<readonly string[]>('globalThis.toasts');

  async function answer(): Promise<void> {
    await bench().panel.getByRole('radio').first().click();
    await bench().panel.getByRole('button', { name: /^Sure/ }).click();
    await verdict().waitFor();
  }

  before(async () => {
    await bench().page.evaluate(`
      globalThis.toasts = [];
      new MutationObserver((changes) => {
        for (const { addedNodes } of changes)
          for (const node of addedNodes) if (node.nodeType === 1 && node.closest('.notifications-toasts')) {
            const message = node.closest('.notification-list-item')?.querySelector('.notification-list-item-message') ?? node.querySelector('.notification-list-item-message');
            if (message?.textContent) globalThis.toasts.push(message.textContent);
          }
      }).observe(document.body, { childList: true, subtree: true });`);
    const { tracks } = await loadCatalogue(nodeLessonFiles, { root: 'lessons' });
    const lesson = tracks.flatMap(({ lessons }) => lessons).find(({ id }) => id === 'incident-reading')!;
    const piece = lesson.pieces.at(-1)!;
    const wrong = piece.options.find(({ correct }) => !correct)!;
    const past = { id: 'imported', lesson: lesson.id, piece: piece.id, option: wrong.id, correct: false, confidence: 'think', hints: 0, at: Date.now() - 10 * day };
    await writeFile(path.join(bench().folder, 'progress.json'), JSON.stringify({ format: 'altitude-progress', version: 1, exportedAt: '', answers: [past] }));
  });

  it('are none in a piece, its fix and the next one', async () => {
    await bench().runCommand('Altitude: Continue');
    await answer();
    await bench().panel.getByRole('button', { name: /^Show the fix/ }).click();
    await bench().page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await bench().panel.getByRole('button', { name: /^Next/ }).first().click();
    await bench().panel.getByText('Piece 2 of 4').waitFor();
    assert.deepEqual(await toasts(), []);
  });

  it('are none in an import and the review of it', async () => {
    const { page, quickPick } = bench();
    await bench().runAsking('Altitude: Import Progress');
    await bench().chooseFile('Import Progress', path.join(bench().folder, 'progress.json'));
    const status = page.locator('.statusbar-item', { hasText: /Altitude: \d+ due/ });
    await status.click();
    // Where more is due than the shortest review asks, a pick of lengths comes first.
    await bench().eventually(async () => {
      if (await quickPick.row('All that is due').isVisible()) await quickPick.row('All that is due').click();
      await heading(/^Review, 1 of/).waitFor({ timeout: 500 });
    });
    await answer();
    await bench().panel.getByRole('button', { name: /^Continue/ }).click();
    assert.deepEqual(await toasts(), []);
  });

  it('are none in a drill', async () => {
    const { page, quickPick } = bench();
    await bench().runAsking('Altitude: Start a Drill');
    await quickPick.row('One incident in five sentences').first().click();
    await heading('One incident in five sentences').waitFor();
    await untilInPanel(bench());
    await page.keyboard.press('Enter');
    await heading('Impact').waitFor();
    await untilInPanel(bench());
    await page.keyboard.press('n');
    await heading('Detection gap').waitFor();
    assert.deepEqual(await toasts(), []);
  });

  it('come where they were asked for, and are seen by this test', async () => {
    await bench().runCommand('View: Close All Editors');
    await bench().runCommand('Altitude: Show the Team’s Welcome');
    await bench().eventually(async () => assert.ok((await toasts()).length > 0));
  });
});
