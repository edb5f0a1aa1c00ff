import assert from 'node:assert/strict';
import type { Progress } from '../../src/learning/progress';
import { noProgress } from '../../src/learning/progress';
import {
  asking,
  comeBack,
  currentItem,
  goOn,
  isSettled,
  leave,
  parseSession,
  placed,
  pruned,
  reveal,
  settle,
  startSession,
  type ReviewSession,
  type SessionItem,
} from '../../src/learning/reviewSession';
import { anAnswer } from './samples';

const piece: SessionItem = { kind: 'piece', ask: { lesson: 'l', piece: 'p' } };
const other: SessionItem = { kind: 'piece', ask: { lesson: 'l', piece: 'q' } };
const card: SessionItem = { kind: 'card', card: 'c' };
const old = anAnswer({ id: 'old', at: 1 });
const before: Progress = { ...noProgress, answers: [old] };

function withAnswer(progress: Progress, changes: Parameters<typeof anAnswer>[0]): Progress {
  return { ...progress, answers: [...progress.answers, anAnswer(changes)] };
}

function withGrade(progress: Progress, id: string, rating: 'again' | 'good'): Progress {
  return { ...progress, grades: [...progress.grades, { id, card: 'c', rating, at: 5 }] };
}

function settled(session: ReviewSession, progress: Progress): ReviewSession {
  return settle(session, progress) ?? assert.fail('the session was dropped');
}

describe('a review session', () => {
  const begun = startSession('review', [piece, card, other], before, 10);

  it('is settled by a new answer to its piece, not by the one from before, and stays for the verdict', () => {
    assert.equal(isSettled(settled(begun, before)), false);
    const answered = settled(begun, withAnswer(before, { id: 'new', at: 11, correct: false }));
    assert.deepEqual(answered.outcomes, [{ entry: 'new', right: false }]);
    assert.equal(currentItem(answered), piece);
  });

  it('is not moved on by an answer to another piece, nor before the piece in view is answered', () => {
    const elsewhere = withAnswer(before, { id: 'new', piece: 'q', at: 11 });
    assert.deepEqual(settled(begun, elsewhere), begun);
    assert.deepEqual(goOn(begun, before), begun);
  });

  it('goes from a verdict to the next item, and from a grade at once', () => {
    const progress = withAnswer(before, { id: 'new', at: 11 });
    const atCard = goOn(settled(begun, progress), progress);
    assert.equal(currentItem(atCard), card);
    const after = settled(reveal(atCard), withGrade(progress, 'g', 'good'));
    assert.equal(currentItem(after), other);
    assert.equal(after.revealed, false);
    assert.deepEqual(after.outcomes.map(({ right }) => right), [true, true]);
  });

  it('counts again as not recalled', () => {
    const atCard = startSession('review', [card], before, 10);
    assert.deepEqual(settled(atCard, withGrade(before, 'g', 'again')).outcomes, [{ entry: 'g', right: false }]);
  });

  it('does not take an older grade of the same card for a new one', () => {
    const known = withGrade(before, 'g0', 'good');
    const atCard = startSession('review', [card], known, 10);
    assert.deepEqual(settled(atCard, known), atCard);
    assert.equal(currentItem(settled(atCard, withGrade(known, 'g1', 'good'))), undefined);
  });

  it('reveals cards only', () => {
    assert.equal(reveal(begun).revealed, false);
  });

  it('is back at an item whose answer or grade is gone, open again, from wherever it was', () => {
    const answered = withAnswer(before, { id: 'new', at: 11 });
    const graded = withGrade(answered, 'g', 'again');
    const end = settled(goOn(settled(begun, answered), answered), graded);
    assert.equal(currentItem(end), other);
    const undone = settled(end, answered);
    assert.deepEqual([currentItem(undone), isSettled(undone), undone.revealed, undone.outcomes.length], [card, false, false, 1]);
    const twice = settled(undone, before);
    assert.deepEqual([currentItem(twice), isSettled(twice)], [piece, false]);
    assert.deepEqual(settled(twice, before), twice, 'the answer from before does not settle it');
  });

  it('can be undone from its end', () => {
    const only = startSession('review', [card], before, 10);
    const end = settled(only, withGrade(before, 'g', 'good'));
    assert.equal(currentItem(end), undefined);
    assert.equal(currentItem(settled(end, before)), card);
  });

  it('is dropped by a reset, and not by one from before it began', () => {
    assert.equal(settle(begun, { ...noProgress, reset: { id: 'r', at: 11 } }), undefined);
    assert.ok(settle(begun, { ...before, reset: { id: 'r', at: 9 } }));
  });

  it('passes over what no longer exists, the item in view too, and keeps what is behind', () => {
    const answered = withAnswer(before, { id: 'new', at: 11 });
    const atCard = goOn(settled(begun, answered), answered);
    const left = pruned(atCard, (item) => item === other, answered);
    assert.deepEqual([left.items, currentItem(left)], [[piece, other], other]);
    const verdictGone = pruned(settled(begun, answered), (item) => item !== piece, answered);
    assert.deepEqual([currentItem(verdictGone), verdictGone.outcomes], [card, []]);
    assert.equal(pruned(begun, () => true, before), begun);
  });

  it('survives being stored, whatever it is at, and nothing else passes for one', () => {
    const answered = withAnswer(before, { id: 'new', at: 11 });
    for (const session of [begun, settled(begun, answered), leave(begun), placed(startSession('placement', [], before, 1), 'middle', before)]) {
      const stored: unknown = JSON.parse(JSON.stringify(session));
      assert.deepEqual(JSON.parse(JSON.stringify(parseSession(stored))), stored);
      assert.deepEqual(settle(parseSession(stored) ?? assert.fail('not read'), answered)?.position, settled(session, answered).position);
    }
    for (const value of [undefined, null, 'review', {}, { ...begun, quiz: 'exam' }, { ...begun, items: [{ kind: 'card' }] }, { ...begun, position: -1 }]) {
      assert.equal(parseSession(value), undefined);
    }
  });

  it('is left and gone on with at the same item', () => {
    assert.deepEqual(comeBack(leave(begun)), begun);
  });
});

describe('a placement session', () => {
  const first = asking(startSession('placement', [], before, 10), { lesson: 'l', piece: 'p' }, before);
  const answered = withAnswer(before, { id: 'new', at: 11 });
  const second = asking(settled(first, answered), { lesson: 'l', piece: 'q' }, answered);

  it('grows by each question', () => {
    assert.deepEqual([currentItem(first), currentItem(second), second.outcomes.length], [piece, other, 1]);
  });

  it('ends with its tier, and an undone answer opens it again without the questions that followed', () => {
    const both = withAnswer(answered, { id: 'last', piece: 'q', at: 12 });
    const end = placed(settled(second, both), 'senior', both);
    assert.deepEqual([currentItem(end), end.placed], [undefined, 'senior']);
    const undone = settled(end, { ...both, answers: both.answers.filter(({ id }) => id !== 'new') });
    assert.deepEqual([undone.items, undone.placed, currentItem(undone)], [[piece], undefined, piece]);
  });
});
