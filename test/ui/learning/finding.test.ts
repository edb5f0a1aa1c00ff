import assert from 'node:assert/strict';
import { showHover } from '../findings/support';
import { pressInPick, untilInCode, untilInPanel, untilInPick } from '../keyboard';
import { useWorkbench } from '../useWorkbench';

/** From the reader's own code to what explains it, and back, by keyboard wherever a key is promised. */
describe('finding what is needed', () => {
  const bench = useWorkbench({ theme: 'dark' });
  const rows = () => bench().page.locator('.quick-input-list .monaco-list-row');
  const activeTab = () => bench().page.locator('.tab.active.selected', { hasText: 'accounts.js' });
  const openSearch = async () => {
    await untilInCode(bench());
    await bench().page.keyboard.press('/');
    await untilInPick(bench());
  };
  const close = async () => {
    await pressInPick(bench(), 'Escape');
    await bench().quickPick.input.waitFor({ state: 'hidden' });
  };
  const panelTitle = () => bench().panel.getByRole('heading', { level: 1 });

  it('leads from a finding to its piece, and back to the same line with b', async () => {
    const { page } = bench();
    await bench().openFile('src/accounts.js');
    await bench().goTo(12, 26);
    await page.locator('.squiggly-info').waitFor();
    const hover = await showHover(bench(), 'Learn why (2 min)');
    await hover.locator('a', { hasText: 'Learn why (2 min)' }).click();
    await bench().codeLens('Hint').waitFor();
    await bench().panel.getByRole('button', { name: 'Back to your code' }).waitFor();
    await untilInCode(bench());
    await page.keyboard.press('b');
    await activeTab().waitFor();
    await page.locator('#status\\.editor\\.selection', { hasText: 'Ln 12, Col 26' }).waitFor();
    await bench().panel.getByRole('button', { name: 'Back to your code' }).waitFor({ state: 'detached' });
  });

  it('lists the keys of a snippet with ?', async () => {
    await bench().runCommand('Altitude: Continue');
    await bench().codeLens('Hint').waitFor();
    await untilInCode(bench());
    await bench().page.keyboard.press('Shift+Slash');
    await rows().first().waitFor();
    const labels = await rows().locator('.label-name').allTextContents();
    assert.deepEqual(labels, ['1 – 6', 'j', 'k', 't', '/', '?']);
    await close();
  });

  it('ranks what is found by its own measure, not the editor’s', async () => {
    await openSearch();
    await bench().page.keyboard.type('fast query slow API');
    await rows().filter({ hasText: 'Fast query, slow API' }).waitFor();
    await bench().eventually(async () => assert.match((await rows().first().textContent()) ?? '', /^Fast query, slow API/));
    await bench().quickPick.input.fill('queue');
    await bench().eventually(async () => assert.match((await rows().first().textContent()) ?? '', /^lock queue/));
    assert.ok((await rows().filter({ hasText: /^Queue grows in spikes/ }).count()) > 0, 'the editor itself would put this one first');
    await close();
  });

  it('opens the row of a table that was found, and goes back from it with Esc', async () => {
    const before = await panelTitle().textContent();
    await openSearch();
    await bench().page.keyboard.type('fast query slow API');
    await bench().eventually(async () => assert.match((await rows().first().textContent()) ?? '', /^Fast query, slow API/));
    await pressInPick(bench(), 'Enter');
    await bench().panel.getByRole('heading', { name: 'Diagnosis: from symptom to lever' }).waitFor();
    await untilInPanel(bench());
    await bench().page.keyboard.press('Escape');
    await bench().eventually(async () => assert.equal(await panelTitle().textContent(), before));
  });

  it('searches inside the panel with /', async () => {
    await bench().page.keyboard.press('/');
    await bench().panel.locator('[role=combobox]:focus').waitFor();
    await bench().page.keyboard.type('replica lag');
    await bench().panel.getByRole('option', { name: /replication lag/ }).waitFor();
    await bench().page.keyboard.press('Enter');
    await bench().panel.getByRole('heading', { name: 'Glossary' }).waitFor();
    await untilInPanel(bench());
    await bench().page.keyboard.press('Escape');
    await bench().panel.getByRole('combobox').waitFor();
    await bench().page.keyboard.press('Escape');
    await bench().panel.getByRole('combobox').waitFor({ state: 'detached' });
  });
});
