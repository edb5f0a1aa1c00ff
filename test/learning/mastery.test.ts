import assert from 'node:assert/strict';
import fc from 'fast-check';
import { confidences, type Answer } from '../../src/learning/answer';
import { altitudeOf, masteryRule, strengthsOf } from '../../src/learning/mastery';
import { day } from '../../src/learning/memory';
import { mergeProgress, noProgress, type Progress } from '../../src/learning/progress';
import type { Tier } from '../../src/lessons/model';
import { aCatalogue, aLesson, anAnswer, aPiece, aProgress } from './samples';

const names = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}${n}`);
const pieces = (tier: Tier, count: number) => names(tier, count).map((id) => aPiece(id, { tier }));
const right = (lesson: string, ids: readonly string[], at = 0) => ({
  answers: ids.map((piece) => anAnswer({ id: `${lesson}/${piece}@${at}`, lesson, piece, at })),
});

/** Ten junior, five middle, five senior pieces over two topics. */
const catalogue = aCatalogue([aLesson('low', [...pieces('junior', 10), ...pieces('middle', 5)]), aLesson('high', pieces('senior', 5))]);
const tierOf = (...parts: readonly Partial<Progress>[]) => altitudeOf(mergeProgress(...parts), catalogue, day).tier;

describe('altitude', () => {
  it('begins at zero and says what the next tier takes', () => {
    const altitude = altitudeOf(noProgress, catalogue, 0);
    assert.equal(altitude.tier, 'zero');
    assert.equal(altitude.mastery, 0);
    assert.deepEqual([altitude.next?.tier, altitude.next?.held, altitude.next?.needed, altitude.next?.pieces.length], ['junior', 0, 6, 20]);
    assert.deepEqual(altitudeOf(noProgress, aCatalogue([]), 0), { tier: 'zero', tiers: [], mastery: 0, answered: 0, topics: [] });
  });

  it('is reached at six of ten pieces held, not at five', () => {
    assert.equal(tierOf(right('low', names('junior', 5))), 'zero');
    assert.equal(tierOf(right('low', names('junior', 6))), 'junior');
    assert.equal(tierOf(right('low', [...names('junior', 6), ...names('middle', 3)])), 'middle');
  });

  it('takes a right guess for too little, until it is right again on another day', () => {
    const guessed = (at: number) => ({ answers: right('low', names('junior', 10), at).answers.map((answer): Answer => ({ ...answer, confidence: 'guess' })) });
    assert.equal(tierOf(guessed(0)), 'zero');
    assert.equal(tierOf(guessed(0), guessed(day)), 'junior');
  });

  it('lets pieces of higher tiers vouch for lower ones, never the other way', () => {
    assert.equal(tierOf(right('low', names('middle', 3)), right('high', names('senior', 3))), 'senior');
    assert.equal(tierOf(right('low', [...names('junior', 10), ...names('middle', 5)])), 'middle');
  });

  it('asks a quarter of the next tier where a tier has no pieces of its own', () => {
    const seniorOnly = aCatalogue([aLesson('high', pieces('senior', 20))]);
    const at = (count: number) => altitudeOf(mergeProgress(right('high', names('senior', count))), seniorOnly, day).tier;
    assert.deepEqual([at(2), at(3), at(11), at(12)], ['zero', 'middle', 'middle', 'senior']);
  });

  it('fades with time and comes back with a review', () => {
    const first = right('low', names('junior', 6));
    const at = (progress: Partial<Progress>, days: number) => altitudeOf(mergeProgress(progress), catalogue, days * day).tier;
    assert.deepEqual([at(first, 1), at(first, 60)], ['junior', 'zero']);
    const reviewed = mergeProgress(first, right('low', names('junior', 6), 60 * day));
    assert.equal(at(reviewed, 120), 'junior');
  });

  it('is not moved by marks, placement, hints, or fixes in the reader’s code without an answer', () => {
    const idle: Partial<Progress> = {
      marks: [{ id: 'm', lesson: 'low', at: 1, as: 'finished' }],
      placements: [{ id: 'p', tier: 'senior', at: 1 }],
      practised: [{ id: 'f', rule: 'sync-in-request-path', at: 1 }],
    };
    assert.deepEqual(altitudeOf(mergeProgress(idle), catalogue, day), altitudeOf(noProgress, catalogue, day));
    const hinted = right('low', ['junior0']).answers.map((answer) => ({ ...answer, hints: 3 }));
    assert.deepEqual(altitudeOf(aProgress({ answers: hinted }), catalogue, day), altitudeOf(mergeProgress(right('low', ['junior0'])), catalogue, day));
  });

  it('names the pieces nearest to the next tier first', () => {
    const faint = { answers: [anAnswer({ lesson: 'low', piece: 'middle3', confidence: 'guess' })] };
    const { next } = altitudeOf(mergeProgress(right('low', names('junior', 6)), faint), catalogue, day);
    assert.deepEqual([next?.tier, next?.needed, next?.pieces[0]], ['middle', 3, { lesson: 'low', piece: 'middle3' }]);
    assert.ok(next?.pieces.every(({ piece }) => !piece.startsWith('junior')));
  });

  it('tells mastery by tier and topic, over all pieces and not the answered alone', () => {
    const altitude = altitudeOf(mergeProgress(right('high', ['senior0'])), catalogue, 0);
    const high = altitude.topics.find(({ topic }) => topic === 'high');
    assert.deepEqual(high?.tiers, [{ tier: 'senior', mastery: masteryRule.evidence[1] / 5, pieces: 5, answered: 1, held: 1 }]);
    assert.deepEqual([high.tier, high.answered], ['zero', 1]);
    assert.ok(Math.abs(altitude.mastery - masteryRule.evidence[1] / 20) < 1e-9);
    assert.deepEqual(altitude.topics.map(({ topic }) => topic), ['low', 'high']);
  });

  it('is the same whatever a folder or a pack teaches: that is a topic and no more', () => {
    const built = [aLesson('low', pieces('junior', 10)), aLesson('high', pieces('senior', 5))];
    const opened = aCatalogue([...built, aLesson('payments/charging', pieces('middle', 40))]);
    const given = mergeProgress(right('low', names('junior', 6)), right('payments/charging', names('middle', 40)));
    const { topics, ...altitude } = altitudeOf(given, opened, day);
    const { topics: before, ...closed } = altitudeOf(given, aCatalogue(built), day);
    assert.deepEqual(altitude, closed);
    assert.deepEqual(topics.slice(0, -1), before);
    assert.deepEqual([topics.at(-1)?.topic, topics.at(-1)?.tier, topics.at(-1)?.answered], ['payments/charging', 'middle', 40]);
  });

  it('finds what is strong and what is weak among the topics answered', () => {
    const small = aCatalogue(['a', 'b', 'c', 'd'].map((id) => aLesson(id, [aPiece('p')])));
    const wrong = { answers: [anAnswer({ id: 'w', lesson: 'c', correct: false })] };
    const guessed = { answers: [anAnswer({ id: 'g', lesson: 'b', confidence: 'guess' })] };
    const { strong, weak } = strengthsOf(altitudeOf(mergeProgress(right('a', ['p']), guessed, wrong), small, 0));
    assert.deepEqual([strong.map(({ topic }) => topic), weak.map(({ topic }) => topic)], [['a'], ['c', 'b']]);
  });

  it('is never lowered by a right answer nor raised by a wrong one', () => {
    const given = fc.record({ piece: fc.constantFrom(...names('junior', 3)), correct: fc.boolean(), confidence: fc.constantFrom(...confidences), at: fc.integer({ min: 0, max: 100 * day }) });
    fc.assert(
      fc.property(fc.array(given), fc.constantFrom(...confidences), (list, confidence) => {
        const before = aProgress({ answers: list.map((each, n) => anAnswer({ id: `n${n}`, lesson: 'low', ...each })) });
        const now = 101 * day;
        const after = (correct: boolean) =>
          altitudeOf(mergeProgress(before, { answers: [anAnswer({ id: 'last', lesson: 'low', piece: 'junior0', correct, confidence, at: now })] }), catalogue, now).mastery;
        const { mastery } = altitudeOf(mergeProgress(before), catalogue, now);
        assert.ok(mastery >= 0 && mastery <= 1);
        assert.ok(after(true) >= mastery - 1e-9, `${after(true)} after a right answer, ${mastery} before`);
        assert.ok(after(false) <= mastery + 1e-9);
      }),
    );
  });
});
