import assert from 'node:assert/strict';
import type { Answer } from '../../src/learning/answer';
import { calibrationOf } from '../../src/learning/calibration';
import { minute } from '../../src/learning/memory';
import { anAnswer, aProgress } from './samples';

const calibrated = (...answers: readonly Partial<Answer>[]) =>
  calibrationOf(aProgress({ answers: answers.map((answer, n) => anAnswer({ id: `n${n}`, piece: `p${n}`, at: n, ...answer })) })).map(({ confidence, n, right }) => [confidence, n, right]);

describe('calibration', () => {
  it('counts right answers by how sure the reader was, the surest first', () => {
    assert.deepEqual(calibrated(), [['sure', 0, 0], ['think', 0, 0], ['guess', 0, 0]]);
    assert.deepEqual(calibrated({}, { correct: false }, { confidence: 'guess', correct: false }, { confidence: 'guess' }, {}), [
      ['sure', 3, 2],
      ['think', 0, 0],
      ['guess', 2, 1],
    ]);
  });

  it('leaves out what was answered again straight after the verdict, and counts a later review', () => {
    const first = { piece: 'p', correct: false, at: 0 };
    assert.deepEqual(calibrated(first, { piece: 'p', at: 9 * minute }, { piece: 'p', at: 18 * minute })[0], ['sure', 1, 0]);
    assert.deepEqual(calibrated(first, { piece: 'p', at: 10 * minute })[0], ['sure', 2, 1]);
    assert.deepEqual(calibrated(first, { piece: 'p', lesson: 'other', at: minute })[0], ['sure', 2, 1]);
  });
});
