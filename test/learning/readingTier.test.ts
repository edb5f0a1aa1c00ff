import assert from 'node:assert/strict';
import { day } from '../../src/learning/memory';
import { mergeProgress, noProgress } from '../../src/learning/progress';
import { nextTier, readingTier } from '../../src/learning/readingTier';
import { tiers, type Tier } from '../../src/lessons/model';
import { aCatalogue, aLesson, anAnswer, aPiece } from './samples';

const ids = ['a', 'b', 'c', 'd', 'e'];
const pieces = (tier: Tier) => ids.map((id) => aPiece(id, { tier }));
const catalogue = aCatalogue([aLesson('pools', pieces('junior')), aLesson('locks', pieces('senior'))]);
const told = (...at: readonly Tier[]) => ({ id: 'pools', readings: at.map((tier) => ({ tier, title: tier, text: tier })) });
const answered = { answers: ids.map((piece) => anAnswer({ id: piece, lesson: 'pools', piece, at: 0 })) };
const placed = (tier: Tier) => ({ placements: [{ id: tier, at: 0, tier }] });

describe('the tier a topic is read at', () => {
  it('is zero for a new reader', () => assert.equal(readingTier(told(...tiers), noProgress, catalogue, 0), 'zero'));

  it('is the highest reached: by answers, or by the placement quiz', () => {
    assert.equal(readingTier(told(...tiers), mergeProgress(answered), catalogue, day), 'junior');
    assert.equal(readingTier(told(...tiers), mergeProgress(answered, placed('zero')), catalogue, day), 'junior');
    assert.equal(readingTier(told(...tiers), mergeProgress(answered, placed('senior')), catalogue, day), 'senior');
  });

  it('is one the topic is told at, as near as can be', () => {
    assert.equal(readingTier(told('zero', 'junior'), mergeProgress(placed('senior')), catalogue, 0), 'junior');
    assert.equal(readingTier(told('senior'), noProgress, catalogue, 0), 'senior');
    assert.equal(readingTier(told(), noProgress, catalogue, 0), undefined);
  });

  it('goes round with each step', () => {
    const { readings } = told('zero', 'middle', 'senior');
    assert.deepEqual([nextTier(readings, 'zero'), nextTier(readings, 'middle'), nextTier(readings, 'senior')], ['middle', 'senior', 'zero']);
  });
});
