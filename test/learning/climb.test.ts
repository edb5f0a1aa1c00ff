import assert from 'node:assert/strict';
import fc from 'fast-check';
import { climbOf, heightOf } from '../../src/learning/climb';
import { altitudeOf } from '../../src/learning/mastery';
import { day } from '../../src/learning/memory';
import { mergeProgress, noProgress } from '../../src/learning/progress';
import { tiers, type Tier } from '../../src/lessons/model';
import { tierAt } from '../../src/shared/heights';
import { aCatalogue, aLesson, anAnswer, aPiece, aProgress } from './samples';

const pieces = (tier: Tier, count: number) => Array.from({ length: count }, (_, n) => aPiece(`${tier}${n}`, { tier }));
const catalogue = aCatalogue([aLesson('low', pieces('junior', 5)), aLesson('high', pieces('senior', 5))]);
const answer = (lesson: string, piece: string, at: number, correct = true) => anAnswer({ id: `${piece}@${at}`, lesson, piece, at, correct });
const startDay = 100 * day;

describe('the climb over time', () => {
  it('needs an answer', () => {
    assert.equal(climbOf(noProgress, catalogue, startDay, 4), undefined);
  });

  it('covers a day at the least, from zero up to now', () => {
    const climb = climbOf(aProgress({ answers: [answer('low', 'junior0', startDay)] }), catalogue, startDay, 4);
    assert.deepEqual(climb?.times, [0, 1, 2, 3, 4].map((quarter) => startDay - day + (quarter * day) / 4));
    assert.deepEqual(climb.overall, [0, 0, 0, 0, 1 / 3]);
    assert.deepEqual([...climb.topics], [['low', [0, 0, 0, 0, 1 / 3]]]);
  });

  it('shows what a team teaches as a topic, and climbs by what is built in', () => {
    const opened = aCatalogue([aLesson('low', pieces('junior', 5)), aLesson('high', pieces('senior', 5)), aLesson('payments/charging', pieces('junior', 2))]);
    const answers = [answer('low', 'junior0', startDay), answer('payments/charging', 'junior0', startDay), answer('payments/charging', 'junior1', startDay)];
    const climb = climbOf(aProgress({ answers }), opened, startDay, 4);
    assert.deepEqual(climb?.overall, climbOf(aProgress({ answers }), catalogue, startDay, 4)?.overall);
    assert.deepEqual([...climb?.topics.keys() ?? []], ['low', 'payments/charging']);
  });

  it('rises with answers, falls with forgetting and with a miss', () => {
    const answers = ['junior0', 'junior1', 'junior2'].map((piece) => answer('low', piece, startDay));
    const heights = climbOf(aProgress({ answers }), catalogue, startDay + 60 * day, 60)?.overall ?? [];
    assert.deepEqual([heights[0], heights[60]], [1, 0]);
    assert.deepEqual([...heights].sort((a, b) => b - a), heights);
    const missed = [...answers, answer('low', 'junior0', startDay + 2 * day, false)];
    assert.deepEqual(climbOf(aProgress({ answers: missed }), catalogue, startDay + 2 * day, 2)?.overall, [1, 1, 2 / 3]);
  });

  it('shows the same of a moment as was shown then', () => {
    const given = fc.record({ piece: fc.constantFrom('junior0', 'junior1', 'junior2'), correct: fc.boolean(), at: fc.integer({ min: 0, max: 40 }) });
    fc.assert(
      fc.property(fc.array(given, { maxLength: 11 }), (list) => {
        const answers = list.map(({ piece, correct, at }, n) => ({ ...answer('low', piece, at * day, correct), id: `n${n}` }));
        const progress = mergeProgress({ answers });
        const climb = climbOf(progress, catalogue, 40 * day, 8);
        for (const [step, at] of climb?.times.entries() ?? []) {
          const then = mergeProgress({ answers: answers.filter((each) => each.at <= at) });
          assert.equal(climb?.overall[step], heightOf(altitudeOf(then, catalogue, at)));
        }
      }),
    );
  });

  it('counts answers of a machine whose clock is ahead as given', () => {
    const climb = climbOf(aProgress({ answers: [answer('low', 'junior0', startDay + day)] }), catalogue, startDay, 2);
    assert.deepEqual(climb?.overall, [0, 0, 1 / 3]);
  });

  it('reaches the height of a tier with the tier alone', () => {
    for (const tier of tiers) assert.equal(tierAt(heightOf({ tier })), tier);
    assert.equal(tierAt(heightOf({ tier: 'zero', next: { tier: 'senior', held: 8, needed: 9 } })), 'zero');
  });
});
