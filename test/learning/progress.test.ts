import assert from 'node:assert/strict';
import fc from 'fast-check';
import { groupBy } from '../../src/learning/groups';
import { kinds } from '../../src/learning/kinds';
import { lastGiven, markOf, mergeProgress, missingFrom, nextMoment, noProgress, readmitted, retractionOf, type Progress } from '../../src/learning/progress';
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

  it('merges to the same when what is taken back, forgotten and crowded out meet', () => {
    fc.assert(
      fc.property(fc.array(progress, { minLength: 3, maxLength: 6 }), fc.infiniteStream(fc.nat()), (copies, picks) => {
        const all = mergeProgress(...copies);
        let heap = [...copies];
        while (heap.length > 1) {
          const a = heap.splice(picks.next().value % heap.length, 1);
          const b = heap.splice(picks.next().value % heap.length, 1);
          heap = [...heap, mergeProgress(...a, ...b)];
        }
        assert.deepEqual(mergeProgress(...heap), all);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps no more of a subject than its kind says, and of marks the latest', () => {
    fc.assert(
      fc.property(progress, progress, (a, b) => {
        const merged = mergeProgress(a, b);
        const graded = groupBy(merged.grades, kinds.grades.subject);
        assert.ok([...graded.values()].every(({ length }) => length <= kinds.grades.kept));
        for (const mark of merged.marks) assert.deepEqual(merged.marks.filter((each) => kinds.marks.subject(each) === kinds.marks.subject(mark)), [mark]);
      }),
    );
  });
});

describe('taking back', () => {
  const first = anAnswer({ id: 'first', at: 1, correct: false });
  const second = anAnswer({ id: 'second', at: 2 });
  const whole = aProgress({ answers: [first, second] });
  const takenBack = (progress: Progress) => {
    const undone = lastGiven(progress);
    assert.ok(undone);
    return mergeProgress(progress, { retractions: [retractionOf(undone)] });
  };

  it('takes the last answer or grade, one after the other', () => {
    const grade = { id: 'grade', card: 'c', rating: 'good', at: 3 } as const;
    let progress = mergeProgress(whole, { grades: [grade] });
    assert.deepEqual(lastGiven(progress), { list: 'grades', entry: grade });
    progress = takenBack(progress);
    assert.deepEqual([progress.grades, ids(progress)], [[], ['first', 'second']]);
    progress = takenBack(progress);
    assert.deepEqual(ids(progress), ['first']);
    assert.equal(lastGiven(takenBack(progress)), undefined);
  });

  it('holds against older copies, also those that arrive later', () => {
    const undone = takenBack(whole);
    assert.deepEqual(ids(mergeProgress(undone, whole)), ['first']);
    assert.deepEqual(ids(mergeProgress({ retractions: undone.retractions }, { answers: [second] })), []);
    assert.deepEqual(missingFrom(whole, undone)?.retractions, undone.retractions);
    assert.equal(missingFrom(undone, undone), undefined);
  });

  it('brings nothing back that had been crowded out, and takes no more room for ever', () => {
    const { kept } = kinds.answers;
    const many = Array.from({ length: kept + 1 }, (_, at) => anAnswer({ id: `n${at}`, at }));
    const undone = takenBack(mergeProgress({ answers: many }));
    assert.deepEqual(ids(mergeProgress(undone, { answers: many })), many.slice(1, -1).map(({ id }) => id));
    const later = Array.from({ length: kept }, (_, n) => anAnswer({ id: `later${n}`, at: 1000 + n }));
    assert.deepEqual(mergeProgress(undone, { answers: later }).retractions, []);
  });

  it('is forgotten with the rest at a reset, and kept out of a backup brought back', () => {
    const undone = takenBack(whole);
    const reset = mergeProgress(undone, { reset: { id: 'r', at: 10 } });
    assert.deepEqual(reset, aProgress({ reset: { id: 'r', at: 10 } }));
    assert.deepEqual(ids(mergeProgress(reset, readmitted(reset, undone, 11))), ['first~r']);
  });
});

describe('marks', () => {
  it('hold for their lesson or piece alone, the latest of them', () => {
    const mark = (id: string, as: 'finished' | 'skipped' | 'none', at: number, piece?: string) => ({ id, lesson: 'l', as, at, ...(piece !== undefined && { piece }) });
    const marked = mergeProgress({ marks: [mark('a', 'skipped', 1), mark('b', 'finished', 2), mark('c', 'skipped', 1, 'p')] });
    assert.deepEqual([markOf(marked, { lesson: 'l' }), markOf(marked, { lesson: 'l', piece: 'p' }), markOf(marked, { lesson: 'l', piece: 'q' })], ['finished', 'skipped', undefined]);
    assert.equal(markOf(mergeProgress(marked, { marks: [mark('d', 'none', 3)] }), { lesson: 'l' }), undefined);
  });
});
