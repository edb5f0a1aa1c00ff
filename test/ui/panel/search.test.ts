import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../host/server/browser.mts';
import { acquire, Harness } from './harness';

describe('search in the panel', () => {
  let browser: Browser;
  let harness: Harness;
  const title = () => harness.page.getByRole('heading', { level: 1 }).textContent();
  const active = () => harness.page.getByRole('option', { selected: true });

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    harness = await Harness.open(browser);
  });
  afterEach(() => harness.close());

  it('finds the diagnosis by its words in any order, by keyboard alone', async () => {
    await harness.press('/');
    assert.equal(await harness.focused(), 'query');
    await harness.type('slow api fast query');
    assert.match((await active().textContent()) ?? '', /Fast query, slow API/);
    await harness.press('Enter');
    assert.deepEqual(harness.asked, [['openFound', { to: 'table', table: 'diagnosis', row: 0 }]]);
    assert.equal(await harness.focused(), 'row');
  });

  it('goes back with Esc, step by step, to where the reader was and what had the focus', async () => {
    await harness.press('Tab', 'Tab', 'Tab', 'Tab', 'Tab');
    const before = await harness.focused();
    assert.notEqual(before, 'body');
    await harness.press('/');
    await harness.type('slow query');
    await harness.press('Enter', 'Escape');
    assert.equal(await title(), 'Search');
    assert.equal(await harness.page.getByRole('combobox').inputValue(), 'slow query');
    await harness.press('Escape');
    assert.equal(await title(), 'The acquire with no bound');
    assert.equal(await harness.focused(), before);
  });

  it('comes back to the scroll position', async () => {
    await harness.press('b', '1');
    await harness.page.setViewportSize({ width: 400, height: 300 });
    await harness.page.evaluate('window.scrollTo(0, 240)');
    await harness.settle();
    await harness.press('/', 'Escape');
    assert.equal(await harness.page.evaluate<number>('window.scrollY'), 240);
  });

  it('moves through the results with the arrow keys, round both ends, and leaves the focus in the field', async () => {
    await harness.press('/');
    await harness.type('pool');
    const all = await harness.page.getByRole('option').allTextContents();
    assert.ok(all.length > 2);
    const selected = async () => all.indexOf((await active().textContent()) ?? '');
    assert.equal(await selected(), 0);
    await harness.press('ArrowUp');
    assert.equal(await selected(), all.length - 1);
    await harness.press('ArrowDown', 'ArrowDown');
    assert.equal(await selected(), 1);
    assert.equal(await harness.focused(), 'query');
    const field = harness.page.getByRole('combobox');
    assert.equal(await field.getAttribute('aria-activedescendant'), await active().getAttribute('id'));
    assert.equal(await field.getAttribute('aria-expanded'), 'true');
  });

  it('opens what was typed last also when Enter comes before its results', async () => {
    await harness.press('/');
    await harness.page.evaluate(`{
      const input = document.getElementById('query');
      for (const typed of ['slow', 'slow query']) {
        input.value = typed;
        input.dispatchEvent(new Event('input', { bubbles: true }));
      }
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    }`);
    await harness.page.getByRole('heading', { level: 1, name: 'Diagnosis' }).waitFor();
    assert.deepEqual(harness.asked, [['openFound', { to: 'table', table: 'diagnosis', row: 0 }]]);
  });

  it('opens a result by the pointer', async () => {
    await harness.press('/');
    await harness.type('acquire bound');
    await harness.page.getByRole('option', { name: /^Piece/ }).first().click();
    await harness.settle();
    assert.deepEqual(harness.asked, [['openFound', { to: 'piece', ...acquire }]]);
    assert.equal(await title(), 'The acquire with no bound');
  });

  it('says how many it found, and that it found nothing', async () => {
    await harness.press('/');
    await harness.type('pool');
    assert.match(await harness.live.innerText(), /^\d+ results$/);
    await harness.press('Control+a');
    await harness.type('zzqx');
    assert.match(await harness.live.innerText(), /Nothing found for “zzqx”/);
    assert.equal(await harness.page.getByRole('listbox').count(), 0);
    await harness.press('Enter');
    assert.deepEqual(harness.asked, []);
    await harness.press('Control+a', 'Delete');
    assert.equal(await harness.live.innerText(), '');
  });

  it('types letters and digits instead of answering with them', async () => {
    await harness.press('/');
    await harness.type('b1j?/');
    assert.equal(await harness.page.getByRole('combobox').inputValue(), 'b1j?/');
    assert.equal(harness.reader.session(acquire).pending, undefined);
  });

  it('keeps what was searched for, ready to be typed over', async () => {
    await harness.press('/');
    await harness.type('pool');
    await harness.press('Escape', '/');
    assert.equal(await harness.page.getByRole('combobox').inputValue(), 'pool');
    await harness.type('x');
    assert.equal(await harness.page.getByRole('combobox').inputValue(), 'x');
  });
});
