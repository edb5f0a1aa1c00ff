import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
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

  it('shows every fix, ticked, before anything changes', async () => {
    const before = await texts();
    await showFindings(bench());
    await scan(bench());
    await open();
    await bench().eventually(async () => assert.deepEqual(await preview(bench()).checked(), files.map(() => true)));
    assert.deepEqual(await texts(), before);
  });

  it('changes nothing when it is discarded', async () => {
    const before = await texts();
    await preview(bench()).press('Discard');
    assert.deepEqual(await texts(), before);
    await findings(bench(), 'accounts.js').first().waitFor();
    assert.equal(await bench().page.locator('.tab.dirty').count(), 0);
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

describe('fixing some of the workspace', () => {
  const bench = useWorkbench({ theme: 'light' });

  before(async () => {
    await writeFile(
      path.join(bench().folder, 'src/orders.js'),
      [
        "const { Router } = require('express');",
        "const { Pool } = require('pg');",
        'const pool = new Pool();',
        'const router = Router();',
        "router.get('/:id', async (req, res) => {",
        '  const { rows } = await pool.query(`SELECT * FROM orders WHERE id = ${req.params.id}`);',
        '  res.json(rows[0]);',
        '});',
        'module.exports = router;',
        '',
      ].join('\n'),
    );
  });

  it('takes for practice what was fixed, not what was unticked', async () => {
    await showFindings(bench());
    await scan(bench());
    await bench().runCommand('Altitude: Fix All Safe Findings in the Workspace');
    await preview(bench()).files.nth(2).waitFor();
    await preview(bench()).untick('orders.js');
    await preview(bench()).press('Apply');
    await bench().eventually(async () => assert.match(await bench().fileText('src/tickets.js'), /await fs\.promises\.readFile\(/));
    assert.match(await bench().fileText('src/orders.js'), /\$\{req\.params\.id\}/);
    await bench().eventually(async () => assert.deepEqual(await practised(), ['sync-in-request-path']));
  });

  /** The rules of which a flaw was fixed, as an export tells. */
  async function practised(): Promise<string[]> {
    const { page, quickPick } = bench();
    await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    await quickPick.input.fill('>Altitude: Export Progress', { timeout: 2000 });
    await quickPick.row('Export Progress').first().click({ timeout: 2000 });
    await bench().chooseFile('Export Progress', path.join(bench().folder, 'progress.json'));
    const { practised: entries } = JSON.parse(await bench().fileText('progress.json')) as { practised: { rule: string }[] };
    return entries.map(({ rule }) => rule);
  }
});

describe('fixing one rule from the Findings view', () => {
  const bench = useWorkbench({ theme: 'dark' });

  it('previews the fixes of that rule', async () => {
    await showFindings(bench());
    await scan(bench());
    const row = findings(bench(), 'sync-in-request-path').first();
    await press(bench(), row, 'Fix All Safe Findings of This Rule', preview(bench()).rows.first());
    await bench().eventually(async () => assert.equal(await preview(bench()).files.count(), 2));
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
