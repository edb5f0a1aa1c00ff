import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../host/server/browser.mts';
import { Harness } from './harness';

/** Longer than the page waits to see whether it keeps the focus. */
const settledMs = 500;

describe('a panel that gets the keyboard', () => {
  let browser: Browser;
  let harness: Harness;
  let told: true[];

  before(async () => {
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    harness = await Harness.open(browser);
    told = [];
    harness.panel.onDidTakeFocus(() => told.push(true));
  });
  afterEach(() => harness.close());
  after(() => browser.close());

  /** As the browser tells a frame that the window's focus has come to it, or gone. */
  const tell = async (event: 'focus' | 'blur') => harness.page.evaluate(`dispatchEvent(new FocusEvent('${event}'))`);

  it('tells the editor, once it has kept it', async () => {
    await tell('blur');
    await tell('focus');
    const end = Date.now() + 10_000;
    while (told.length === 0 && Date.now() < end) await setTimeout(50);
    assert.equal(told.length, 1);
  });

  it('does not where the pointer gave it', async () => {
    await tell('blur');
    await harness.page.locator('h1').click();
    await tell('focus');
    await setTimeout(settledMs);
    assert.equal(told.length, 0);
  });
});
