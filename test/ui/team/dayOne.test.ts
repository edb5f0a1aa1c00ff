import assert from 'node:assert/strict';
import { commandByKeyboard, pickByTyping, pressInPick } from '../keyboard';
import { useWorkbench } from '../useWorkbench';

/** A new hire with a new profile opens the repository and gets through day one without a mouse. */
describe('day one by keyboard', () => {
  const bench = useWorkbench({ workspace: 'test/workspace/payments-api' });
  const lens = (text: string) => bench().page.locator('.codelens-decoration a').filter({ hasText: new RegExp(`^${text}`) });
  const heading = (name: string | RegExp) => bench().panel.getByRole('heading', { name });
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await bench().page.keyboard.press(key);
  };

  const command = (title: string) => commandByKeyboard(bench(), title);
  const focused = () => bench().panel.locator('*:focus');

  it('is told of it by one word in the status bar, and by no notification', async () => {
    await bench().page.locator('.statusbar-item', { hasText: 'Altitude: day one' }).waitFor();
    assert.deepEqual(await bench().notifications(), []);
  });

  it('reads the welcome, and picks a role', async () => {
    await command('Altitude: Show the Team’s Welcome');
    await heading('Payments').waitFor();
    assert.match(await bench().panel.locator('main').innerText(), /Welcome to the team that moves the money/);
    await bench().eventually(async () => assert.match((await focused().getAttribute('aria-label', { timeout: 2000 })) ?? '', /Start day one: Backend engineer/));
    await press('Enter');
    await bench().page.locator('.tab.active', { hasText: 'charge.js' }).waitFor();
    await lens('What happens when the client retries at once').waitFor();
  });

  it('finishes the first step in the code of the repository', async () => {
    await bench().panel.getByRole('radio').first().waitFor();
    await command('Altitude: Answer');
    const { quickPick } = bench();
    await pickByTyping(bench(), 'Both find no row');
    await quickPick.row('Sure').first().waitFor();
    await pressInPick(bench(), 'Enter');
    await heading('Right').waitFor();
    await quickPick.row('Recap').first().waitFor();
    await pressInPick(bench(), 'Escape');
    await bench().page.locator('.statusbar-item', { hasText: 'Altitude: day one' }).waitFor({ state: 'hidden' });
  });

  it('makes the first fix that is suggested, and sees the progress', async () => {
    await command('Altitude: Scan Workspace');
    await command('Altitude: Show the Team’s Welcome');
    await heading('A good first fix').waitFor();
    const text = await bench().panel.locator('main').innerText();
    assert.match(text, /1 of 4 steps done/);
    assert.match(text, /Safe, small \(.+\), and accounts\.test\.js tests the file\./);
    const make = bench().panel.getByRole('button', { name: 'Make the fix' });
    await bench().eventually(async () => {
      if (!(await make.evaluate((element) => element === document.activeElement))) await press('Tab');
      assert.ok(await make.evaluate((element) => element === document.activeElement));
    });
    await press('Enter');
    await bench().panel.getByRole('button', { name: 'Copy commit message' }).waitFor();
    await bench().eventually(async () => assert.match(await bench().fileText('src/accounts.js'), /await .*pbkdf2/));
    await bench().panel.getByText('2 of 4 steps done').waitFor();
    await bench().panel.locator('[data-focus="copy-commit"]:focus').waitFor();
  });

  it('has no fault that axe finds', async () => {
    assert.deepEqual(await bench().panelViolations(), []);
  });
});

/** What a workspace that nobody has trusted shows of a team: why there is nothing, and how to change that. */
describe('a team in a workspace without trust', () => {
  const bench = useWorkbench({ workspace: 'test/workspace/payments-api', workspaceTrust: true, settings: { 'security.workspace.trust.startupPrompt': 'never' } });

  it('loads nothing, says why in one row, and loads once it is trusted', async () => {
    await bench().page.locator('.activitybar .action-label[aria-label^="Altitude"]').click();
    const row = (text: string) => bench().page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
    await row('wait for your trust').waitFor();
    assert.equal(await bench().page.locator('.pane-body .monaco-list-row', { hasText: 'Payments' }).count(), 0);
    await row('wait for your trust').click();
    await bench().page.locator('.workspace-trust-buttons-row .monaco-button', { hasText: /^Trust$/ }).first().click();
    await row('Payments').waitFor();
    assert.equal(await bench().page.locator('.pane-body .monaco-list-row', { hasText: 'wait for your trust' }).count(), 0);
  });
});
