import assert from 'node:assert/strict';
import type { Confidence } from '../../../../src/learning/answer';
import { calibrationFrom } from '../../../../src/learning/calibration';
import { masteryRule } from '../../../../src/learning/mastery';
import { newCardsADay } from '../../../../src/learning/schedule';
import { noLessons } from '../../../../src/lessons/model';
import type { ProfileEmptyView, ProfileView } from '../../../../src/shared/pages/profile';
import { tierAt } from '../../../../src/shared/heights';
import { FakeEditor } from '../fakeVscode';
import { loadHost, type Host } from '../host';
import { openReview, type ReviewFixture } from '../review/fixture';

const day = 24 * 60 * 60 * 1000;

describe('the profile’s state', () => {
  let host: Host;
  let review: ReviewFixture;
  let copied: string[];
  let started: string[];

  beforeEach(async () => {
    host = await loadHost(new FakeEditor().api);
    review = await openReview(host, { show: () => undefined, shown: undefined });
    copied = [];
    started = [];
  });

  const page = (catalogue = review.page.catalogue()) =>
    host.profilePage({
      ...review.page,
      catalogue: () => catalogue,
      actions: { copy: (text) => void copied.push(text), startQuiz: (quiz) => void started.push(quiz) },
    });
  const place = { page: 'profile' } as const;

  function profile(): ProfileView {
    const state = page().state(place);
    assert.equal(state.kind, 'profile');
    return state;
  }

  async function answer(lesson: string, piece: string, confidence: Confidence = 'sure', right = true): Promise<void> {
    const ref = { lesson, piece };
    review.controller.retry(ref);
    review.controller.choose(ref, right ? 'waits' : 'bigger');
    await review.controller.commit(ref, confidence);
  }

  const juniors = ['junior-one', 'junior-two', 'junior-three'];

  it('offers a beginning to a reader who has not begun, and says so where there are no lessons', () => {
    const state = page().state(place) as ProfileEmptyView;
    assert.deepEqual([state.kind, state.start], ['profileEmpty', { lesson: 'incident', title: 'Four failures in one night' }]);
    assert.equal(state.explanation.length, 5);
    assert.deepEqual(page(noLessons).state(place), { kind: 'empty', message: 'No lessons could be loaded.' });
  });

  it('tells the tier reached, what the next one takes and what is nearest to it', async () => {
    for (const piece of juniors) await answer('junior-lesson', piece);
    await answer('middle-lesson', 'middle-two', 'guess');
    const { title, facts, next, nearest } = profile();
    assert.equal(title, 'Your altitude: junior');
    assert.deepEqual(facts, ['4 of 10 pieces answered', '3 held']);
    assert.equal(next, 'The next tier is middle. Of the 2 pieces it takes, you hold 0.');
    assert.deepEqual(nearest.map(({ piece, note }) => [piece, note]), [['middle-two', 'comes back in 16 h'], ['loop', 'not answered'], ['acquire', 'not answered']]);
  });

  it('names no piece to go on with that the reader has set aside', async () => {
    await answer('junior-lesson', 'junior-one');
    await review.controller.mark({ lesson: 'junior-lesson' }, 'skipped');
    await review.controller.mark({ lesson: 'incident', piece: 'loop' }, 'finished');
    assert.deepEqual(profile().nearest.map(({ piece }) => piece), ['acquire', 'check', 'breaker']);
  });

  it('draws the climb up to now, overall and for each topic answered', async () => {
    await answer('junior-lesson', 'junior-one');
    review.time.now += 10 * day;
    for (const piece of juniors.slice(1)) await answer('junior-lesson', piece);
    const { climb, strong } = profile();
    assert.deepEqual([climb.heights[0], tierAt(climb.heights.at(-1) ?? 0)], [0.5, 'junior']);
    assert.deepEqual(climb.table.rows.map(({ title }) => title), ['All topics', 'Lesson for junior']);
    assert.deepEqual(climb.table.rows[0]?.tiers, ['zero', 'zero', 'zero', 'zero', 'junior']);
    assert.equal(climb.table.columns.length, 5);
    assert.deepEqual([climb.labels[2], climb.table.columns[4]], ['Now', 'Now']);
    assert.deepEqual(strong.map(({ lesson, heights }) => [lesson, heights.length]), [['junior-lesson', climb.heights.length]]);
  });

  it('names moments by day over weeks, by the clock on the first day, by year over years', async () => {
    await answer('junior-lesson', 'junior-one');
    assert.match(profile().climb.labels[0], /:/);
    review.time.now += 30 * day;
    assert.doesNotMatch(profile().climb.labels[0], /:|20\d\d/);
    review.time.now += 400 * day;
    assert.match(profile().climb.labels[0], /20\d\d/);
  });

  it('tells the strong from the weak', async () => {
    for (const piece of juniors) await answer('junior-lesson', piece);
    await answer('middle-lesson', 'middle-one', 'sure', false);
    await answer('incident', 'loop');
    const { strong, weak } = profile();
    assert.deepEqual(strong.map(({ title, standing }) => [title, standing]), [['Lesson for junior', 'junior, 70%']]);
    assert.deepEqual(weak.map(({ title, standing }) => [title, standing]), [['Lesson for middle', '0%'], ['Four failures in one night', '18%']]);
  });

  it('claims nothing of calibration from few answers', async () => {
    for (const piece of ['loop', 'acquire', 'check', 'breaker']) await answer('incident', piece, 'sure', piece !== 'loop');
    await answer('junior-lesson', 'junior-one', 'guess');
    assert.deepEqual(profile().calibration.map(({ outcome, share }) => [outcome, share]), [
      ['4 answered, too few to tell', undefined],
      ['0 answered, too few to tell', undefined],
      ['1 answered, too few to tell', undefined],
    ]);
    await answer('junior-lesson', 'junior-two');
    const { calibration, calibrationNote } = profile();
    assert.deepEqual(calibration[0], { confidence: 'sure', outcome: '4 of 5 right', share: 0.8 });
    assert.equal(calibrationNote, `Nothing is claimed from fewer than ${calibrationFrom} answers.`);
  });

  it('foretells reviews in spans that leave nothing out', async () => {
    for (const piece of ['loop', 'acquire', 'check', 'breaker']) await answer('incident', piece, piece === 'loop' ? 'guess' : 'sure');
    const { due } = profile();
    assert.deepEqual([due.now, due.next], [0, 'Nothing is due. The next one comes in 16 h.']);
    assert.equal(due.spans.at(-1)?.span, `New cards, ${newCardsADay} a day at most`);
    assert.equal(due.spans.reduce((sum, { count }) => sum + count, 0), 4 + 3);
    review.time.now += 3 * day;
    const later = profile().due;
    assert.ok(later.now > 0);
    assert.deepEqual(later.spans[0], { span: 'Now', count: later.now });
    assert.equal(later.spans.reduce((sum, { count }) => sum + count, 0), 4 + 3);
  });

  it('shows marks and placement as what they are', async () => {
    await answer('junior-lesson', 'junior-one');
    const before = profile().climb.heights;
    await review.controller.mark({ lesson: 'incident' }, 'finished');
    await review.controller.mark({ lesson: 'middle-lesson' }, 'finished');
    await review.controller.mark({ lesson: 'middle-lesson' }, 'none');
    await review.controller.setPlacement('senior');
    assert.deepEqual(profile().facts.slice(1), ['1 held', 'placed at senior', '1 marked, not counted']);
    assert.deepEqual(profile().climb.heights, before);
  });

  it('explains with the figures the core computes with', () => {
    const text = (page().state(place) as ProfileEmptyView).explanation.join('\n');
    const { evidence, guess, held, needed, ofNext } = masteryRule;
    for (const share of [...evidence.slice(1), guess, held, needed, ofNext]) assert.ok(text.includes(`${Math.round(share * 100)}%`), String(share));
    assert.equal(evidence.length, 4, 'the sentence on evidence names three right answers');
  });

  it('is copied as Markdown, and starts a quiz', async () => {
    page().receive(place, { type: 'profile.copy' });
    assert.deepEqual(copied, [], 'there is nothing to copy yet');
    for (const piece of juniors) await answer('junior-lesson', piece);
    page().receive(place, { type: 'profile.copy' });
    const [text = ''] = copied;
    assert.match(text, /^# Your altitude: junior\n\n3 of 10 pieces answered · 3 held\n/);
    assert.match(text, /\n\| Topic \| .* \| Now \|\n\| --- \| --- \| --- \| --- \| --- \| --- \|\n\| All topics \| Zero \| Zero \| Zero \| Zero \| Junior \|\n/);
    assert.match(text, /\n## Strengths\n\n- Lesson for junior: junior, 70%\n/);
    assert.match(text, /\n## Calibration\n\n- Sure: 3 answered, too few to tell\n/);
    assert.doesNotMatch(text, /undefined|\{\d\}|## Weakest/);
    page().receive(place, { type: 'profile.startQuiz', quiz: 'placement' });
    assert.deepEqual(started, ['placement']);
  });
});
