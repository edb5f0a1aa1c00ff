import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../host/server/browser.mts';
import { told } from '../../views/panel/samples';
import { acquire, Harness } from './harness';

describe('a reader in the panel', () => {
  let browser: Browser;
  let harness: Harness;
  before(async () => {
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    harness = await Harness.open(browser);
  });
  afterEach(() => harness.close());
  after(() => browser.close());

  const visibleText = () => harness.page.locator('body').innerText();

  describe('with the keyboard alone', () => {
    it('tabs to the options as one stop, marks with the arrows and confirms with Enter', async () => {
      await harness.press('Tab', 'Tab', 'Tab', 'Tab', 'Tab');
      assert.equal(await harness.focused(), 'option:bounded');
      await harness.press('ArrowUp');
      assert.equal(await harness.focused(), 'option:retry');
      assert.equal(await harness.page.getByRole('radio', { checked: true }).count(), 1);
      assert.equal(harness.reader.session(acquire).pending, undefined, 'marking is not choosing');
      await harness.press('ArrowDown', 'ArrowDown');
      assert.equal(await harness.focused(), 'option:waits');
      await harness.press('Enter');
      assert.equal(harness.reader.session(acquire).pending, 'waits');
      assert.equal(await harness.focused(), 'confidence:sure');
      await harness.press('Tab', 'Enter');
      assert.equal(await harness.verdict.innerText(), 'Right');
      assert.equal(harness.reader.session(acquire).answer?.confidence, 'think');
      assert.equal(await harness.focused(), 'verdict');
    });

    for (const [keys, option] of [
      [['1', '3'], 'bounded'],
      [['4', '2'], 'retry'],
      [['b', '1'], 'waits'],
      [['D', '1'], 'retry'],
      [['a', 'c', '1'], 'bigger'],
    ] as const) {
      it(`answers ${option} with ${keys.join(' ')}`, async () => {
        await harness.press(...keys);
        assert.equal(harness.reader.session(acquire).answer?.option, option);
        assert.equal(await harness.focused(), 'verdict');
      });
    }

    it('commits what is marked when the reader moves on after choosing', async () => {
      await harness.press('1', 'Shift+Tab', 'ArrowDown');
      assert.equal(await harness.focused(), 'option:waits');
      assert.equal(harness.reader.session(acquire).pending, 'waits');
      await harness.press('1');
      assert.equal(harness.reader.session(acquire).answer?.option, 'waits');
    });

    it('answers in a layout without Latin letters', async () => {
      const press = (key: string, code: string) =>
        harness.page.evaluate(`document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', code: '${code}', bubbles: true, cancelable: true }))`);
      await press('и', 'KeyB');
      await harness.settle();
      assert.equal(harness.reader.session(acquire).pending, 'waits');
      await press('о', 'KeyJ');
      await harness.settle();
      assert.deepEqual(harness.asked, [['go', 'next']]);
    });

    it('leaves held keys and the keys of the editor alone', async () => {
      await harness.press('Control+1', 'Alt+b', 'Meta+j', '5', 'e');
      assert.equal(harness.reader.session(acquire).pending, undefined);
      assert.deepEqual(harness.asked, []);
    });

    it('goes on with j and back with k, and the title takes the focus', async () => {
      await harness.press('j');
      assert.equal(await harness.page.locator('h1').innerText(), 'The idempotency check that races');
      assert.equal(await harness.focused(), 'title');
      await harness.press('k');
      assert.equal(await harness.page.locator('h1').innerText(), 'The acquire with no bound');
      await harness.press('j', 'j', 'j');
      assert.deepEqual(harness.asked.at(-1), ['go', 'recap']);
      await harness.press('k');
      assert.equal(await harness.page.locator('h1').innerText(), 'The breaker that never trips');
    });

    it('goes on behind a lesson of a started role with j: to the page of the role where a rule comes next', async () => {
      harness.team.start('payments/backend');
      await harness.go({ page: 'lesson', lesson: acquire.lesson });
      assert.ok(await harness.page.getByRole('button', { name: 'Your way: Payments' }).isVisible());
      assert.equal(await harness.page.getByRole('button', { name: /^Next:/ }).count(), 0);
      await harness.press('j');
      assert.equal(await harness.page.locator('h1').innerText(), 'Payments');
    });

    it('shows its keys with ?, closes them with Esc and gives the focus back', async () => {
      await harness.press('Tab', 'Tab', 'Tab', 'Tab', 'Tab', '?');
      const dialog = harness.page.getByRole('dialog', { name: 'Keyboard shortcuts' });
      assert.ok(await dialog.isVisible());
      await harness.press('2', 'j');
      assert.equal(harness.reader.session(acquire).pending, undefined, 'keys under the dialog do nothing');
      await harness.press('Escape');
      assert.equal(await dialog.count(), 0);
      assert.equal(await harness.focused(), 'option:bounded');
    });

    it('leads to the topic only where it is told', async () => {
      await harness.press('t', '?');
      assert.deepEqual(harness.asked, []);
      assert.equal(await harness.page.getByText('Read the topic, at the next tier with each press').count(), 0);
      await harness.press('Escape');
      await harness.go({ page: 'lesson', lesson: told.id, piece: 'acquire' });
      await harness.press('t', '?');
      assert.equal(await harness.page.getByText('Read at another tier').count(), 1);
    });
  });

  it('sees no explanation, fix or right option before the answer', async () => {
    await harness.press('2');
    const html = await harness.page.content();
    for (const secret of ['keeps the caller', 'exhausted later', 'fail fast', 'Right answer', 'Show the fix']) assert.ok(!html.includes(secret), secret);
  });

  it('hears the verdict, sees it in a word and a shape, and finds the other explanations folded', async () => {
    await harness.option('C').click();
    await harness.settle();
    assert.equal(await harness.live.textContent(), '');
    await harness.page.getByRole('button', { name: 'Guess' }).click();
    await harness.settle();
    assert.equal(await harness.live.textContent(), 'Wrong. You chose C. B is right.');
    assert.equal(await harness.verdict.innerText(), 'Wrong');
    assert.equal(await harness.verdict.locator('svg.icon-error').count(), 1);
    assert.match(await visibleText(), /You guessed[\s\S]*exhausted later/);
    assert.doesNotMatch(await visibleText(), /keeps the caller/);
    assert.deepEqual(await harness.page.locator('summary').allInnerTexts(), ['Why B is right', 'Why not A', 'Why not D']);
    await harness.page.locator('summary').first().click();
    assert.match(await visibleText(), /keeps the caller/);
  });

  it('answers again: the focus returns to the options and the attempt is counted', async () => {
    await harness.press('c', '1');
    await harness.page.getByRole('button', { name: 'Answer again' }).click();
    await harness.settle();
    assert.equal(await harness.focused(), 'option:bounded');
    assert.equal(await harness.live.textContent(), '');
    assert.doesNotMatch(await harness.page.content(), /exhausted later/);
    await harness.press('b', '2');
    assert.equal(await harness.live.textContent(), 'Right. You chose B.');
    assert.match(await visibleText(), /You thought so\W*Attempt 2/);
  });

  it('opens hints one by one, hears each and keeps the focus', async () => {
    await harness.page.getByRole('button', { name: 'Hint 1 of 3' }).focus();
    await harness.press('Enter');
    assert.equal(await harness.live.textContent(), 'Hint 1. Who gives a connection back, and after how long?');
    assert.equal(await harness.focused(), 'hint');
    await harness.press('Enter', 'Enter');
    assert.equal(await harness.page.getByRole('button', { name: /Hint/ }).count(), 0);
    assert.equal(await harness.focused(), 'hint:3');
    assert.equal(harness.reader.session(acquire).hintsOpened, 3);
  });

  it('is told of an answer given elsewhere, but keeps the focus and the place', async () => {
    await harness.press('Tab', 'Tab');
    harness.reader.choose(acquire, 'waits');
    await harness.settle();
    assert.equal(await harness.focused(), 'next');
    await harness.reader.commit(acquire, 'sure');
    await harness.settle();
    assert.equal(await harness.focused(), 'next');
    assert.equal(await harness.live.textContent(), 'Right. You chose B.');
    assert.equal(await harness.page.evaluate<number>('scrollY'), 0);
  });

  it('keeps an unfolded explanation, the focus and the scroll position when a scan ends', async () => {
    await harness.page.setViewportSize({ width: 400, height: 300 });
    await harness.press('c', '1');
    await harness.page.locator('summary').first().click();
    await harness.page.getByRole('button', { name: 'Answer again' }).focus();
    const before = await harness.page.evaluate<number>('scrollY');
    assert.ok(before > 100);
    await harness.scanned(3);
    assert.ok(await harness.page.getByRole('button', { name: '3 places in this workspace' }).isVisible());
    assert.equal(await harness.focused(), 'retry');
    assert.equal(await harness.page.locator('details[open]').count(), 1);
    assert.equal(await harness.page.evaluate<number>('scrollY'), before);
  });

  it('asks for the fix, the places and the sources', async () => {
    await harness.press('b', '1');
    await harness.page.getByRole('button', { name: 'Show the fix' }).click();
    await harness.page.getByRole('button', { name: 'Find in this workspace' }).click();
    await harness.page.getByRole('link', { name: 'node-postgres' }).click();
    await harness.settle();
    assert.deepEqual(harness.asked, [
      ['showFix', acquire],
      ['showInWorkspace', acquire],
      ['openExternal', 'https://node-postgres.com/apis/pool'],
    ]);
    assert.equal(harness.page.url(), 'http://panel.test/');
  });

  it('finds the same piece, verdict and scroll position after a reload', async () => {
    await harness.page.setViewportSize({ width: 400, height: 300 });
    await harness.press('c', '1');
    await harness.page.mouse.wheel(0, 200);
    await harness.page.waitForFunction("JSON.parse(sessionStorage.getItem('state')).scroll === scrollY && scrollY > 0");
    const before = await harness.page.evaluate<number>('scrollY');
    await harness.page.reload();
    await harness.verdict.waitFor();
    assert.equal(await harness.verdict.innerText(), 'Wrong');
    assert.equal(await harness.page.evaluate<number>('scrollY'), before);
    assert.equal(await harness.live.textContent(), '', 'an old verdict is no news');
    assert.equal(await harness.focused(), 'body');
  });

  it('sees nothing move', async () => {
    await harness.press('b', '1');
    assert.equal(await harness.page.evaluate<number>('document.getAnimations().length'), 0);
    assert.equal(await harness.page.evaluate<string>("getComputedStyle(document.documentElement).scrollBehavior"), 'auto');
  });
});
