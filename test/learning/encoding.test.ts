import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeProgress, encodeProgress } from '../../src/learning/encoding';
import { keptPerPiece, mergeProgress } from '../../src/learning/progress';
import { anAnswer, progress } from './samples';

describe('stored form', () => {
  it('gives back what was put in, through JSON', () => {
    fc.assert(
      fc.property(progress, (p) => {
        const whole = mergeProgress(p);
        assert.deepEqual(decodeProgress(JSON.parse(JSON.stringify(encodeProgress(whole)))), whole);
      }),
    );
  });

  it('keeps when an answer was brought back', () => {
    const whole = { answers: [anAnswer({ at: 5, entered: 70 })] };
    assert.deepEqual(decodeProgress(encodeProgress(whole)), whole);
  });

  it('stays under 200 kB for a hundred pieces answered as often as is kept', () => {
    const answers = Array.from({ length: 100 * keptPerPiece }, (_, n) =>
      anAnswer({
        id: `k3J-x_9Q${String(n).padStart(4, '0')}`,
        lesson: `incident-reading-${n % 25}`,
        piece: `handler-blocks-the-loop-${n % 4}`,
        option: 'off-the-loop',
        at: 1_795_000_000_000 + n,
      }),
    );
    const bytes = Buffer.byteLength(JSON.stringify(encodeProgress({ answers })));
    assert.ok(bytes < 200_000, `${bytes} bytes`);
  });

  for (const [name, value] of Object.entries({
    nothing: undefined,
    'a text': '{}',
    'another version': { v: 2, answers: {} },
    'a broken row': { v: 1, answers: { l: { p: [['id', 'a', 1, 7, 0, 1]] } } },
    'a time that is no number': { v: 1, answers: {}, reset: ['r', '1'] },
  }))
    it(`does not take ${name} for progress`, () => assert.equal(decodeProgress(value), undefined));
});
