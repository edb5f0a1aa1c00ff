import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { useWorkbench } from '../useWorkbench';

/** A monorepo: one of its services teaches, and its top turns a rule off in each of the two ways there are. */
function monorepo(): { readonly scratch: string; readonly folder: string } {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'altitude-monorepo-'));
  const folder = path.join(scratch, 'shop');
  const write = (name: string, value: unknown) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), JSON.stringify(value, undefined, 2));
  };
  cpSync('test/workspace/payments-api', path.join(folder, 'services', 'payments'), { recursive: true });
  write('.altitude/config.json', { rules: { 'check-then-insert': 'off' } });
  write('.vscode/settings.json', { 'altitude.rules': { 'check-then-insert': 'off' } });
  return { scratch, folder };
}

/** Nobody has trusted the folder: what it says of lessons, rules and settings is not read, and one row says why. */
describe('a monorepo that teaches, without trust', () => {
  const { scratch, folder } = monorepo();
  // The reader has chosen the rule, which is doubtful by default; the folder turns it off.
  const settings = { 'security.workspace.trust.startupPrompt': 'never', 'altitude.rules': { 'check-then-insert': 'information' } };
  const bench = useWorkbench({ workspace: folder, workspaceTrust: true, settings });
  const row = (text: string) => bench().page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
  const problems = () => bench().page.locator('.markers-panel .monaco-list-row', { hasText: 'Altitude' });
  const dayOne = () => bench().page.locator('.statusbar-item', { hasText: 'Altitude: day one' });
  const messages = async () => (await problems().allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));

  after(() => rmSync(scratch, { recursive: true, force: true }));

  it('shows one row that says what waits, why, and how to trust', async () => {
    await bench().page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    await bench().page.locator('.activitybar .action-label[aria-label^="Altitude"]').click();
    await row('wait for your trust').waitFor();
    assert.equal(await bench().page.locator('.pane-body .monaco-list-row', { hasText: 'Payments' }).count(), 0);
    assert.match((await row('wait for your trust').getAttribute('aria-label')) ?? '', /^Team lessons wait for your trust\. Lessons, rules and config\.json .* Open this row/);
    const hover = bench().page.locator('.monaco-hover', { hasText: 'Restricted Mode' }).first();
    await bench().eventually(async () => {
      await bench().page.locator('.activitybar').hover();
      await row('wait for your trust').locator('.label-name').hover();
      await hover.waitFor({ timeout: 3000 });
    });
    assert.match(await hover.innerText(), /Lessons, rules and config\.json in \.altitude are not read in Restricted Mode: they come from whoever wrote this folder\.\s+Open this row to decide/);
  });

  it('checks files by the rules that come with Altitude, and by nothing of the folder', async () => {
    await bench().openFile('services/payments/src/charge.js');
    await bench().runCommand('Problems: Focus on Problems View');
    await bench().eventually(async () => assert.equal((await messages()).length, 1));
    const [only] = await messages();
    assert.match(only ?? '', /check-then-insert/, 'the rule that the folder turns off');
    assert.equal(await dayOne().count(), 0);
  });

  it('writes nothing into it, and says so', async () => {
    await bench().runCommand('Altitude: Set Up Onboarding');
    await bench().eventually(async () => assert.match((await bench().notifications()).join(), /Trust this workspace first/));
    await bench().runCommand('Notifications: Clear All Notifications');
  });

  it('reads all of it once it is trusted, without a reload', async () => {
    await bench().page.evaluate(() => Object.assign(globalThis, { isSameWindow: true }));
    await row('wait for your trust').click();
    await bench().page.locator('.workspace-trust-buttons-row .monaco-button', { hasText: /^Trust$/ }).first().click();
    await row('Payments').waitFor();
    await row('wait for your trust').waitFor({ state: 'hidden' });
    await dayOne().waitFor();
    await bench().openFile('services/payments/src/charge.js');
    await bench().runCommand('Problems: Focus on Problems View');
    await bench().eventually(async () => assert.match((await messages()).join(' | '), /^[^|]*payments\/cents-not-floats[^|]*$/));
    assert.equal(await bench().page.evaluate(() => 'isSameWindow' in globalThis), true);
  });
});
