import assert from 'node:assert/strict';
import fc from 'fast-check';
import { kinds } from '../../src/learning/kinds';
import { mergeProgress, nextMoment, noProgress, readmitted, type Progress } from '../../src/learning/progress';
import { anAnswer, aProgress, progress } from './samples';

const ids = (p: Progress) => p.answers.map((answer) => answer.id);

describe('progress', () => {
  it('merges as a union by id, by time', () => {
    const early = anAnswer({ id: 'early', at: 1 });
    const shared = anAnswer({ id: 'shared', at: 2 });
    const late = anAnswer({ id: 'late', at: 3 });
    assert.deepEqual(mergeProgress({ answers: [late, shared] }, { answers: [shared, early] }).answers, [early, shared, late]);
  });

  it('merges to the same whatever the order and grouping', () => {
    fc.assert(
      fc.property(progress, progress, progress, (a, b, c) => {
        const all = mergeProgress(a, b, c);
        assert.deepEqual(mergeProgress(c, a, b), all);
        assert.deepEqual(mergeProgress(mergeProgress(a, b), c), all);
        assert.deepEqual(mergeProgress(a, mergeProgress(c, b)), all);
        assert.deepEqual(mergeProgress(all, all), all);
      }),
    );
  });

  it('forgets what is older than a reset, also when an older copy is merged in later', () => {
    const before = { answers: [anAnswer({ id: 'old', at: 10 })] };
    const reset = mergeProgress(before, { reset: { id: 'r', at: 11 } });
    assert.deepEqual(ids(reset), []);
    const after = mergeProgress(reset, { answers: [anAnswer({ id: 'new', at: 12 })] }, before);
    assert.deepEqual(ids(after), ['new']);
  });

  it('takes a moment later than anything known for a reset, though the clock stands behind', () => {
    const fromAheadClock = aProgress({ answers: [anAnswer({ at: 5_000 })] });
    const at = nextMoment(fromAheadClock, 100);
    assert.deepEqual(mergeProgress(fromAheadClock, { reset: { id: 'r', at } }).answers, []);
    assert.equal(nextMoment(noProgress, 100), 100);
  });

  it('brings answers back by an import after a reset, once', () => {
    const backup = aProgress({ answers: [anAnswer({ id: 'old', at: 10, correct: false })] });
    const emptied = mergeProgress(backup, { reset: { id: 'r', at: 20 } });
    const restored = mergeProgress(emptied, readmitted(emptied, backup, 30));
    assert.equal(restored.answers.length, 1);
    assert.deepEqual([restored.answers[0]!.at, restored.answers[0]!.correct], [10, false]);
    assert.equal(mergeProgress(restored, readmitted(restored, backup, 40)).answers.length, 1);
    const emptiedAgain = mergeProgress(restored, { reset: { id: 's', at: nextMoment(restored, 50) } });
    assert.deepEqual(emptiedAgain.answers, []);
  });

  it('holds at most the latest answers of a piece', () => {
    const many = Array.from({ length: 100 }, (_, at) => anAnswer({ id: `n${at}`, at }));
    const kept = mergeProgress({ answers: many }).answers;
    assert.deepEqual(kept, many.slice(-kinds.answers.kept));
  });

  it('lets the earliest reader stamp seed every copy', () => {
    const merged = mergeProgress({ reader: { id: 'later', at: 9 } }, { reader: { id: 'first', at: 3 } });
    assert.equal(merged.reader?.id, 'first');
  });
});
