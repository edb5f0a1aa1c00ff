import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../host/server/browser.mts';
import { lesson } from '../../views/panel/samples';
import { acquire, Harness } from './harness';

describe('between a lesson and the reader’s own code', () => {
  let browser: Browser;
  let harness: Harness;

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    harness = await Harness.open(browser);
  });
  afterEach(() => harness.close());

  const answerAll = async () => {
    for (const { id } of lesson.pieces) {
      const ref = { lesson: lesson.id, piece: id };
      harness.reader.choose(ref, 'waits');
      await harness.reader.commit(ref, 'think');
    }
    await harness.go({ page: 'lesson', lesson: lesson.id });
  };

  it('offers no way back to who did not come from code', async () => {
    await harness.press('b', '1', 'b');
    assert.equal(await harness.page.getByText('Back to your code').count(), 0);
    assert.deepEqual(harness.asked, []);
  });

  it('leads back by its button at any time, and by its key once B is no longer an option', async () => {
    await harness.cameFrom('orders.ts');
    await harness.page.getByRole('button', { name: 'Back to your code' }).press('Enter');
    assert.deepEqual(harness.asked, [['backToCode']]);
    await harness.press('b');
    assert.equal(harness.reader.session(acquire).pending, 'waits');
    await harness.press('1', 'b');
    assert.deepEqual(harness.asked, [['backToCode'], ['backToCode']]);
    await harness.press('?');
    assert.equal(await harness.page.getByRole('dialog').getByText('Back to your code').count(), 1);
  });

  it('ends a lesson with the places of its rules, and leads to them', async () => {
    await harness.scanned(3);
    await answerAll();
    const places = harness.page.getByRole('listitem').filter({ hasText: 'A wait for a pooled connection that nothing ends' });
    assert.match((await places.textContent()) ?? '', /Fixed by you on Jan 5, 2026/);
    await places.getByRole('button', { name: '3 places' }).press('Enter');
    assert.deepEqual(harness.asked.at(-1), ['showRule', 'pool-acquire-without-timeout']);
    await harness.scanned(0);
    assert.equal(await places.getByRole('button').count(), 0);
    assert.match((await places.textContent()) ?? '', /None$/);
  });

  it('offers a scan where there was none, and says nothing before the lesson is over', async () => {
    await harness.go({ page: 'lesson', lesson: lesson.id });
    assert.equal(await harness.page.getByText('In your workspace').count(), 0);
    await answerAll();
    await harness.page.getByRole('button', { name: 'Find in this workspace' }).click();
    assert.deepEqual(harness.asked.at(-1), ['showRule', 'pool-acquire-without-timeout']);
  });

  it('copies a link to what is shown', async () => {
    await harness.page.getByRole('button', { name: 'Copy link' }).press('Enter');
    await harness.settle();
    assert.deepEqual(harness.asked, [['copyLink', { page: 'lesson', ...acquire }]]);
  });
});
