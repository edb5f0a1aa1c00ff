import assert from 'node:assert/strict';
import { piecesTeaching, pieceTeaching } from '../../src/learning/teaching';
import { aCatalogue, aLesson, aPiece } from './samples';

/** What is built in, and a team's own lessons behind it. */
const catalogue = aCatalogue([
  aLesson('loop', [aPiece('hash', { rule: 'sync' }), aPiece('read', { rule: 'other', also: ['sync'] })]),
  aLesson('payments/charging', [aPiece('first', { rule: 'other' }), aPiece('second', { rule: 'payments/cents' })]),
  aLesson('payments/signing-in', [aPiece('third', { rule: 'sync' })]),
]);
const teaching = (id: string, lesson: string) => piecesTeaching(catalogue, { id, lesson }).map((ref) => `${ref.lesson} ${ref.piece}`);

describe('what teaches a rule', () => {
  it('is the piece it names, then every other that names the rule, a team’s among them', () => {
    assert.deepEqual(teaching('sync', 'loop#read'), ['loop read', 'loop hash', 'payments/signing-in third']);
  });

  it('is in a lesson that it names the piece about it, else the first one', () => {
    assert.deepEqual(pieceTeaching(catalogue, { id: 'payments/cents', lesson: 'payments/charging' }), { lesson: 'payments/charging', piece: 'second' });
    assert.deepEqual(teaching('payments/unnamed', 'payments/charging'), ['payments/charging first']);
  });

  it('is any piece that names it where it names none, or one that is not there', () => {
    for (const named of ['', 'gone', 'gone#gone', 'loop#gone']) assert.deepEqual(teaching('payments/cents', named), ['payments/charging second']);
  });

  it('is nothing where nobody teaches it', () => {
    assert.deepEqual(teaching('payments/nobody', ''), []);
    assert.equal(pieceTeaching(catalogue, { id: 'payments/nobody', lesson: 'gone#gone' }), undefined);
  });
});
