import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../host/server/browser.mts';
import { buildClient } from './bundles';
import { Harness } from './harness';

/** Nothing in the panel moves, so that nobody has to ask for less motion. */
describe('motion in the panel', () => {
  let browser: Browser;

  before(async () => {
    browser = await launchBrowser();
  });

  after(async () => {
    await browser.close();
  });

  it('is in no rule of the style sheet', async () => {
    const css = [...(await buildClient())].filter(([name]) => name.endsWith('.css'));
    assert.ok(css.length > 0);
    for (const [name, text] of css) assert.deepEqual(text.match(/@keyframes|\b(?:transition|animation|scroll-behavior)[\w-]*\s*:/g), null, name);
  });

  it('is in no element of a question, a verdict, a list of keys, a review or a profile', async () => {
    const harness = await Harness.open(browser);
    const moving = () =>
      harness.page.evaluate<readonly string[]>(`
        [...document.querySelectorAll('*')].filter((element) => {
          const { animationName, scrollBehavior, transitionDuration } = getComputedStyle(element);
          return animationName !== 'none' || scrollBehavior === 'smooth' || transitionDuration !== '0s';
        }).map(({ outerHTML }) => outerHTML.slice(0, 80))`);
    assert.deepEqual(await moving(), []);
    for (const key of ['2', '1', '?', 'Escape', '/']) {
      await harness.press(key);
      assert.deepEqual(await moving(), [], key);
    }
    for (const place of [{ page: 'profile' }, { page: 'review', quiz: 'review' }, { page: 'table', table: 'diagnosis' }] as const) {
      await harness.go(place);
      assert.deepEqual(await moving(), [], place.page);
      assert.equal(await harness.page.evaluate('document.getAnimations().length'), 0);
    }
    await harness.close();
  });
});
