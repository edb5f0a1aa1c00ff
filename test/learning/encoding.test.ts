import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeProgress, encodeProgress } from '../../src/learning/encoding';
import { mergeProgress } from '../../src/learning/progress';
import { anAnswer, aProgress, progress } from './samples';

describe('stored form', () => {
  it('gives back what was put in, through JSON', () => {
    fc.assert(
      fc.property(progress, (p) => {
        const whole = mergeProgress(p);
        assert.deepEqual(decodeProgress(JSON.parse(JSON.stringify(encodeProgress(whole)))), whole);
      }),
    );
  });

  it('tells the pieces and lessons of teams apart from each other and from what is built in', () => {
    const answers = ['shop', 'payments/shop', 'shop/charging'].map((lesson, n) => anAnswer({ id: `a${n}`, lesson, piece: 'charging' }));
    const marks = [{ lesson: 'shop', piece: 'charging' }, { lesson: 'shop/charging' }, { lesson: 'shop' }, { lesson: 'shop/charging', piece: 'charging' }].map((of, n) => ({ id: `m${n}`, at: n, as: 'finished' as const, ...of }));
    const whole = mergeProgress(aProgress({ answers, marks }));
    assert.deepEqual([whole.answers.length, whole.marks.length], [3, 4]);
    assert.deepEqual(decodeProgress(JSON.parse(JSON.stringify(encodeProgress(whole)))), whole);
  });

  it('keeps when an answer was brought back', () => {
    const whole = aProgress({ answers: [anAnswer({ at: 5, entered: 70 })] });
    assert.deepEqual(decodeProgress(encodeProgress(whole)), whole);
  });

  it('reads version 1, which held answers alone', () => {
    const version1 = {
      v: 1,
      reader: ['me', 3],
      reset: ['r', 4],
      answers: { l: { p: [['x', 'a', 1, 0, 2, 5], ['y', 'b', 0, 2, 0, 6, 70]] } },
    };
    const read = aProgress({
      reader: { id: 'me', at: 3 },
      reset: { id: 'r', at: 4 },
      answers: [anAnswer({ id: 'x', hints: 2, at: 5 }), anAnswer({ id: 'y', option: 'b', correct: false, confidence: 'guess', at: 6, entered: 70 })],
    });
    assert.deepEqual(decodeProgress(version1), read);
  });

  for (const [name, value] of Object.entries({
    nothing: undefined,
    'a text': '{}',
    'a later version': { v: 3, lists: {}, gone: [] },
    'a list it does not know': { v: 2, lists: { badges: { first: [['id', 1]] } }, gone: [] },
    'a broken row': { v: 2, lists: { answers: { 'l/p': [['id', 1, 'a', 1, 7, 0]] } }, gone: [] },
    'a broken row of version 1': { v: 1, answers: { l: { p: [['id', 'a', 1, 7, 0, 1]] } } },
    'a time that is no number': { v: 2, lists: {}, gone: [], reset: ['r', '1'] },
  }))
    it(`does not take ${name} for progress`, () => assert.equal(decodeProgress(value), undefined));
});
