import assert from 'node:assert/strict';
import type { Confidence } from '../../src/learning/answer';
import { kinds } from '../../src/learning/kinds';
import { day, minute } from '../../src/learning/memory';
import { mergeProgress, retractionOf, type Progress } from '../../src/learning/progress';
import { Recollection } from '../../src/learning/recollection';
import { dueCount, dueItems, forecastOf, newCardsADay, nextDue, type ReviewItem } from '../../src/learning/schedule';
import type { Catalogue } from '../../src/lessons/model';
import { aCard, aCatalogue, aLesson, anAnswer, aPiece, aProgress, aPrompt } from './samples';

const nameOf = (item: ReviewItem) => (item.kind === 'card' ? item.card.id : `${item.ref.lesson}/${item.ref.piece}`);
const due = (progress: Progress, catalogue: Catalogue, days: number) => dueItems(progress, catalogue, days * day).map(nameOf);

/** Answers as `lesson/piece`, the day, how sure, and whether right. */
function answered(...list: readonly [string, number, Confidence?, boolean?][]): Progress {
  return aProgress({
    answers: list.map(([name, days, confidence = 'think', correct = true], n) => {
      const [lesson = '', piece = ''] = name.split('/');
      return anAnswer({ id: `n${n}`, lesson, piece, at: days * day, confidence, correct });
    }),
  });
}

describe('what is due', () => {
  const lessons = ['l1', 'l2', 'l3', 'l4'].map((id) => aLesson(id, [aPiece('p'), aPiece('q', { rule: 'other-rule' })]));
  const catalogue = aCatalogue(lessons);

  it('asks nothing that was never answered, and nothing before its time', () => {
    assert.deepEqual(due(aProgress(), catalogue, 100), []);
    assert.equal(nextDue(aProgress(), catalogue, 0), undefined);
    const progress = answered(['l1/p', 0]);
    assert.deepEqual(due(progress, catalogue, 0.5), []);
    const next = nextDue(progress, catalogue, 0.5 * day);
    assert.ok(next !== undefined && next > day && next < 3 * day);
    assert.deepEqual(dueItems(progress, catalogue, next - 1), []);
    assert.deepEqual(dueItems(progress, catalogue, next).map(nameOf), ['l1/p']);
    assert.equal(dueCount(progress, catalogue, next), 1);
    assert.equal(nextDue(progress, catalogue, next), undefined);
  });

  it('brings the sure and wrong first, then other misses, then the likeliest forgotten', () => {
    const progress = answered(['l1/p', 0, 'sure'], ['l2/p', 0, 'guess'], ['l3/p', 39, 'guess', false], ['l4/p', 0, 'sure', false]);
    assert.deepEqual(due(progress, catalogue, 40), ['l4/p', 'l3/p', 'l2/p', 'l1/p']);
  });

  it('puts no two pieces of one topic side by side where it can be helped', () => {
    const progress = answered(['l1/p', 0, 'guess', false], ['l1/q', 0, 'guess', false], ['l2/p', 0], ['l2/q', 0]);
    const topics = dueItems(progress, catalogue, 30 * day).map(({ topic }) => topic);
    assert.deepEqual(topics, ['l1', 'l2', 'l1', 'l2']);
  });

  it('leaves out what has left the lessons, and what the reader skips', () => {
    const progress = answered(['gone/p', 0], ['l1/gone', 0], ['l1/p', 0], ['l2/p', 0], ['l3/p', 0]);
    const mark = { id: 'm', lesson: 'l1', at: 1, as: 'skipped' } as const;
    const marked = mergeProgress(progress, { marks: [mark, { id: 'n', lesson: 'l2', piece: 'p', at: 1, as: 'skipped' }, { id: 'o', lesson: 'l3', at: 1, as: 'finished' }] });
    assert.deepEqual(due(marked, catalogue, 30), ['l3/p']);
    assert.deepEqual(due(mergeProgress(marked, { marks: [{ ...mark, id: 'p', at: 2, as: 'none' }] }), catalogue, 30).sort(), ['l1/p', 'l3/p']);
  });

  it('counts the answer to a variant for its piece, and asks another of them each time', () => {
    const variants = ['v1', 'v2'].map((id) => ({ ...aPiece(id), variantOf: 'p' }));
    const varied = aCatalogue([aLesson('l1', [aPiece('p'), aPiece('q')], { variants })]);
    const asks = (progress: Progress) => dueItems(progress, varied, 300 * day).map((item) => item.kind === 'piece' && [item.ref.piece, item.ask.piece]);
    assert.deepEqual(asks(answered(['l1/p', 0])), [['p', 'v1']]);
    assert.deepEqual(asks(answered(['l1/p', 0], ['l1/v1', 5])), [['p', 'v2']]);
    assert.deepEqual(asks(answered(['l1/p', 0], ['l1/v1', 5], ['l1/v2', 30])), [['p', 'p']]);
    assert.deepEqual(asks(answered(['l1/v1', 0], ['l1/p', 5], ['l1/v1', 30])), [['p', 'v2']]);
    const next = (progress: Progress) => nextDue(progress, varied, 10 * day);
    assert.equal(next(answered(['l1/p', 0], ['l1/v1', 10])), next(answered(['l1/p', 0], ['l1/p', 10])));
  });

  it('puts a piece off when its flaw was fixed in the reader’s own code, unless it was missed', () => {
    const fixed = (rule: string) => ({ practised: [{ id: 'f', rule, at: 3 * day }] });
    const right = answered(['l1/q', 0]);
    assert.ok(nextDue(mergeProgress(right, fixed('other-rule')), catalogue, 0)! > nextDue(right, catalogue, 0)! + day);
    assert.equal(nextDue(mergeProgress(right, fixed('no-such-rule')), catalogue, 0), nextDue(right, catalogue, 0));
    const missed = answered(['l1/q', 0, 'think', false]);
    assert.equal(nextDue(mergeProgress(missed, fixed('other-rule')), catalogue, 0), 10 * minute);
    assert.deepEqual(due(mergeProgress(aProgress(), fixed('other-rule')), catalogue, 30), []);
  });

  it('does not depend on the order in which machines are merged', () => {
    const here = answered(['l1/p', 0], ['l2/p', 3, 'sure', false]);
    const there = { answers: [anAnswer({ id: 'x', lesson: 'l1', at: 2 * day }), anAnswer({ id: 'y', lesson: 'l3', at: day })] };
    assert.deepEqual(due(mergeProgress(here, there), catalogue, 9), due(mergeProgress(there, here), catalogue, 9));
  });

  it('goes on from the strength stored with the earliest answer left, once earlier ones may have been dropped', () => {
    const { kept } = kinds.answers;
    const answers = Array.from({ length: kept }, (_, n) => anAnswer({ id: `n${String(n).padStart(2, '0')}`, lesson: 'l1', at: n * day, strength: { stability: 1 + n, difficulty: 10 } }));
    const next = (...parts: readonly Partial<Progress>[]) => nextDue(mergeProgress(...parts), catalogue, kept * day);
    const plain = answers.map(({ id, lesson, at }) => anAnswer({ id, lesson, at }));
    assert.equal(next({ answers: answers.slice(1) }), next({ answers: plain.slice(1) }));
    assert.ok(next({ answers })! < next({ answers: plain })!);
    const undone = { retractions: [retractionOf({ list: 'answers', entry: answers[3]! })] };
    assert.ok(next({ answers }, undone)! < next({ answers: plain }, undone)!);
  });

  it('folds a progress once for whoever keeps its recollection', () => {
    const recollection = new Recollection();
    const progress = answered(['l1/p', 0]);
    assert.equal(recollection.of(progress, catalogue), recollection.of(progress, catalogue));
    assert.notEqual(recollection.of(mergeProgress(progress), catalogue), recollection.of(progress, catalogue));
    assert.deepEqual(dueItems(progress, catalogue, 30 * day, recollection), dueItems(progress, catalogue, 30 * day));
  });
});

describe('cards in review', () => {
  const cards = [aCard('by-lesson', { lesson: 'l1' }), aCard('by-rule', { rule: 'late-rule' }), aCard('free')];
  const catalogue = aCatalogue([aLesson('l1', [aPiece('p')]), aLesson('l2', [aPiece('p', { rule: 'a-rule', also: ['late-rule'] })])], { cards });
  const grade = (card: string, days: number, rating: 'again' | 'good', id = `${card}${days}`) => ({ id, card, rating, at: days * day });

  it('brings a card the day after its lesson or its rule was first answered, never otherwise', () => {
    const cardsOf = (progress: Progress, days: number) => due(progress, catalogue, days).filter((name) => !name.includes('/'));
    assert.deepEqual(cardsOf(answered(['l1/p', 0]), 0.9), []);
    assert.deepEqual(cardsOf(answered(['l1/p', 0]), 1), ['by-lesson']);
    assert.deepEqual(cardsOf(answered(['l2/p', 0]), 1), ['by-rule']);
    assert.equal(nextDue(answered(['l1/p', 0, 'sure']), catalogue, 0), day);
  });

  it('schedules a card by its grades, from whatever lesson it comes', () => {
    const progress = aProgress({ grades: [grade('free', 0, 'good')] });
    assert.deepEqual(due(progress, catalogue, 0.5), []);
    assert.deepEqual(due(progress, catalogue, 3), ['free']);
    assert.deepEqual(due(mergeProgress(progress, { grades: [grade('free', 3, 'good')] }), catalogue, 4), []);
    assert.deepEqual(due(mergeProgress(progress, { grades: [grade('free', 3, 'again')] }), catalogue, 4), ['free']);
  });

  it('brings a few new cards a day, after what is due again', () => {
    const many = Array.from({ length: 20 }, (_, n) => aCard(`c${n}`, { lesson: 'l1' }));
    const big = aCatalogue([aLesson('l1', [aPiece('p')])], { cards: many });
    const progress = answered(['l1/p', 0]);
    const first = due(progress, big, 3);
    assert.equal(first[0], 'l1/p');
    assert.deepEqual(first.slice(1), many.slice(0, newCardsADay).map(({ id }) => id));
    const met = mergeProgress(progress, { grades: many.slice(0, newCardsADay).map(({ id }) => grade(id, 3, 'good')) });
    assert.deepEqual(due(met, big, 3.1), ['l1/p']);
    assert.equal(nextDue(met, big, 3.1 * day), 4 * day);
    assert.ok(due(met, big, 4).includes(`c${newCardsADay}`));
  });

  it('foretells when what was met comes back, and how many new cards wait for their day', () => {
    const many = Array.from({ length: 20 }, (_, n) => aCard(`c${n}`, { lesson: 'l1' }));
    const big = aCatalogue([aLesson('l1', [aPiece('p'), aPiece('q')])], { cards: many });
    assert.deepEqual(forecastOf(aProgress(), big, 0), { due: 0, later: [], fresh: 0 });
    const progress = answered(['l1/p', 0, 'sure'], ['l1/q', 0, 'guess']);
    const { due, next, later, fresh } = forecastOf(progress, big, 0);
    assert.equal(fresh, 20);
    assert.deepEqual([due, next], [0, nextDue(progress, big, 0)]);
    assert.deepEqual([later.length, later[0]], [2, next]);
    assert.ok(later[0]! < later[1]!);
    const days = 2;
    assert.equal(forecastOf(progress, big, days * day).fresh, 20 - newCardsADay);
    const then = forecastOf(progress, big, days * day);
    assert.equal(then.due, dueCount(progress, big, days * day));
    assert.equal(then.later.length + then.due, 2 + newCardsADay);
  });

  it('makes cards of the points an exercise missed, from then on', () => {
    const prompt = aPrompt('webhook', ['verify', 'store', 'answer'], { lessons: ['l1'] });
    const withPrompt = aCatalogue([aLesson('l1', [aPiece('p')])], { prompts: [prompt] });
    const grading = { id: 'g', exercise: 'webhook', met: ['verify'], missed: ['store', 'gone'], at: 0 };
    const progress = aProgress({ gradings: [grading] });
    const [item, ...others] = dueItems(progress, withPrompt, day);
    assert.deepEqual(others, []);
    assert.ok(item?.kind === 'card');
    assert.deepEqual([item.card.id, item.card.kind, item.topic], ['webhook/store', 'cue', 'l1']);
    assert.doesNotMatch(item.card.cue, /store/);
    assert.match(item.card.answer, /Names store\.\n\nBecause of store\./);

    const graded = mergeProgress(progress, { grades: [grade('webhook/store', 1, 'good')] });
    assert.deepEqual(due(graded, withPrompt, 1.1), []);
    const namedLater = mergeProgress(graded, { gradings: [{ ...grading, id: 'h', met: ['verify', 'store'], missed: [], at: 3 * day }] });
    assert.ok(nextDue(namedLater, withPrompt, 3 * day)! > nextDue(graded, withPrompt, day)!);
    assert.deepEqual(due(mergeProgress(namedLater, { gradings: [{ ...grading, id: 'i', at: 4 * day }] }), withPrompt, 5), ['webhook/store']);
  });

  it('takes an undone grade out of the schedule', () => {
    const progress = aProgress({ grades: [grade('free', 0, 'good', 'kept'), grade('free', 3, 'again', 'undone')] });
    const undone = mergeProgress(progress, { retractions: [{ list: 'grades', id: 'undone', subject: 'free', at: 3 * day }] });
    assert.equal(nextDue(undone, catalogue, 0), nextDue(aProgress({ grades: [grade('free', 0, 'good')] }), catalogue, 0));
  });
});
