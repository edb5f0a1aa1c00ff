import assert from 'node:assert/strict';
import path from 'node:path';
import { writeFile } from 'node:fs/promises';
import { loadCatalogue } from '../../../src/lessons/catalogue';
import { nodeLessonFiles } from '../../../src/lessons/nodeFiles';
import { pressInPick, untilInPanel } from '../keyboard';
import { useWorkbench } from '../useWorkbench';

const day = 24 * 60 * 60 * 1000;

/** A reader whose answers of ten days ago are due, from the status bar to the end of the review, with the keyboard. */
describe('a review by hand', () => {
  const bench = useWorkbench({ theme: 'light' });
  const status = () => bench().page.locator('.statusbar-item', { hasText: /Altitude: .* due/ });
  const title = (text: string | RegExp) => bench().panel.getByRole('heading', { level: 1, name: text });

  before(async () => {
    const { tracks } = await loadCatalogue(nodeLessonFiles, { root: 'lessons' });
    const lesson = tracks.flatMap(({ lessons }) => lessons).find(({ id }) => id === 'incident-reading')!;
    const answers = lesson.pieces.slice(0, 2).map(({ id, options }, index) => ({
      id: `imported-${index}`,
      lesson: lesson.id,
      piece: id,
      option: options.find(({ correct }) => !correct)!.id,
      correct: false,
      confidence: 'think',
      hints: 0,
      at: Date.now() - 10 * day + index,
    }));
    const text = JSON.stringify({ format: 'altitude-progress', version: 1, exportedAt: '', answers });
    await writeFile(path.join(bench().folder, 'progress.json'), text);
  });

  it('sees nothing in the status bar before anything was answered', async () => {
    await bench().page.locator('.statusbar-item').first().waitFor();
    assert.equal(await status().count(), 0);
  });

  it('sees how many are due, and begins with one click', async () => {
    const { quickPick } = bench();
    await bench().runAsking('Altitude: Import Progress');
    await bench().chooseFile('Import Progress', path.join(bench().folder, 'progress.json'));
    await status().waitFor();
    await status().click();
    await quickPick.row('All that is due').waitFor();
    await pressInPick(bench(), 'Enter');
    await title(/^Review, 1 of/).waitFor();
  });

  it('is told neither the lesson nor the track, in tab, breadcrumbs, panel or above the code', async () => {
    const { page } = bench();
    await bench().codeLens('Hint').waitFor();
    const seen = [await page.locator('.editor-group-container').allInnerTexts(), await bench().panel.locator('main').innerText()].flat().join('\n');
    assert.doesNotMatch(seen, /incident/i);
  });

  it('answers, reads the verdict, goes on and grades, with keys alone', async () => {
    const { page } = bench();
    let last = '';
    for (let item = 0; item < 12; item += 1) {
      const now = await bench().panel.locator('h1').innerText();
      if (!now.startsWith('Review,')) break;
      assert.notEqual(now, last, 'it went on');
      last = now;
      await untilInPanel(bench());
      if ((await bench().panel.getByRole('radio').count()) > 0) {
        await page.keyboard.press('2');
        await bench().panel.getByText('How sure').first().waitFor();
        await page.keyboard.press('1');
        await bench().panel.getByRole('heading', { name: /^(?:Right|Wrong)$/ }).waitFor();
      } else {
        await page.keyboard.press('Space');
        await bench().panel.getByText('How well did you recall it').waitFor();
      }
      await page.keyboard.press((await bench().panel.getByText('How well did you recall it').count()) > 0 ? '3' : 'j');
      await bench().eventually(async () => assert.notEqual(await bench().panel.locator('h1').innerText(), now));
    }
    await title('Review finished').waitFor();
    await bench().panel.getByText('Comes back first').waitFor();
    assert.deepEqual(await bench().notifications(), []);
    assert.deepEqual(await bench().panelViolations(), []);
  });

  it('takes the last one back, and finds its place again after a reload', async () => {
    const { page } = bench();
    await untilInPanel(bench());
    await page.keyboard.press('u');
    await title(/^Review, (\d+) of \1$/).waitFor();
    await bench().reload();
    await title(/^Review, (\d+) of \1$/).waitFor();
  });

  it('leaves with Esc and goes on by command', async () => {
    await bench().panel.getByRole('button').first().press('Escape');
    await title('Left before the end').waitFor();
    await bench().runAsking('Altitude: Review Now');
    await bench().quickPick.row('Go on with the review').waitFor();
    await pressInPick(bench(), 'Enter');
    await title(/^Review, (\d+) of \1$/).waitFor();
  });
});
