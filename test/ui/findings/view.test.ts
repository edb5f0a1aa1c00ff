import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { untilInCode } from '../keyboard';
import { useWorkbench } from '../useWorkbench';
import { findings, pane, pressInTitle, scan, showFindings } from './support';

const pool = "const { Pool } = require('pg');\n\nmodule.exports = new Pool({ max: 10 });\nmodule.exports.get = (req, res) => res.end();\n";

describe('the Findings view, to a reader', () => {
  const bench = useWorkbench({ theme: 'light' });

  it('offers a scan before there was one', async () => {
    await showFindings(bench());
    const welcome = pane(bench()).locator('.welcome-view');
    await welcome.getByText('it runs on this machine and sends nothing').waitFor();
    await welcome.locator('.monaco-button', { hasText: 'Scan Workspace' }).click();
    await pane(bench()).getByText('files scanned').waitFor();
    // The list is drawn after the line above it.
    await findings(bench()).nth(6).waitFor();
    assert.equal(await findings(bench()).count(), 7);
  });

  it('groups by file, and by rule again', async () => {
    await bench().runCommand('Altitude: Focus on Findings View');
    await pressInTitle(bench(), 'Group by File');
    await findings(bench(), 'accounts.js').first().waitFor();
    await findings(bench(), '2 · ').first().waitFor({ state: 'hidden' });
    await findings(bench(), /sync-in-request-path\s*12:18/).waitFor();
    await pressInTitle(bench(), 'Group by Rule');
    await findings(bench(), /sync-in-request-path\s*2 · /).waitFor();
  });

  it('tells a screen reader the rule and the number of places', async () => {
    const label = await findings(bench(), /sync-in-request-path\s*2 · /).getAttribute('aria-label');
    assert.match(label ?? '', /, 2 places/);
  });

  it('says so where nothing is left to find', async () => {
    const off = Object.fromEntries(['sync-in-request-path', 'pool-acquire-without-timeout', 'check-then-insert', 'breaker-without-timeout'].map((rule) => [rule, 'off']));
    await mkdir(path.join(bench().folder, '.vscode'), { recursive: true });
    await writeFile(path.join(bench().folder, '.vscode/settings.json'), JSON.stringify({ 'altitude.rules': off }));
    await pane(bench()).locator('.welcome-view').getByText('Nothing found.').waitFor();
    await pane(bench()).locator('.welcome-view .monaco-button', { hasText: 'Scan Again' }).waitFor();
  });

  it('names a setting of the wrong type above the list, and a rule there is none of', async () => {
    const settings = { 'altitude.rules': { 'no-such-rule': 'off' }, 'altitude.fixes.timeoutMs': 'soon' };
    await writeFile(path.join(bench().folder, '.vscode/settings.json'), JSON.stringify(settings));
    await pane(bench()).getByText('names "no-such-rule", which is no rule').waitFor();
    await pane(bench()).getByText('"altitude.fixes.timeoutMs" must be a positive whole number, not "soon"; 5000 is used').waitFor();
    await findings(bench(), 'accounts.js').first().waitFor();
    assert.deepEqual(await bench().notifications(), []);
  });
});

describe('the places of a piece', () => {
  const bench = useWorkbench({ theme: 'contrast' });

  it('are counted above the piece once it is answered, and fewer after a fix', async () => {
    await showFindings(bench());
    await scan(bench());
    await bench().runCommand('Altitude: Continue');
    await bench().codeLens('Hint').waitFor();
    await bench().page.locator('.editor-group-container').first().locator('.view-line').first().click();
    await untilInCode(bench());
    await bench().page.keyboard.press('2');
    await bench().codeLens('How sure?').waitFor();
    await bench().page.keyboard.press('1');
    await bench().codeLens('2 places in your workspace').waitFor();

    await bench().openFile('src/accounts.js');
    await bench().page.locator('.squiggly-info').first().waitFor();
    await bench().goTo(12, 26);
    await bench().applyQuickFix('Await pbkdf2');
    await bench().page.locator('.squiggly-info').first().waitFor({ state: 'hidden' });
    await bench().runCommand('Altitude: Continue');
    await bench().runCommand('Altitude: Previous Piece');
    await bench().codeLens('1 place in your workspace').waitFor();
  });

  it('are shown in the Findings view, by rule', async () => {
    await pressInTitle(bench(), 'Group by File');
    await bench().codeLens('1 place in your workspace').click();
    await pane(bench()).locator('.monaco-list-row.focused', { hasText: 'sync-in-request-path' }).waitFor();
  });
});

describe('a window without a folder', () => {
  const bench = useWorkbench({ theme: 'dark' });

  it('checks what is typed, and says what a scan needs', async () => {
    const { page } = bench();
    await page.goto(`${new URL(page.url()).origin}/?ew=true`);
    await page.locator('.monaco-workbench .part.editor').waitFor();
    await showFindings(bench());
    await pane(bench()).locator('.welcome-view').getByText('Open a folder to find the flaws').waitFor();
    await bench().runCommand('File: New Untitled Text File');
    await page.locator('.statusbar-item', { hasText: 'Plain Text' }).click();
    await bench().quickPick.input.fill('javascript');
    await bench().quickPick.row('JavaScript').first().click();
    await page.locator('.editor-group-container.active .view-line').first().click();
    await page.keyboard.type('const pool = new Pool({ max: 10 });');
    await page.locator('.squiggly-info').first().waitFor();
    await findings(bench(), 'pool-acquire-without-timeout').first().waitFor();
  });
});

describe('a folder that is not trusted', () => {
  const bench = useWorkbench({ theme: 'dark', workspaceTrust: true });

  it('is scanned, and its flaws are fixed, by the rules that come with Altitude', async () => {
    const { page } = bench();
    await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    await bench().openFile('src/accounts.js');
    await page.locator('.squiggly-info').first().waitFor();
    await showFindings(bench());
    await scan(bench());
    await bench().openFile('src/accounts.js');
    await bench().goTo(12, 26);
    await bench().applyQuickFix('Await pbkdf2');
    await bench().eventually(async () => assert.match(await bench().fileText('src/accounts.js'), /await pbkdf2Async\(/));
  });
});

describe('a workspace of ten folders', () => {
  const bench = useWorkbench({ theme: 'dark' });
  const names = Array.from({ length: 10 }, (_, index) => `service${index}`);

  it('is scanned as one', async () => {
    const { page } = bench();
    for (const name of names) {
      await mkdir(path.join(bench().folder, name), { recursive: true });
      await writeFile(path.join(bench().folder, name, 'db.js'), pool);
    }
    const file = path.join(bench().folder, 'ten.code-workspace');
    await writeFile(file, JSON.stringify({ folders: names.map((name) => ({ path: name })) }));
    // The editor may read the workspace file before it is connected to the disk, and then shows no folder.
    const { origin } = new URL(page.url());
    await bench().eventually(async () => {
      await page.goto(`${origin}/?workspace=${file}`);
      await page.locator('.monaco-workbench .explorer-folders-view .monaco-list-row', { hasText: 'service9' }).waitFor({ timeout: 8000 });
    });
    await showFindings(bench());
    await bench().runCommand('Altitude: Scan Workspace');
    await pane(bench()).getByText('10 files scanned.').waitFor();
    await findings(bench(), '10 · ').first().waitFor();
    await findings(bench(), 'service9/db.js:3').first().waitFor();
  });
});
