import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../host/server/browser.mts';
import { acquire, Harness } from './harness';
import { sixWeeks } from './profileStates';

describe('the profile in the panel', () => {
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

  const title = () => harness.page.locator('h1').innerText();
  const open = async () => {
    await sixWeeks(harness);
    await harness.go({ page: 'profile' });
    harness.panel.focus();
    await harness.settle();
  };

  it('is read with the keyboard alone: the table, the explanation, the topics, and back', async () => {
    await open();
    assert.equal(await title(), 'Your altitude: middle');
    assert.equal(await harness.focused(), 'title');

    await harness.press('Tab');
    assert.equal(await harness.focused(), 'as-table');
    const table = harness.page.getByRole('table');
    assert.equal(await table.count(), 0, 'the table is folded');
    await harness.press('Enter');
    assert.match((await table.getByRole('columnheader').allInnerTexts()).join(), /^Topic(,(Jan|Feb) \d+){4},Now$/);
    assert.deepEqual(await table.getByRole('row').nth(1).getByRole('cell').allInnerTexts(), ['Zero', 'Junior', 'Junior', 'Junior', 'Middle']);

    await harness.press('Tab', 'Tab', 'Enter');
    assert.equal(await harness.focused(), 'how');
    assert.equal(await harness.page.getByText('A piece is held while its mastery is at least 60%.').isVisible(), true);

    await harness.press('Escape');
    assert.equal(await title(), 'The acquire with no bound');
    assert.deepEqual(harness.panel.shown, { page: 'lesson', ...acquire });
  });

  it('tells its pictures in words', async () => {
    await open();
    const names = await harness.page.getByRole('img').evaluateAll((pictures: { getAttribute(name: string): string | null }[]) => pictures.map((picture) => picture.getAttribute('aria-label')?.replace(/\d+/, '#')));
    assert.deepEqual(names, [
      'Altitude over time. Jan #: Zero. Highest: Middle. Now: Middle.',
      'Zero at first, Junior now',
      'Zero at first, Zero now',
      'Zero at first, Zero now',
    ]);
  });

  it('copies by a key and by its button, and says so', async () => {
    await open();
    await harness.press('c');
    assert.equal(await harness.live.textContent(), 'Copied.');
    await harness.page.getByRole('button', { name: 'Copy as Markdown' }).click();
    await harness.settle();
    const copies = harness.asked.filter(([what]) => what === 'copy').map(([, text]) => String(text));
    assert.equal(copies.length, 2);
    assert.match(copies[0] ?? '', /^# Your altitude: middle\n/);
    assert.equal(copies[0], copies[1]);
  });

  it('leads to a review, a piece and a topic', async () => {
    await open();
    await harness.press('r');
    assert.deepEqual(harness.asked.at(-1), ['startQuiz', 'review']);
    await harness.page.getByRole('button', { name: 'The breaker that never trips' }).click();
    await harness.settle();
    assert.equal(await title(), 'The breaker that never trips');
  });

  it('keeps what is unfolded, and the focus, when an answer comes in from elsewhere', async () => {
    await open();
    await harness.page.getByText('How is this computed?').click();
    await harness.press('Tab');
    const focused = await harness.focused();
    const { controller } = harness.review;
    controller.choose({ lesson: 'incident', piece: 'breaker' }, 'waits');
    await controller.commit({ lesson: 'incident', piece: 'breaker' }, 'sure');
    await harness.settle();
    assert.equal(await harness.page.getByText('10 of 10 pieces answered').count(), 1);
    assert.equal(await harness.page.getByText('A piece is held while').isVisible(), true);
    assert.equal(await harness.focused(), focused);
  });

  it('offers a new reader the first lesson and the placement quiz, and no key that does nothing', async () => {
    await harness.go({ page: 'profile' });
    assert.equal(await title(), 'Your altitude');
    await harness.press('c', 'r');
    assert.deepEqual(harness.asked, []);
    await harness.page.getByRole('button', { name: 'Place me, 10 questions at most' }).click();
    await harness.settle();
    assert.deepEqual(harness.asked, [['startQuiz', 'placement']]);
    await harness.page.getByRole('button', { name: 'Start here: Four failures in one night' }).click();
    await harness.settle();
    assert.equal(await title(), 'The acquire with no bound');
  });
});
