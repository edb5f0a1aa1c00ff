import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../host/server/browser.mts';
import { told } from '../../views/panel/samples';
import { Harness } from './harness';

describe('reading in the panel', () => {
  let browser: Browser;
  let harness: Harness;
  const title = () => harness.page.getByRole('heading', { level: 1 }).textContent();

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    harness = await Harness.open(browser);
    await harness.go({ page: 'lesson', lesson: told.id, piece: 'acquire' });
  });
  afterEach(() => harness.close());

  it('goes from a piece to its topic, through the tiers and back, by keyboard', async () => {
    await harness.press('t');
    assert.equal(await title(), 'Waiting, senior');
    assert.equal(await harness.focused(), 'title');
    await harness.press('t');
    assert.equal(await title(), 'Waiting, zero');
    assert.equal(await harness.page.getByRole('button', { name: 'Zero', pressed: true }).count(), 1);
    await harness.press('Escape');
    assert.equal(await title(), 'The acquire with no bound');
    assert.equal(await harness.focused(), 'title');
  });

  it('says what a word means to the pointer and to the keyboard, and hides it with Esc alone', async () => {
    await harness.press('t');
    const word = harness.page.getByRole('button', { name: 'connection pool' });
    const meaning = harness.page.getByRole('tooltip');
    assert.equal(await meaning.count(), 0);
    await word.hover();
    assert.equal(await meaning.textContent(), 'A set of open connections lent one at a time.');
    await meaning.hover();
    assert.equal(await meaning.count(), 1, 'the pointer may go onto it');
    await harness.page.mouse.move(0, 0);
    assert.equal(await meaning.count(), 0);
    await word.focus();
    assert.equal(await word.getAttribute('aria-describedby'), 'meaning');
    await harness.press('Escape');
    assert.equal(await meaning.count(), 0);
    assert.equal(await title(), 'Waiting, senior', 'Esc went no further');
  });

  it('keeps the picture, which shows how the pieces end, until each was answered', async () => {
    await harness.press('t');
    assert.equal(await harness.page.getByRole('img').count(), 0);
    await harness.press('Escape', '2', '1', 't');
    assert.equal(await harness.page.getByRole('img').count(), 1);
  });

  it('follows a link to another lesson inside the panel, and to a source outside', async () => {
    await harness.press('t');
    await harness.page.getByRole('link', { name: 'documentation' }).click();
    assert.deepEqual(harness.asked, [['openExternal', 'https://node-postgres.com/apis/pool']]);
    await harness.page.getByRole('link', { name: 'the acquire' }).click();
    await harness.settle();
    assert.match((await harness.page.locator('.trail').textContent()) ?? '', /Four failures/);
  });

  it('marks the row that was looked up, hands it the focus and leads to its lesson', async () => {
    await harness.go({ page: 'table', table: 'diagnosis', row: 0 });
    harness.panel.focus();
    await harness.settle();
    assert.equal(await harness.focused(), 'row');
    assert.equal(await harness.page.getByRole('rowheader').first().textContent(), 'Fast query, slow API (looked up)');
    assert.deepEqual(await harness.page.getByRole('columnheader').allTextContents(), ['Symptom', 'Likely cause', 'Measure', 'Lesson']);
    await harness.page.getByRole('button', { name: told.title }).press('Enter');
    await harness.settle();
    assert.match((await harness.page.locator('.trail').textContent()) ?? '', /Pools and their queues/);
  });

  it('says so when the table is gone', async () => {
    await harness.go({ page: 'table', table: 'gone' });
    assert.equal(await harness.page.getByText('This table is no longer there.').count(), 1);
  });
});
