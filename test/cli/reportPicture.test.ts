import AxeBuilder from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { trendPicture } from '../../src/cli/report/svg';
import { launchBrowser } from '../host/server/browser.mts';

const pointsOf = (...totals: readonly number[]) => totals.map((total, at) => ({ commit: 'a', date: `2026-0${at + 1}-01T00:00:00.000Z`, total, rules: {} }));

describe('the picture of a trend', () => {
  it('is well-formed, says in words what it shows, and passes axe in light and dark', async function () {
    this.timeout(60_000);
    const browser = await launchBrowser();
    try {
      for (const [colorScheme, background] of [['light', '#ffffff'], ['dark', '#0d1117']] as const) {
        const page = await (await browser.newContext({ colorScheme })).newPage();
        const picture = trendPicture(pointsOf(5, 8, 6, 9, 4, 3));
        await page.setContent(`<!doctype html><html lang="en"><title>Readme</title><body style="background:${background}"><main><h1 hidden>Readme</h1>${picture}</main></body></html>`);
        const { violations } = await new AxeBuilder({ page }).disableRules('page-has-heading-one').analyze();
        assert.deepEqual(violations, []);
        await page.goto(`data:image/svg+xml,${encodeURIComponent(picture)}`);
        assert.equal(await page.locator('parsererror').count(), 0);
        assert.equal(await page.locator('script, image, use').count(), 0);
        const said = '2026-01-01: 5 findings; 2026-02-01: 8 findings; 2026-03-01: 6 findings; 2026-04-01: 9 findings; 2026-05-01: 4 findings; 2026-06-01: 3 findings.';
        assert.equal(await page.locator('svg > desc').textContent(), said);
      }
    } finally {
      await browser.close();
    }
  });

  it('can be drawn of one commit, and of none found', () => {
    for (const points of [pointsOf(7), pointsOf(0, 0)]) assert.doesNotMatch(trendPicture(points), /NaN|Infinity|undefined/);
  });
});
