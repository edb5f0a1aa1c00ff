import assert from 'node:assert/strict';
import { useWorkbench } from '../useWorkbench';
import { findings, press, preview, scan, showFindings } from './support';

const files = ['src/accounts.js', 'src/tickets.js'];

describe('fixing the whole workspace', () => {
  const bench = useWorkbench({ theme: 'dark', settings: { 'files.autoSave': 'off' } });

  const texts = async () => Promise.all(files.map(async (file) => bench().fileText(file)));

  async function open(): Promise<void> {
    await bench().runCommand('Altitude: Fix All Safe Findings in the Workspace');
    await preview(bench()).rows.first().waitFor();
  }

  /** Whether there is anything to export: here that a flaw was fixed, since nothing is answered. */
  async function hasProgress(): Promise<boolean> {
    const { page, quickPick } = bench();
    await bench().eventually(async () => {
      await page.keyboard.press('F1');
      await quickPick.input.fill('>Altitude: Export', { timeout: 2000 });
      await quickPick.row('Export Cards').first().waitFor({ timeout: 2000 });
    });
    const found = await quickPick.row('Export Progress').count();
    await page.keyboard.press('Escape');
    return found > 0;
  }

  it('shows every fix, ticked, before anything changes', async () => {
    const before = await texts();
    await showFindings(bench());
    await scan(bench());
    await open();
    assert.equal(await preview(bench()).files.count(), files.length);
    assert.deepEqual(await preview(bench()).checked(), [true, true]);
    assert.deepEqual(await texts(), before);
  });

  it('changes nothing when it is discarded', async () => {
    const before = await texts();
    await preview(bench()).press('Discard');
    assert.deepEqual(await texts(), before);
    await findings(bench(), 'accounts.js').first().waitFor();
    assert.equal(await bench().page.locator('.tab.dirty').count(), 0);
  });

  it('is no practice where every fix was unticked', async () => {
    const before = await texts();
    await open();
    await preview(bench()).untick();
    await preview(bench()).press('Apply');
    await bench().page.waitForTimeout(1000);
    assert.deepEqual(await texts(), before);
    assert.equal(await hasProgress(), false);
  });

  it('is applied with one click, to files that were closed and to one with unsaved changes', async () => {
    await bench().openFile('src/tickets.js');
    await bench().goTo(1, 1);
    await bench().page.keyboard.type("'use strict';\n");
    await bench().eventually(async () => assert.equal(await bench().page.locator('.tab.dirty').count(), 1));
    await open();
    await preview(bench()).press('Apply');
    await bench().eventually(async () => {
      const [accounts = '', tickets = ''] = await texts();
      assert.match(accounts, /await pbkdf2Async\(/);
      assert.match(tickets, /^'use strict';\n/);
      assert.match(tickets, /await fs\.promises\.readFile\(/);
    });
    await findings(bench(), 'accounts.js').first().waitFor({ state: 'hidden' });
    await bench().eventually(async () => assert.equal(await hasProgress(), true));
  });

  it('is undone as one step', async () => {
    await bench().page.locator('.editor-group-container.active .view-line').first().click();
    await bench().page.keyboard.press('Control+Z');
    const line = bench().page.locator('.view-line', { hasText: 'readFileSync' });
    await bench().eventually(async () => assert.equal(await line.count(), 2));
    await findings(bench(), 'accounts.js').first().waitFor();
    await bench().openFile('src/accounts.js');
    await bench().page.locator('.view-line', { hasText: '= crypto.pbkdf2Sync(' }).waitFor();
    assert.equal(await bench().page.locator('.view-line', { hasText: 'promisify' }).count(), 0);
  });
});

describe('fixing one rule from the Findings view', () => {
  const bench = useWorkbench({ theme: 'dark' });

  it('previews the fixes of that rule', async () => {
    await showFindings(bench());
    await scan(bench());
    const row = findings(bench(), 'sync-in-request-path').first();
    await press(bench(), row, 'Fix All Safe Findings of This Rule', preview(bench()).rows.first());
    assert.equal(await preview(bench()).files.count(), 2);
    await preview(bench()).press('Discard');
  });

  it('is not offered for a rule without a safe fix', async () => {
    const row = findings(bench(), 'pool-acquire-without-timeout').first();
    await row.hover();
    await row.locator('.action-label[aria-label^="Learn Why"]').waitFor();
    assert.equal(await row.locator('.action-label[aria-label^="Fix All"]').count(), 0);
  });

  it('leads from a row to its lesson', async () => {
    await press(bench(), findings(bench(), 'accounts.js').first(), 'Learn Why', bench().codeLens('Hint'));
  });

  it('leads from a row to its place', async () => {
    await findings(bench(), 'db.js').first().click();
    await bench().page.locator('.tab.active', { hasText: 'db.js' }).waitFor();
    await bench().page.locator('.squiggly-info').first().waitFor();
  });
});
