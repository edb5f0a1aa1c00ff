import assert from 'node:assert/strict';
import fc from 'fast-check';
import { day, memoriesOf, memoryOf, minute, recallOf, retrievability, type Memory, type Recall } from '../../src/learning/memory';
import { ratings } from '../../src/learning/entries';
import { anAnswer } from './samples';

/** Askings as `[days after the first, rating]`. */
const after = (...askings: readonly [number, Recall['rating'], Partial<Recall>?][]): Memory => {
  const memory = memoryOf(askings.map(([days, rating, more]) => ({ at: days * day, rating, ...more })));
  assert.ok(memory);
  return memory;
};
const daysTo = ({ due, last }: Memory) => (due - last) / day;

describe('memory of one item', () => {
  it('does not touch Date, which every extension shares', () => {
    for (const name of ['scheduler', 'diff', 'format', 'dueFormat']) assert.equal(name in Date.prototype, false, name);
  });

  it('rates answers by what was right and how sure the reader was; hints change nothing', () => {
    const rate = (correct: boolean, confidence: 'sure' | 'think' | 'guess', hints = 0) => recallOf(anAnswer({ correct, confidence, hints }));
    assert.deepEqual([rate(true, 'guess').rating, rate(true, 'think').rating, rate(true, 'sure').rating], ['hard', 'good', 'easy']);
    assert.deepEqual([rate(false, 'guess'), rate(false, 'sure')].map(({ rating, surprise }) => [rating, surprise]), [['again', false], ['again', true]]);
    assert.deepEqual(rate(true, 'sure', 3), rate(true, 'sure'));
  });

  it('waits the longer, the better it went and the more often', () => {
    const firsts = ratings.map((rating) => after([0, rating]).due);
    assert.deepEqual([...firsts].sort((a, b) => a - b), firsts);
    assert.ok(daysTo(after([0, 'good'], [2, 'good'])) > daysTo(after([0, 'good'])) * 2);
    assert.ok(daysTo(after([0, 'good'], [2, 'good'], [12, 'good'])) > daysTo(after([0, 'good'], [2, 'good'])) * 2);
  });

  it('asks a miss again after ten minutes, and its right answer a day later, in the morning', () => {
    const missed = after([0, 'good'], [3, 'again']);
    assert.equal(missed.due, missed.last + 10 * minute);
    const caughtUp = memoryOf([{ at: 0, rating: 'again' }, { at: 10 * minute, rating: 'good' }]);
    assert.ok(caughtUp && caughtUp.due - caughtUp.last >= 0.5 * day && caughtUp.due - caughtUp.last < day);
  });

  it('counts what is reviewed early in the day as a day later', () => {
    const asked = [{ at: 0, rating: 'again' }, { at: 10 * minute, rating: 'good' }] as const;
    const { due, last } = memoryOf(asked)!;
    const reviewed = (at: number) => memoryOf([...asked, { at, rating: 'good' }])!;
    assert.deepEqual([reviewed(due).stability, reviewed(due).evidence], [reviewed(last + day).stability, 2]);
    assert.ok(reviewed(due).stability > reviewed(due - minute).stability);
  });

  it('never waits longer than a year', () => {
    const yearly = memoryOf(Array.from({ length: 12 }, (_, n) => ({ at: n * 300 * day, rating: 'easy' })));
    assert.ok(yearly && daysTo(yearly) <= 365);
  });

  it('learns nothing from a right answer read off the verdict, but from a second miss', () => {
    const missed = { at: 0, rating: 'again', surprise: true } as const;
    assert.deepEqual(memoryOf([missed, { at: minute, rating: 'easy' }]), memoryOf([missed]));
    assert.notDeepEqual(memoryOf([missed, { at: minute, rating: 'again' }]), memoryOf([missed]));
  });

  it('counts right answers of different days since the last miss, a guess half', () => {
    assert.equal(after([0, 'good']).evidence, 1);
    assert.equal(after([0, 'hard']).evidence, 0.5);
    assert.equal(after([0, 'good'], [0.2, 'good']).evidence, 1);
    assert.equal(after([0, 'good'], [1, 'easy'], [2, 'hard']).evidence, 2.5);
    assert.equal(after([0, 'good'], [5, 'again']).evidence, 0);
    assert.equal(after([0, 'good'], [5, 'again'], [6, 'good']).evidence, 1);
  });

  it('lets practice keep a memory alive, once a day, but neither start one nor make up for a miss', () => {
    const practice = { practice: true };
    assert.equal(memoryOf([{ at: 0, rating: 'good', ...practice }]), undefined);
    assert.deepEqual(after([0, 'again'], [3, 'good', practice]), after([0, 'again']));
    assert.deepEqual(after([0, 'good'], [0.5, 'good', practice]), after([0, 'good']));
    assert.deepEqual(after([0, 'good'], [3, 'good', practice], [3.5, 'good', practice]), after([0, 'good'], [3, 'good']));
  });

  it('tells each memory it went through, the last being what holds', () => {
    const recalls: Recall[] = [{ at: 0, rating: 'good' }, { at: minute, rating: 'good' }, { at: 3 * day, rating: 'again' }, { at: 4 * day, rating: 'good', practice: true }];
    const memories = memoriesOf(recalls);
    assert.deepEqual(memories.map(({ last, missed }) => [last, missed]), [[0, false], [3 * day, true]]);
    assert.deepEqual(memories, [memoryOf(recalls.slice(0, 1)), memoryOf(recalls)]);
    assert.deepEqual(memoriesOf([]), []);
  });

  it('says how likely recall is: certain at once, 90 % after its stability, ever less', () => {
    const memory = after([0, 'good'], [3, 'good']);
    assert.equal(retrievability(memory, memory.last), 1);
    assert.equal(retrievability(memory, memory.last - day), 1);
    assert.ok(Math.abs(retrievability(memory, memory.last + memory.stability * day) - 0.9) < 1e-6);
    assert.ok(retrievability(memory, memory.last + 400 * day) < retrievability(memory, memory.last + 40 * day));
  });

  it('stays within its bounds whatever is asked when', () => {
    const asking = fc.record({ gap: fc.integer({ min: 0, max: 2000 * day }), rating: fc.constantFrom(...ratings), practice: fc.boolean() });
    fc.assert(
      fc.property(fc.array(asking, { maxLength: 40 }), (askings) => {
        let at = 0;
        const memory = memoryOf(askings.map(({ gap, ...rest }) => ({ ...rest, at: (at += gap) })));
        if (!memory) return;
        assert.ok(memory.stability > 0 && memory.difficulty >= 1 && memory.difficulty <= 10);
        assert.ok(memory.due > memory.last && memory.due <= memory.last + 365 * day);
        const r = retrievability(memory, memory.last + 10 * day);
        assert.ok(r > 0 && r <= 1, `${r}`);
      }),
    );
  });

  it('goes on from stored figures where the beginning is not known', () => {
    const whole = after([0, 'good'], [3, 'again'], [4, 'good'], [6, 'hard'], [9, 'easy']);
    const middle = after([0, 'good'], [3, 'again'], [4, 'good'], [6, 'hard']);
    const resumed = after([6, 'hard', { resumed: middle }], [9, 'easy']);
    const figures = ({ stability, difficulty, due, missed }: Memory) => ({ stability, difficulty, due, missed });
    assert.deepEqual(figures(resumed), figures(whole));
    assert.deepEqual(after([0, 'again'], [1, 'again'], [6, 'hard', { resumed: middle }], [9, 'easy']), resumed);
  });
});
