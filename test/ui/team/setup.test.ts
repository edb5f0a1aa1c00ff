import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { commandByKeyboard } from '../keyboard';
import { useWorkbench } from '../useWorkbench';

describe('bringing Altitude into a repository', () => {
  const bench = useWorkbench();
  const row = (text: string) => bench().page.locator('.bulk-edit-panel .monaco-list-row', { hasText: text }).first();
  const file = (name: string) => path.join(bench().folder, name);
  const read = (name: string) => readFileSync(file(name), 'utf8');

  it('shows every file before it is written, a configuration only if asked for', async () => {
    await bench().openFile('src/payments.js');
    await bench().runCommand('Altitude: Set Up Onboarding');
    await row('onboarding.yml').click();
    await bench().page.locator('.monaco-diff-editor .view-line', { hasText: 'Backend engineer' }).first().waitFor();
    assert.equal(await row('config.json').getByRole('checkbox').getAttribute('aria-checked'), 'false');
    assert.equal(await row('onboarding.yml').getByRole('checkbox').getAttribute('aria-checked'), 'true');
    assert.equal(existsSync(file('.altitude')), false);
    await bench().page.locator('.bulk-edit-panel .monaco-button', { hasText: 'Apply' }).click();
    await bench().page.locator('.tab.active', { hasText: 'onboarding.yml' }).waitFor();
    assert.deepEqual([existsSync(file('.altitude/lessons/dates-in-copies/lesson.md')), existsSync(file('.altitude/config.json'))], [true, false]);
    assert.deepEqual(await bench().notifications(), []);
  });

  it('makes a lesson of a function by keyboard: title, id, question, and the first text to be written', async () => {
    const { page, quickPick } = bench();
    const answer = async (title: string, text?: string) => {
      await page.locator('.quick-input-title', { hasText: title }).waitFor();
      if (text !== undefined) await quickPick.input.fill(text);
      await page.keyboard.press('Enter');
    };
    await bench().openFile('src/payments.js');
    const start = read('src/payments.js').split('\n').findIndex((line) => line.includes('function ')) + 1;
    await bench().goTo(start);
    await commandByKeyboard(bench(), 'Altitude: Make a Lesson from This Selection');
    await answer('Title of the lesson', 'Paying once');
    await answer('Id of the lesson');
    await answer('The question', 'What happens when it is called twice?');
    await page.locator('.tab', { hasText: 'lesson.md' }).first().waitFor();
    const { pieces } = parse(read('.altitude/lessons/paying-once/lesson.md').split('---\n')[1] ?? '') as { readonly pieces: readonly { readonly source: string; readonly anchor: object }[] };
    assert.equal(pieces[0]?.source, 'src/payments.js');
    assert.match(read('.altitude/onboarding.yml'), /^ {6}- lesson: paying-once$/m);
    // What is selected is what typing replaces.
    await page.locator('#status\\.editor\\.selection', { hasText: 'selected' }).waitFor();
    await page.keyboard.type('Claim first.');
    await page.locator('.view-line', { hasText: 'crux: "Claim first."' }).first().waitFor();
  });
});

describe('bringing Altitude into a repository that is not trusted', () => {
  const bench = useWorkbench({ workspaceTrust: true, settings: { 'security.workspace.trust.startupPrompt': 'never' } });

  it('is refused in one sentence, and nothing is written', async () => {
    await bench().page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    await bench().runCommand('Altitude: Set Up Onboarding');
    await bench().page.locator('.notification-toast').first().waitFor();
    assert.deepEqual(await bench().notifications(), ['Trust this workspace first: Altitude writes nothing into one that is not trusted.']);
    assert.equal(existsSync(path.join(bench().folder, '.altitude')), false);
  });
});
