import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../host/server/browser.mts';
import { Harness } from './harness';
import { answerAll, lesson, reviewOf } from './reviewStates';

const day = 24 * 60 * 60 * 1000;

describe('a review in the panel', () => {
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
  const grades = () => harness.review.controller.progress.grades.map(({ card, rating }) => [card, rating]);

  it('is done with the keyboard alone: a piece, two cards, an undo, the end', async () => {
    await reviewOf(harness, ['acquire-twin', 'webhook', 'alone']);
    assert.equal(await title(), 'Review, 1 of 3');
    assert.deepEqual(harness.review.opened.at(-1), { lesson, piece: 'acquire-twin' });

    await harness.press('b', '2');
    assert.match(await harness.verdict.innerText(), /Right|Wrong/);
    assert.equal(await harness.focused(), 'verdict');
    await harness.press('u');
    assert.deepEqual([await harness.focused(), await harness.verdict.count()], ['title', 0]);
    await harness.press('c', '1', 'Enter');
    assert.equal(await title(), 'Review, 2 of 3');
    assert.equal(await harness.focused(), 'cue');

    assert.equal(await harness.page.getByText('Claim the event id first').count(), 0);
    await harness.press('3');
    assert.deepEqual(grades(), [], 'nothing is graded before its answer is shown');
    await harness.press(' ');
    assert.equal(await harness.focused(), 'answer');
    assert.ok(await harness.page.getByText('Claim the event id first').isVisible());
    await harness.press('1');
    assert.equal(await title(), 'Review, 3 of 3');
    assert.deepEqual(grades(), [['webhook', 'again']]);

    await harness.press('u');
    assert.equal(await title(), 'Review, 2 of 3');
    assert.equal(await harness.focused(), 'cue');
    assert.equal(await harness.live.textContent(), 'Undone.');
    assert.deepEqual(grades(), []);
    await harness.press('Enter', '3', 'Enter', '4');
    assert.deepEqual(grades(), [['webhook', 'good'], ['alone', 'easy']]);
    assert.equal(await title(), 'Review finished');
    assert.equal(await harness.focused(), 'title');
    await harness.press('u');
    assert.equal(await title(), 'Review, 3 of 3');
  });

  it('names nothing of the topic before an answer, and its lesson after it', async () => {
    await reviewOf(harness, ['acquire-twin', 'webhook']);
    const secrets = ['Four failures', 'Incident reading', 'The acquire', 'acquire-twin', 'Taught in', 'keeps the caller', 'Show the fix'];
    const hidden = async () => {
      const html = await harness.page.content();
      for (const secret of secrets) assert.ok(!html.includes(secret), secret);
      assert.equal(harness.host.title, 'Review');
    };
    await hidden();
    await harness.press('b');
    await hidden();
    await harness.press('1');
    assert.ok(await harness.page.getByRole('button', { name: 'Four failures in one night' }).isVisible());
    await harness.press('j');
    await hidden();
  });

  it('types a sentence that goes nowhere: letters and digits are not keys there', async () => {
    await reviewOf(harness, ['webhook', 'alone']);
    await harness.page.getByRole('textbox').focus();
    await harness.page.keyboard.type('1u claim it first');
    await harness.press('Escape');
    assert.equal(await harness.focused(), 'reveal');
    assert.equal(await title(), 'Review, 1 of 2');
    await harness.press('Shift+Tab', 'Enter');
    assert.equal(await harness.focused(), 'answer');
    assert.equal(await harness.page.getByRole('textbox').inputValue(), '1u claim it first', 'it can be compared with the answer');
    await harness.press('3');
    assert.equal(await harness.page.getByRole('textbox').inputValue(), '');
    assert.ok(!JSON.stringify(harness.review.controller.progress).includes('claim it'));
  });

  it('says what each grade leads to, further off the better it was recalled', async () => {
    await reviewOf(harness, ['webhook']);
    await harness.press(' ');
    const intervals = await harness.page.locator('.interval').allInnerTexts();
    assert.equal(intervals[0], '10 min');
    assert.match(intervals[3] ?? '', /days$/);
  });

  it('is left with Esc and gone on with, losing nothing', async () => {
    await reviewOf(harness, ['webhook', 'alone']);
    await harness.press(' ', '3', 'Escape');
    assert.equal(await title(), 'Left before the end');
    assert.ok(await harness.page.getByText('1 of 1 right').isVisible());
    await harness.page.getByRole('button', { name: 'Go on, 1 left' }).press('Enter');
    await harness.settle();
    assert.equal(await title(), 'Review, 2 of 2');
    assert.equal(await harness.focused(), 'cue');
  });

  it('shows the last verdict again where a question was left untouched', async () => {
    await answerAll(harness);
    harness.review.time.now += day;
    await reviewOf(harness, ['acquire']);
    const ref = { lesson, piece: 'acquire' };
    assert.equal(harness.review.controller.session(ref).answer, undefined);
    await harness.press('Escape');
    assert.equal(harness.review.controller.session(ref).answer?.option, 'waits');
  });

  it('opens code, answers and all, in the reader’s own order of options', async () => {
    await reviewOf(harness, ['acquire']);
    const { order } = harness.review.controller.session({ lesson, piece: 'acquire' });
    await harness.press('2', '1');
    assert.equal(harness.review.controller.progress.answers.at(-1)?.option, order[1]);
  });

  it('hears of an undo from elsewhere, and grows no second answer', async () => {
    await reviewOf(harness, ['acquire', 'webhook']);
    await harness.press('b', '1');
    await harness.review.controller.undoLast();
    await harness.settle();
    assert.equal(await harness.live.textContent(), 'Undone.');
    assert.equal(await harness.page.getByRole('radio').count(), 4);
    await harness.press('c', '1', 'j');
    assert.equal(harness.review.controller.progress.answers.length, 1);
    assert.equal(await title(), 'Review, 2 of 2');
  });

  it('says so where no review is open', async () => {
    await harness.go({ page: 'review', quiz: 'review' });
    assert.match(await harness.page.locator('main').innerText(), /No review is open/);
  });
});

describe('the placement quiz in the panel', () => {
  let browser: Browser;
  let harness: Harness;
  before(async () => {
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    harness = await Harness.open(browser);
    await harness.review.reviews.startPlacement();
    await harness.settle();
  });
  afterEach(() => harness.close());
  after(() => browser.close());

  const title = () => harness.page.locator('h1').innerText();

  /** Answers the question in view, right or wrong, and sure. */
  async function answer(right: boolean): Promise<void> {
    const ref = harness.review.reviews.piece ?? assert.fail('nothing is asked');
    const { order } = harness.review.controller.session(ref);
    const index = order.findIndex((option) => (option === 'waits') === right);
    await harness.press(String(index + 1), '1');
  }

  it('goes from answer to question with no verdict between, and ends at the tier it found', async () => {
    assert.match(await title(), /question 1, at most 10/);
    assert.match(await harness.page.locator('main').innerText(), /Verdicts come at the end/);
    for (let n = 2; (await title()).startsWith('Placement'); n += 1) {
      await answer(true);
      assert.equal(await harness.verdict.count(), 0);
      assert.equal(await harness.focused(), 'title');
      assert.ok(n <= 11);
    }
    assert.equal(await title(), 'Your start: Senior');
    assert.ok(harness.review.controller.progress.answers.length < 10, 'it stopped early');
    assert.equal(harness.review.controller.progress.placements.at(-1)?.tier, 'senior');
    assert.match(await harness.page.locator('main').innerText(), /Senior: \d of \d right/);
  });

  it('finds a lower start where answers are wrong', async () => {
    while ((await title()).startsWith('Placement')) await answer(false);
    assert.equal(await title(), 'Your start: Zero');
    assert.equal(await harness.page.getByText('Missed', { exact: true }).count(), harness.review.controller.progress.answers.length);
  });

  it('takes an answer back, is left and gone on with', async () => {
    await answer(false);
    await harness.press('u');
    assert.match(await title(), /question 1/);
    await answer(true);
    await harness.press('Escape');
    assert.equal(await title(), 'Left before the end');
    await harness.page.getByRole('button', { name: 'Continue' }).click();
    await harness.settle();
    assert.match(await title(), /question 2/);
  });
});
