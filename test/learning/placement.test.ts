import assert from 'node:assert/strict';
import fc from 'fast-check';
import { confidences, type Answer, type Confidence } from '../../src/learning/answer';
import { findPiece } from '../../src/learning/lookup';
import { placementLength, placementStep } from '../../src/learning/placement';
import { noLessons, tiers, type Catalogue, type Piece, type Tier } from '../../src/lessons/model';
import { aCatalogue, aLesson, anAnswer, aPiece } from './samples';

const ladder = ['junior', 'middle', 'senior'] as const;
const languages = ['javascript', 'go', 'sql'] as const;
const catalogue = aCatalogue(
  ladder.flatMap((tier) => languages.map((language) => aLesson(`${tier}-${language}`, ['a', 'b'].map((id) => aPiece(id, { tier, language }))))),
);

interface Run {
  readonly answers: readonly Answer[];
  readonly pieces: readonly Piece[];
  readonly done: Tier;
}

/** Takes the whole quiz as `give` answers it. */
function take(give: (piece: Piece, n: number) => { correct: boolean; confidence: Confidence }, from: Catalogue = catalogue, seed = 'reader'): Run {
  const answers: Answer[] = [];
  for (;;) {
    const step = placementStep(answers, from, seed);
    const pieces = answers.map((answer) => findPiece(from, answer)!.piece);
    if ('done' in step) return { answers, pieces, done: step.done };
    const { piece } = findPiece(from, step.ask)!;
    answers.push(anAnswer({ id: `n${answers.length}`, at: answers.length, ...step.ask, ...give(piece, answers.length) }));
  }
}

const knows = (tier: Tier, confidence: Confidence = 'sure') => (piece: Piece) => ({ correct: tiers.indexOf(piece.tier) <= tiers.indexOf(tier), confidence });

describe('placement quiz', () => {
  for (const tier of tiers)
    it(`finds a reader of tier ${tier} in few questions`, () => {
      const { done, answers } = take(knows(tier));
      assert.equal(done, tier);
      assert.ok(answers.length <= 6, `${answers.length} questions`);
    });

  it('begins in the middle, goes up on right and sure, down on wrong, and stays on right and unsure', () => {
    const tiersOf = (...given: readonly [boolean, Confidence][]) =>
      take((_, n) => ({ correct: given[n]?.[0] ?? false, confidence: given[n]?.[1] ?? 'think' })).pieces.map((piece) => piece.tier);
    assert.deepEqual(tiersOf([true, 'sure']).slice(0, 2), ['middle', 'senior']);
    assert.deepEqual(tiersOf([false, 'sure']).slice(0, 2), ['middle', 'junior']);
    assert.deepEqual(tiersOf([true, 'think'], [true, 'sure']).slice(0, 3), ['middle', 'middle', 'senior']);
  });

  it('stops at three misses of one tier with a right answer below', () => {
    const given = [false, true, false, true, false];
    const { done, answers } = take((_, n) => ({ correct: given[n] ?? true, confidence: 'sure' }));
    assert.deepEqual([done, answers.length], ['junior', 5]);
  });

  it('takes two misses of one tier for bad luck, if what follows is right', () => {
    const { done, pieces } = take((_, n) => ({ correct: n !== 0 && n !== 2, confidence: 'sure' }));
    assert.deepEqual(pieces.slice(0, 5).map(({ tier }) => tier), ['middle', 'junior', 'middle', 'junior', 'middle']);
    assert.equal(done, 'senior');
  });

  it('does not take guesses for knowledge', () => {
    assert.equal(take(knows('senior', 'guess')).done, 'zero');
    assert.equal(take(knows('senior', 'guess')).answers.length, placementLength);
  });

  it('asks over topics and languages before it asks one again', () => {
    const { pieces, answers } = take((_, n) => ({ correct: n % 2 === 0, confidence: 'think' }));
    const middle = pieces.flatMap((piece, n) => (piece.tier === 'middle' ? [[answers[n]!.lesson, piece.language]] : []));
    assert.equal(new Set(middle.slice(0, 3).map(([lesson]) => lesson)).size, Math.min(3, middle.length));
    assert.ok(new Set(pieces.slice(0, 3).map(({ language }) => language)).size >= 2);
  });

  it('asks readers different pieces, one reader always the same', () => {
    const firsts = new Set(Array.from({ length: 40 }, (_, n) => JSON.stringify(placementStep([], catalogue, `reader-${n}`))));
    assert.ok(firsts.size >= 4, `${firsts.size} first pieces`);
    assert.deepEqual(take(knows('middle')), take(knows('middle')));
  });

  it('asks nothing that a folder or a pack teaches, and takes no tier from it', () => {
    const opened: Catalogue = aCatalogue([aLesson('built-in', [aPiece('a', { tier: 'junior' })]), aLesson('payments/charging', ['a', 'b', 'c'].map((id) => aPiece(id, { tier: 'senior' })))]);
    const { answers, done } = take(() => ({ correct: true, confidence: 'sure' }), opened);
    assert.deepEqual([answers.map(({ lesson }) => lesson), done], [['built-in'], 'junior']);
  });

  it('makes do with the tiers and pieces there are', () => {
    assert.deepEqual(placementStep([], noLessons, 's'), { done: 'zero' });
    const few = aCatalogue([aLesson('l', [aPiece('only')])]);
    assert.deepEqual(take(knows('senior'), few).done, 'senior');
    assert.deepEqual(take(knows('zero'), few).done, 'zero');
    assert.deepEqual(placementStep([anAnswer({ lesson: 'gone' })], few, 's'), { ask: { lesson: 'l', piece: 'only' } });
  });

  it('ends in time, never asks twice, and finds a tier there is, whatever is answered', () => {
    const given = fc.record({ correct: fc.boolean(), confidence: fc.constantFrom(...confidences) });
    fc.assert(
      fc.property(fc.array(given, { minLength: placementLength, maxLength: placementLength }), fc.string(), (list, seed) => {
        const { answers, done } = take((_, n) => list[n]!, catalogue, seed);
        assert.ok(answers.length >= 2 && answers.length <= placementLength);
        assert.equal(new Set(answers.map(({ lesson, piece }) => `${lesson}/${piece}`)).size, answers.length);
        const [first] = list;
        if (done !== 'zero') assert.ok(answers.some((answer) => answer.correct && findPiece(catalogue, answer)?.piece.tier === done));
        assert.ok(first);
      }),
    );
  });
});
