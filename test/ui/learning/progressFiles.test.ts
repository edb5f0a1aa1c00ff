import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { untilInCode, untilInPanel } from '../keyboard';
import { useWorkbench } from '../useWorkbench';

/** A reader who has answered nothing yet, and has graded cards and marked a lesson on another machine. */
describe('progress as a file, by hand', () => {
  const bench = useWorkbench({ theme: 'dark', isEmpty: true });
  const status = (text: string | RegExp) => bench().page.locator('.statusbar-item', { hasText: text });
  const dialog = () => bench().page.locator('.monaco-dialog-box');

  before(async () => {
    const file = {
      format: 'altitude-progress',
      version: 1,
      exportedAt: '',
      answers: [],
      grades: [1, 2].map((at) => ({ id: `g${at}`, at, card: 'hook-retry', rating: 'good' })),
      marks: [{ id: 'm', at: 3, lesson: 'idempotency', as: 'finished' }],
    };
    await writeFile(path.join(bench().folder, 'progress.json'), JSON.stringify(file));
  });

  it('says of everything that came in what it is, and of a known file that it is known', async () => {
    const file = path.join(bench().folder, 'progress.json');
    await bench().runAsking('Altitude: Import Progress');
    await bench().chooseFile('Import Progress', file);
    await status('imported 2 grades of cards, 1 mark').waitFor();
    await bench().runAsking('Altitude: Import Progress');
    await bench().chooseFile('Import Progress', file);
    await status('nothing new in this file').waitFor();
  });

  it('asks before it forgets, and names all that would be forgotten though nothing was answered', async () => {
    await bench().runAsking('Altitude: Reset Progress');
    await dialog().getByText('Forget all your progress?').waitFor();
    await dialog().getByText('2 grades of cards, 1 mark').waitFor();
    await bench().page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    assert.deepEqual(await bench().notifications(), []);
  });

  it('puts the focus in the panel when the panel is asked for, and leaves it in the code above it', async () => {
    await bench().runCommand('Altitude: Continue');
    await bench().panel.getByRole('radio').first().waitFor();
    await bench().page.locator('.codelens-decoration a', { hasText: /\?$/ }).first().click();
    await untilInCode(bench());
    assert.equal(await bench().page.locator('.monaco-editor.focused').count(), 1);
    await bench().runCommand('Altitude: Show Lesson Panel');
    await untilInPanel(bench());
    await bench().page.keyboard.press('2');
    await bench().panel.getByText('How sure').first().waitFor();
  });
});
