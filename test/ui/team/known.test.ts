import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { commandByKeyboard, pickByTyping, pressInPick } from '../keyboard';
import { useWorkbench } from '../useWorkbench';

const title = 'How we charge a card';
const ruleTitle = 'An amount read as a float loses cents';
const question = 'What happens when the client retries at once';

/** What a team teaches is found, linked to and counted as what is built in is. */
describe('the lessons and rules of a team', () => {
  const bench = useWorkbench({ workspace: 'test/workspace/payments-api' });
  const lens = (text: string) => bench().codeLens(new RegExp(`^${text}`)).first();
  const file = (name: string) => path.join(bench().folder, '.altitude', name);

  async function change(name: string, from: string, to: string): Promise<void> {
    const text = await readFile(file(name), 'utf8');
    assert.ok(text.includes(from), `${name} has no ${from}`);
    await writeFile(file(name), text.replace(from, to));
  }

  /** Runs a command that asks something: the palette makes room for it. */
  async function ask(command: string, question: string | RegExp): Promise<void> {
    const { page } = bench();
    await bench().eventually(async () => {
      await page.keyboard.press('Escape');
      await commandByKeyboard(bench(), command);
      await page.locator('.quick-input-widget').getByPlaceholder(question).waitFor({ timeout: 5000 });
    });
  }

  /** Searches until a row comes up: what is written on disk is read in its own time. */
  async function search(query: string, row: string | RegExp): Promise<void> {
    const { quickPick } = bench();
    await bench().eventually(async () => {
      await ask('Altitude: Search Everything', 'Search lessons');
      await quickPick.input.fill(query);
      await quickPick.row(row).first().waitFor({ timeout: 2000 });
    });
  }

  /** Opens a link as the operating system would hand it over. */
  async function follow(link: string): Promise<void> {
    const { page, quickPick } = bench();
    await ask('Developer: Open URL', /^$|URL/);
    await quickPick.input.fill(`vscode://altitude.altitude${link}`);
    await page.keyboard.press('Enter');
    await page.locator('.monaco-dialog-box .monaco-button', { hasText: /^Open$/ }).click();
  }

  async function closeEditors(): Promise<void> {
    await bench().runCommand('View: Close All Editors');
    await bench().page.locator('.tab').first().waitFor({ state: 'detached' });
  }

  before(async () => {
    await change('lessons/charging/lesson.md', '    snippet: charge.js', '    rule: cents-not-floats\n    snippet: charge.js');
    await bench().page.locator('.statusbar-item', { hasText: 'Altitude: day one' }).waitFor();
  });

  it('are found by search, and lead to the code of the repository', async () => {
    await search('charge a card', title);
    await search('cents-not-floats', ruleTitle);
    await bench().quickPick.row(ruleTitle).first().click();
    await bench().page.locator('.tab.active', { hasText: 'charge.js' }).waitFor();
    await lens(question).waitFor();
  });

  it('are answered in a list that names the lines of the file', async () => {
    const { quickPick } = bench();
    await ask('Altitude: Answer', /retries at once\? \(marked lines: 5\)$/);
    await pickByTyping(bench(), 'Both find no row');
    await quickPick.row('Sure').first().waitFor();
    await pressInPick(bench(), 'Enter');
    await quickPick.row('Recap').first().waitFor();
    await pressInPick(bench(), 'Escape');
  });

  it('are counted where the lesson ends: what its rule finds in this code', async () => {
    await bench().runCommand('Altitude: Scan Workspace');
    await bench().runCommand('Altitude: Show Recap');
    await bench().panel.getByRole('heading', { name: title }).waitFor();
    const places = bench().panel.locator('section', { hasText: ruleTitle }).last();
    await bench().eventually(async () => assert.match(await places.innerText({ timeout: 2000 }), /1 place/));
  });

  it('are remembered as they were answered when the window comes back', async () => {
    await bench().reload();
    await search('charge a card', title);
    await bench().quickPick.row(title).first().click();
    await lens('✓ Right').waitFor();
  });

  it('are opened by links: a lesson, a rule', async () => {
    for (const link of ['/lesson/payments/charging', '/rule/payments/cents-not-floats', '/piece/payments/charging/two-requests']) {
      await closeEditors();
      await follow(link);
      await bench().page.locator('.tab', { hasText: 'charge.js' }).first().waitFor();
      await bench().panel.getByRole('heading', { name: 'Two requests, one order' }).waitFor();
    }
  });

  it('are known as soon as they are written, and no longer once they are gone', async () => {
    await closeEditors();
    await mkdir(file('rules'), { recursive: true });
    await writeFile(file('rules/no-print.yml'), 'id: no-print\nlanguage: JavaScript\nmessage: Print through the logger.\nrule:\n  pattern: print($A)\n');
    await search('no-print', 'Print through the logger');
    await rm(file('lessons'), { recursive: true });
    await bench().eventually(async () => {
      await ask('Altitude: Search Everything', 'Search lessons');
      await bench().quickPick.input.fill('charge a card');
      await bench().quickPick.row('Charged').first().waitFor({ timeout: 2000 });
      assert.equal(await bench().quickPick.row(title).count(), 0);
    });
    await bench().page.keyboard.press('Escape');
    assert.deepEqual(await bench().notifications(), []);
  });
});
