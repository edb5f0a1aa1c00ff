import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../host/server/browser.mts';
import { lesson, told } from '../../views/panel/samples';
import { axeViolations } from '../axe';
import { brokenWords } from '../brokenWords';
import { exerciseStates } from './exerciseStates';
import { Harness } from './harness';
import { previewStates } from './previewStates';
import { profileStates } from './profileStates';
import { reviewStates } from './reviewStates';
import { teamStates } from './teamStates';
import { themeColours, type ThemeName } from './themes';

/** Every state a reader can see, reached as a reader reaches it. */
const states: Readonly<Record<string, (harness: Harness) => Promise<void>>> = {
  question: (harness) => harness.settle(),
  focus: (harness) => harness.press('Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'ArrowDown'),
  pending: (harness) => harness.press('2'),
  hints: async (harness) => {
    for (const hint of ['Hint 1 of 3', 'Hint 2 of 3']) {
      await harness.page.getByRole('button', { name: hint }).click();
      await harness.settle();
    }
  },
  right: async (harness) => {
    await harness.press('b', '1');
    await harness.scanned(3);
  },
  wrong: async (harness) => {
    await harness.press('c', '1');
    await harness.scanned(0);
    await harness.page.locator('summary', { hasText: 'Why B is right' }).click();
  },
  keys: (harness) => harness.press('?'),
  recapLocked: async (harness) => {
    await harness.press('b', '1', 'j', 'j', 'j');
  },
  reading: async (harness) => {
    await harness.go({ page: 'reading', lesson: told.id, tier: 'zero' });
    await harness.page.getByRole('button', { name: 'connection pool' }).focus();
  },
  search: async (harness) => {
    await harness.press('/');
    await harness.type('pool');
    await harness.press('ArrowDown');
  },
  searchEmpty: (harness) => harness.press('/'),
  searchNothing: async (harness) => {
    await harness.press('/');
    await harness.type('zzqx');
  },
  table: (harness) => harness.go({ page: 'table', table: 'diagnosis', row: 0 }),
  recap: async (harness) => {
    for (const [index, { id }] of lesson.pieces.entries()) {
      const ref = { lesson: lesson.id, piece: id };
      harness.reader.choose(ref, index === 2 ? 'retry' : 'waits');
      await harness.reader.commit(ref, 'think');
    }
    await harness.scanned(3);
    await harness.cameFrom('orders.ts');
    await harness.press('j', 'j', 'j');
  },
  fromCode: async (harness) => {
    await harness.cameFrom('orders.ts');
    await harness.press('b', '1');
    await harness.scanned(3);
  },
  ...reviewStates,
  ...profileStates,
  ...exerciseStates,
  ...teamStates,
  ...previewStates,
};

describe('the look of the panel', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  for (const theme of Object.keys(themeColours) as ThemeName[]) {
    for (const [name, reach] of Object.entries(states)) {
      it(`axe finds nothing: ${name}, ${theme}`, async () => {
        const harness = await Harness.open(browser, { theme });
        await reach(harness);
        await harness.screenshot(`${name}-${theme}`);
        assert.deepEqual(await axeViolations(harness.page.locator('html')), []);
        assert.equal(await harness.page.locator('ul:empty, ol:empty, dl:empty').count(), 0, 'a list of nothing is read aloud');
        await harness.close();
      });
    }
  }

  for (const [name, reach] of Object.entries(states)) {
    it(`breaks no short word in a panel of 230 pixels, as beside the code at 200 %: ${name}`, async () => {
      const harness = await Harness.open(browser, { viewport: { width: 230, height: 640 } });
      await reach(harness);
      assert.deepEqual(await harness.page.evaluate<string[]>(brokenWords), []);
      assert.equal(await harness.page.evaluate<number>('document.documentElement.scrollWidth'), 230);
      await harness.close();
    });
  }

  it('shows what a table is about whole, however far it is moved', async () => {
    const harness = await Harness.open(browser, { viewport: { width: 320, height: 640 } });
    await states['table']?.(harness);
    await harness.page.evaluate("document.querySelector('.lookup').scrollTo(500, 0)");
    const [left = NaN, right = NaN] = await harness.page.evaluate<number[]>(`(({ left, right }) => [left, right])(document.querySelector('caption span').getBoundingClientRect())`);
    assert.ok(left >= 0 && right <= 320, `${left} to ${right}`);
    await harness.close();
  });

  for (const [name, reach] of Object.entries(states)) {
    it(`fits 320 pixels, as at 200 % and more: ${name}`, async () => {
      const harness = await Harness.open(browser, { viewport: { width: 320, height: 640 } });
      await reach(harness);
      await harness.screenshot(`${name}-320`);
      assert.equal(await harness.page.evaluate<number>('document.documentElement.scrollWidth'), 320);
      await harness.close();
    });
  }
});
