import assert from 'node:assert/strict';
import { openStepBehind, type StepStanding } from '../../src/team/standing';

const lesson = (id: string, isDone = false): StepStanding => ({ kind: 'lesson', id, title: id, minutes: 5, answered: 0, total: 1, isDone });
const rule = (id: string, isDone = false): StepStanding => ({ kind: 'rule', id, title: id, isDone });

describe('where a way goes on behind a lesson', () => {
  const behind = (id: string, ...steps: readonly StepStanding[]) => openStepBehind(steps, id)?.id;

  it('is the first open step after it', () => {
    assert.equal(behind('a', lesson('a', true), lesson('b', true), rule('c'), lesson('d')), 'c');
  });

  it('is an open step before it where none comes after', () => {
    assert.equal(behind('b', lesson('a'), lesson('b'), rule('c', true)), 'a');
  });

  it('is never the lesson itself', () => {
    assert.equal(behind('a', lesson('a'), rule('b', true)), undefined);
  });
});
