import assert from 'node:assert/strict';
import type { Answer } from '../../src/learning/answer';
import { answerOf, askAgain, choose, freshSitting, openHint, parseSittings, sessionOf, stopAsking, type Sitting } from '../../src/learning/sitting';
import { anAnswer, aPiece } from './samples';

const piece = aPiece('p');
const ref = { lesson: 'l', piece: 'p' };
const see = (sitting: Sitting, answers: readonly Answer[] = []) => sessionOf({ ref, order: ['b', 'a', 'd', 'c'], answers, sitting });
const stamp = { id: 'new', at: 9 };

describe('a sitting with one piece', () => {
  it('goes from asked to pending to an answer that records choice, hints and confidence', () => {
    let sitting = openHint(piece, see(freshSitting), freshSitting);
    sitting = choose(piece, see(sitting), sitting, 'b');
    assert.equal(see(sitting).pending, 'b');
    assert.equal(see(sitting).answer, undefined);
    assert.deepEqual(answerOf(piece, see(sitting), 'think', stamp), {
      id: 'new',
      lesson: 'l',
      piece: 'p',
      option: 'b',
      correct: false,
      confidence: 'think',
      hints: 1,
      at: 9,
    });
  });

  it('gives no answer before an option is chosen, nor for one the piece does not have', () => {
    assert.equal(answerOf(piece, see(freshSitting), 'sure', stamp), undefined);
    assert.deepEqual(choose(piece, see(freshSitting), freshSitting, 'z'), freshSitting);
  });

  it('lets the choice be changed and taken back before confidence, hints staying open', () => {
    let sitting = openHint(piece, see(freshSitting), freshSitting);
    sitting = choose(piece, see(sitting), sitting, 'b');
    sitting = choose(piece, see(sitting), sitting, 'a');
    assert.equal(see(sitting).pending, 'a');
    sitting = askAgain(see(sitting), sitting);
    assert.equal(see(sitting).pending, undefined);
    assert.equal(see(sitting).hintsOpened, 1);
  });

  it('opens hints up to the last and no further', () => {
    let sitting = freshSitting;
    for (let n = 0; n < 5; n += 1) sitting = openHint(piece, see(sitting), sitting);
    assert.equal(see(sitting).hintsOpened, piece.hints.length);
  });

  it('shows the last answer, and hides it while the reader answers again', () => {
    const answers = [anAnswer({ id: 'one' }), anAnswer({ id: 'two' })];
    const session = see(freshSitting, answers);
    assert.equal(session.answer?.id, 'two');
    assert.equal(session.attempts, 2);
    const again = askAgain(session, freshSitting);
    assert.equal(see(again, answers).answer, undefined);
    assert.equal(see(again, answers).attempts, 2);
  });

  it('takes neither choice nor hint under a verdict', () => {
    const session = see(freshSitting, [anAnswer()]);
    assert.deepEqual(choose(piece, session, freshSitting, 'b'), freshSitting);
    assert.deepEqual(openHint(piece, session, freshSitting), freshSitting);
    assert.equal(answerOf(piece, { ...session, pending: 'a' }, 'sure', stamp), undefined);
  });

  it('keeps a choice made here when an answer arrives from another window', () => {
    const sitting = choose(piece, see(freshSitting), freshSitting, 'b');
    const session = see(sitting, [anAnswer()]);
    assert.equal(session.answer, undefined);
    assert.equal(session.pending, 'b');
  });

  it('asks again when the answered or chosen option has left the lesson', () => {
    assert.equal(see(freshSitting, [anAnswer({ option: 'gone' })]).answer, undefined);
    assert.equal(see({ ...freshSitting, asking: true, pending: 'gone' }).pending, undefined);
  });

  it('takes stored sittings back, and nothing that has another form', () => {
    const stored = { 'l/p': { hintsOpened: 2, asking: true, pending: 'b' }, 'l/q': { hintsOpened: 0, asking: false } };
    assert.deepEqual({ ...parseSittings(JSON.parse(JSON.stringify(stored))) }, stored);
    for (const other of [undefined, 'text', { 'l/p': { hintsOpened: '2', asking: true } }]) assert.deepEqual({ ...parseSittings(other) }, {});
  });

  it('closes a question opened again and left untouched, and no other', () => {
    const answers = [anAnswer()];
    const again = askAgain(see(freshSitting, answers), freshSitting);
    assert.equal(see(again, answers).answer, undefined);
    assert.equal(see(stopAsking(again), answers).answer, answers[0]);
    const hinted = openHint(piece, see(again, answers), again);
    assert.equal(stopAsking(hinted), hinted);
    const chosen = choose(piece, see(again, answers), again, 'b');
    assert.equal(stopAsking(chosen), chosen);
  });
});
