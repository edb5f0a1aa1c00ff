import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../host/server/browser.mts';
import { drill, prompt } from '../../views/panel/review/samples';
import { openExercise, pass } from './exerciseStates';
import { Harness } from './harness';

describe('an exercise in the panel', () => {
  let browser: Browser;
  let harness: Harness;
  before(async () => {
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    harness = await Harness.open(browser);
    await harness.page.clock.install();
  });
  afterEach(() => harness.close());
  after(() => browser.close());

  const main = () => harness.page.locator('main').innerText();
  const title = () => harness.page.locator('h1').innerText();
  const live = () => harness.live.innerText();
  const gradings = () => harness.review.controller.progress.gradings;
  const explanations = prompt.rubric.map(({ explanation }) => explanation.slice(0, 20));
  /** The seconds a clock shows, by its place: the step's, then that of the whole drill. */
  const shown = async () => {
    const texts = await harness.page.locator('.clock .time').allInnerTexts();
    return texts.map((text) => {
      const [, minutes, seconds, word] = /^(\d+):(\d\d) (left|over)$/.exec(text) ?? [];
      return word === undefined ? text : (Number(minutes) * 60 + Number(seconds)) * (word === 'left' ? 1 : -1);
    });
  };
  /** The page's clock runs on by itself between two steps of a test. */
  const near = (actual: unknown, expected: number) => {
    assert.ok(typeof actual === 'number' && Math.abs(actual - expected) <= 2, `${String(actual)}, not ${expected}`);
  };

  it('is a drill done with the keyboard alone, from its start to its cards', async () => {
    await openExercise(harness, drill.id);
    assert.equal(await title(), drill.title);
    assert.ok(!(await main()).includes('09:52'), 'the situation waits for the start');
    await harness.press('Enter');
    assert.equal(await title(), 'Impact');
    assert.equal(await harness.focused(), 'title');
    assert.ok((await main()).includes('09:52'));

    await pass(harness, 30);
    await harness.press('p');
    await pass(harness, 300);
    assert.deepEqual((await shown()).at(-1), 'Paused');
    near((await shown())[0], 150);
    await harness.press('p', 'n');
    assert.equal(await title(), 'Permanent remedy');
    assert.equal(await harness.focused(), 'title');
    await harness.press('k');
    assert.equal(await title(), 'Impact');
    await harness.press('n', 'w');
    assert.match(harness.exercise.answers.opened.get(drill.id) ?? '', /## Impact\n[^]*## Permanent remedy\n[^]*## Automated guard\n/);
    await pass(harness, 20);
    await harness.press('n', 'n');

    assert.equal(await title(), 'Before you grade it');
    assert.equal(await harness.focused(), 'in-words');
    await harness.page.keyboard.type('n1jk because it is bounded');
    await harness.press('Enter');
    assert.equal(await title(), 'A strong answer names');
    assert.equal(await harness.focused(), 'title');
    assert.equal(await harness.page.getByRole('textbox').inputValue(), 'n1jk because it is bounded', 'it can be compared with the points');

    await harness.press('1');
    assert.equal(await harness.focused(), 'reason:claim');
    await harness.press('j');
    assert.equal(await harness.focused(), 'point:commit');
    await harness.press('2', 'j', '1', 'k', '2', 'j', 'j');
    assert.equal(await harness.focused(), 'store');
    assert.deepEqual(gradings(), []);
    await harness.press('Enter');
    assert.equal(await title(), '2 of 3 named');
    assert.equal(await harness.focused(), 'title');
    assert.match(await main(), /Missed points that are cards now: 1/);
    assert.match(await main(), /Impact\n\s*0:3\d of 3 min/);
    const [grading, ...more] = gradings();
    assert.deepEqual([grading?.exercise, grading?.met, grading?.missed, more.length], [drill.id, ['claim', 'order'], ['commit'], 0]);
    assert.equal(grading?.seconds, 50);
    assert.ok(!JSON.stringify([harness.review.controller.progress, [...harness.review.stored]]).includes('bounded'), 'what was written is stored nowhere');
  });

  it('counts on by itself, through the last minute and over, stopping nothing', async () => {
    await openExercise(harness, drill.id);
    await harness.press('Enter');
    near((await shown())[0], 180);
    near((await shown())[1], 360);
    await pass(harness, 70);
    near((await shown())[0], 110);
    near((await shown())[1], 290);
    await pass(harness, 120);
    near((await shown())[0], -10);
    near((await shown())[1], 170);
    assert.equal(await title(), 'Impact');
  });

  it('tells a screen reader of steps and of the last minute, and reads no clock out', async () => {
    await openExercise(harness, drill.id);
    await harness.press('Enter');
    assert.equal(await live(), 'Step 1 of 3: Impact, 3 min.');
    const heard: string[] = [];
    await harness.page.exposeFunction('heard', (text: string) => void heard.push(text));
    await harness.page.evaluate("new MutationObserver(() => heard(document.getElementById('announcer').textContent)).observe(document.getElementById('announcer'), { childList: true, characterData: true, subtree: true })");
    await pass(harness, 119);
    await harness.press('p', 'p');
    assert.deepEqual(heard, []);
    await pass(harness, 1);
    assert.deepEqual(heard, ['Last minute of this step.']);
    await pass(harness, 100);
    assert.equal(heard.length, 1);
    await harness.press('n');
    assert.deepEqual(heard.slice(1), ['Step 2 of 3: Permanent remedy, 2 min.']);
    const roles = await harness.page.evaluate<string[]>("[...document.querySelectorAll('[aria-live], [role=status], [role=alert], [role=log]')].map(({ id }) => id)");
    assert.deepEqual(roles, ['announcer']);
  });

  it('keeps its time while the panel is hidden', async () => {
    await openExercise(harness, drill.id);
    await harness.press('Enter');
    harness.host.setVisible(false);
    for (let second = 0; second < 65; second += 1) {
      harness.review.time.now += 1000;
      harness.exercise.tick();
    }
    harness.host.setVisible(true);
    await harness.page.reload();
    await harness.page.locator('.clock').waitFor();
    near((await shown())[0], 115);
  });

  it('is done without a clock: none is shown and no time is stored', async () => {
    await openExercise(harness, drill.id);
    await harness.press('Tab', 'Tab', 'Tab');
    assert.equal(await harness.focused(), 'start-untimed');
    await harness.press('Enter');
    assert.equal(await harness.page.getByRole('timer').count(), 0);
    assert.equal(await harness.page.getByRole('button', { name: 'Pause' }).count(), 0);
    await harness.press('n', 'n', 'n', 'Enter', '1', 'j', '1', 'j', '1', 'j', 'Enter');
    assert.equal(await title(), '3 of 3 named');
    assert.match(await main(), /No point was missed/);
    assert.equal(gradings()[0]?.seconds, undefined);
  });

  it('goes back from a finish too early, the clock standing until it is let go on', async () => {
    await openExercise(harness, drill.id);
    await harness.press('Enter', 'n', 'n', 'n', 'Escape', 'k');
    assert.equal(await title(), 'Automated guard');
    assert.deepEqual((await shown()).at(-1), 'Paused');
  });

  it('is a prompt: the answer is written in an editor, the rubric comes after it', async () => {
    await openExercise(harness, prompt.id);
    const hidden = [...prompt.rubric.map(({ text }) => text.slice(-18)), ...explanations];
    const none = async (texts: readonly string[]) => {
      const html = await harness.page.content();
      for (const text of texts) assert.ok(!html.includes(text), text);
    };
    await none(hidden);
    assert.ok(!(await harness.page.getByText('Name what must never be').isVisible()), 'the template is folded');
    await harness.press('w');
    assert.equal(harness.exercise.answers.opened.get(prompt.id), '# A webhook that can be relied on\n\n> Design the endpoint anew.\n\n');
    assert.ok(await harness.page.getByRole('button', { name: 'Back to the answer' }).isVisible());
    await harness.press('g');
    await none(hidden);
    await harness.press('Enter');
    await none(explanations);
    await harness.press('2');
    await none(explanations.slice(1));
    assert.ok((await main()).includes(explanations[0]!));
  });

  it('offers the template’s headings to write under', async () => {
    await openExercise(harness, prompt.id);
    await harness.page.getByRole('button', { name: 'Write it under the template’s headings' }).click();
    await harness.settle();
    assert.match(harness.exercise.answers.opened.get(prompt.id) ?? '', /## The invariant\n\n\n\n## Proof/);
  });

  it('is judged with the mouse, the focus staying, and judged otherwise until it is stored', async () => {
    await openExercise(harness, prompt.id);
    await harness.press('g', 'Enter');
    for (const name of ['Missed', 'Named']) {
      const choice = harness.page.getByRole('group', { name: 'It answers after the commit.' }).getByRole('button', { name });
      await choice.click();
      await harness.settle();
      assert.equal(await choice.getAttribute('aria-pressed'), 'true');
      assert.equal(await harness.focused(), `judge:commit:${name === 'Named' ? 'met' : 'missed'}`);
    }
    assert.equal(await harness.page.locator('[aria-pressed=true]').count(), 1);
    assert.match(await main(), /Points to judge: 2/);
    assert.equal(await harness.page.getByRole('button', { name: 'Store the result' }).count(), 0);
  });

  it('is done again from its result, which it remembers, and leads to another', async () => {
    await openExercise(harness, prompt.id);
    await harness.press('g', 'Enter', '2', 'j', '1', 'j', '1', 'j', 'Enter');
    await harness.page.getByRole('button', { name: 'Another prompt' }).click();
    assert.deepEqual(harness.asked.at(-1), ['pickExercise', 'prompt']);
    await harness.page.getByRole('button', { name: 'Do it again' }).click();
    await harness.settle();
    assert.equal(await title(), prompt.title);
    assert.match(await main(), /last time 2 of 3 named/);
  });

  it('is forgotten by a reset, and says so when it is gone', async () => {
    await openExercise(harness, drill.id);
    await harness.press('Enter', 'n');
    harness.review.time.now += 1000;
    await harness.review.controller.reset();
    await harness.settle();
    assert.equal(await title(), drill.title);
    await harness.go({ page: 'exercise', exercise: 'gone' });
    assert.match(await main(), /no longer there/);
  });

  it('draws each page in its own order, whatever was drawn before', async () => {
    const order = () => harness.page.evaluate<string[]>("[...document.querySelectorAll('main > :not([role=tooltip])')].map((each) => each.className || each.querySelector('h2')?.textContent || each.localName)");
    await openExercise(harness, drill.id);
    await harness.press('Enter');
    assert.deepEqual(await order(), ['header', 'clock', 'prose', 'buttons', 'The situation', 'Steps']);
    await openExercise(harness, prompt.id);
    assert.deepEqual(await order(), ['header', 'prose', 'others', 'buttons']);
  });
});
