import assert from 'node:assert/strict';
import path from 'node:path';
import { commandByKeyboard, pickByTyping, untilInCode, untilInPanel } from '../keyboard';
import { reopenWithOlderLayout } from '../olderLayout';
import { useWorkbench } from '../useWorkbench';

/** A prompt written and graded, and a drill against the clock, by a reader who uses the keyboard alone. */
describe('an exercise by hand', () => {
  const bench = useWorkbench({ theme: 'dark' });
  const heading = (text: string | RegExp) => bench().panel.getByRole('heading', { level: 1, name: text });
  const editor = () => bench().page.locator('.editor-group-container .monaco-editor .view-lines');
  const cardMark = /of \d+\)\./;

  async function pickByKeyboard(command: string, row: string): Promise<void> {
    await commandByKeyboard(bench(), command);
    await pickByTyping(bench(), row);
    await heading(row).waitFor();
    await untilInPanel(bench());
  }

  it('runs a drill against the clock, paused by a reload, to its result', async () => {
    const { page } = bench();
    await pickByKeyboard('Altitude: Start a Drill', 'One incident in five sentences');
    assert.equal(await bench().panel.getByText('09:52').count(), 0);
    await page.keyboard.press('Enter');
    await heading('Impact').waitFor();
    await untilInPanel(bench());
    const clock = bench().panel.getByRole('timer');
    await clock.getByText(/^2:5\d left$/).waitFor();
    await page.keyboard.press('n');
    await heading('Detection gap').waitFor();
    await bench().screenshot('test-artifacts/exercise-drill.png');
    await bench().reload();
    await heading('Detection gap').waitFor();
    await clock.getByText('Paused').waitFor();
    await bench().panel.getByRole('button').first().press('p');
    await bench().panel.getByRole('button', { name: 'Pause' }).waitFor();
    for (const step of ['Mitigation', 'Permanent remedy', 'Automated guard', 'Before you grade it']) {
      await bench().runCommand('Altitude: Next Step of the Drill');
      await heading(step).waitFor();
    }
    assert.deepEqual(await bench().notifications(), []);
  });

  it('opens a prompt and writes its answer in a plain Markdown editor', async () => {
    const { page } = bench();
    await pickByKeyboard('Altitude: Practise a Prompt', 'A payment webhook that can be relied on');
    assert.deepEqual(await bench().panelViolations(), []);
    await page.keyboard.press('w');
    await editor().getByText('Design the endpoint anew').first().waitFor();
    await untilInCode(bench());
    await page.locator('.statusbar-item', { hasText: 'Markdown' }).waitFor();
    await page.keyboard.type('One release per payment that succeeded');
    await editor().getByText('One release per payment').first().waitFor();
    await bench().screenshot('test-artifacts/exercise-writing.png');
  });

  it('keeps the answer over a reload, and comes back to it from the panel', async () => {
    const { page } = bench();
    await bench().untilBackedUp('that succeeded');
    await bench().reload();
    await heading('A payment webhook that can be relied on').waitFor();
    await bench().panel.getByRole('button', { name: 'Back to the answer' }).waitFor();
    await page.locator('.tab.dirty', { hasText: 'A payment webhook' }).waitFor();
    await bench().panel.getByRole('button', { name: 'Back to the answer' }).click();
    await page.locator('.editor-group-container.active .tab.active.dirty', { hasText: 'A payment webhook' }).waitFor();
    await bench().eventually(async () => assert.match(await editor().innerText(), /One\srelease\sper\spayment\sthat\ssucceeded\s*$/));
    assert.equal(await page.locator('.tab.dirty').count(), 1, 'the same editor, not another');
  });

  it('comes back to the answer whose text the editor restores after everything else', async () => {
    const { page } = bench();
    await reopenWithOlderLayout(page);
    await heading('A payment webhook that can be relied on').waitFor();
    await bench().panel.getByRole('button', { name: 'Back to the answer' }).click();
    await page.locator('.editor-group-container.active .tab.active.dirty', { hasText: 'A payment webhook' }).waitFor();
    assert.equal(await page.locator('.tab.dirty').count(), 1, 'the same editor, not another');
    await bench().eventually(async () => assert.match(await editor().innerText(), /One\srelease\sper\spayment\sthat\ssucceeded\s*$/));
  });

  it('is the same answer once it is saved under a name, also after its tab was closed', async () => {
    const { page } = bench();
    await untilInCode(bench());
    await page.keyboard.press('Control+S');
    await bench().chooseFile('Save As', path.join(bench().folder, 'answer.md'));
    await page.locator('.tab', { hasText: 'answer.md' }).waitFor();
    assert.match(await bench().fileText('answer.md'), /One release per payment that succeeded/);
    await bench().runCommand('View: Close Editor');
    await page.locator('.tab', { hasText: 'answer.md' }).waitFor({ state: 'detached' });
    await bench().panel.getByRole('button', { name: 'Back to the answer' }).click();
    await page.locator('.editor-group-container.active .tab.active', { hasText: 'answer.md' }).waitFor();
    await editor().getByText('One release per payment').first().waitFor();
  });

  it('is graded point by point, from the editor on, and says what became of what was missed', async () => {
    const { page } = bench();
    await bench().runCommand('Altitude: Grade the Answer');
    await heading('Before you grade it').waitFor();
    await bench().eventually(async () => assert.equal(await bench().panel.getByRole('textbox').evaluate('document.activeElement.id'), 'in-words'));
    await page.keyboard.type('One claim, and a record that outlives a crash');
    await page.keyboard.press('Enter');
    await heading('A strong answer names').waitFor();
    const points = await bench().panel.getByRole('group').count();
    assert.ok(points >= 5);
    for (let point = 0; point < points; point += 1) {
      const judged = bench().panel.locator('[aria-pressed=true]');
      await page.keyboard.press(point === 1 ? '2' : '1');
      await bench().eventually(async () => assert.equal(await judged.count(), point + 1));
      await page.keyboard.press('j');
    }
    await bench().screenshot('test-artifacts/exercise-judged.png');
    await bench().panel.getByRole('button', { name: 'Store the result' }).press('Enter');
    await heading(`${points - 1} of ${points} named`).waitFor();
    await bench().panel.getByText('Missed points that are cards now: 1').waitFor();
    assert.deepEqual(await bench().panelViolations(), []);
    assert.deepEqual(await bench().notifications(), []);
  });

  it('has made a card of the missed point', async () => {
    const { quickPick } = bench();
    await commandByKeyboard(bench(), 'Altitude: Export Cards');
    await quickPick.row('CSV').first().click();
    const name = 'altitude-cards.csv';
    await bench().eventually(async () => assert.match(await quickPick.input.inputValue(), new RegExp(name)));
    await bench().chooseFile('Export Cards', path.join(bench().folder, name));
    await bench().eventually(async () => {
      const lines = (await bench().fileText(name)).split('\n').filter((line) => cardMark.test(line));
      assert.equal(lines.length, 1);
      assert.match(lines[0] ?? '', /A payment webhook that can be relied on/);
    });
  });
});
