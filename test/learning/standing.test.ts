import assert from 'node:assert/strict';
import { findPiece, neighbour } from '../../src/learning/lookup';
import { noProgress } from '../../src/learning/progress';
import { lessonStanding, pieceStanding, resumePoint } from '../../src/learning/standing';
import { noLessons, type Catalogue } from '../../src/lessons/model';
import { aLesson, anAnswer, aPiece, aProgress } from './samples';

const first = aLesson('first', [aPiece('p1'), aPiece('p2')]);
const second = aLesson('second', [aPiece('p1'), aPiece('p2')]);
const catalogue: Catalogue = {
  ...noLessons,
  tracks: [{ id: 'track', title: 'Track', summary: '', lessons: [first, aLesson('empty', []), second] }],
};
const answered = (...list: readonly [lesson: string, piece: string, correct?: boolean][]) =>
  aProgress({ answers: list.map(([lesson, piece, correct = true], at) => anAnswer({ id: `n${at}`, lesson, piece, correct, at })) });

describe('standing', () => {
  it('follows the latest answer and remembers the first', () => {
    const ref = { lesson: 'first', piece: 'p1' };
    assert.deepEqual(pieceStanding(noProgress, ref), { state: 'open', firstTry: false, attempts: 0 });
    assert.deepEqual(pieceStanding(answered(['first', 'p1', false], ['first', 'p1']), ref), { state: 'right', firstTry: false, attempts: 2 });
    assert.deepEqual(pieceStanding(answered(['first', 'p1'], ['first', 'p1', false]), ref), { state: 'wrong', firstTry: true, attempts: 2 });
  });

  it('tells two lessons with pieces of one name apart', () => {
    const progress = answered(['first', 'p1'], ['first', 'p2', false]);
    assert.deepEqual(lessonStanding(progress, first), { state: 'done', answered: 2, right: 1, total: 2 });
    assert.deepEqual(lessonStanding(progress, second), { state: 'new', answered: 0, right: 0, total: 2 });
  });

  it('resumes at the first piece for a new reader', () => {
    assert.deepEqual(resumePoint(noProgress, catalogue), { lesson: 'first', piece: 'p1' });
  });

  it('resumes in the lesson answered last, else in the first unfinished one', () => {
    assert.deepEqual(resumePoint(answered(['second', 'p1']), catalogue), { lesson: 'second', piece: 'p2' });
    assert.deepEqual(resumePoint(answered(['first', 'p1'], ['first', 'p2']), catalogue), { lesson: 'second', piece: 'p1' });
    assert.deepEqual(resumePoint(answered(['first', 'p1'], ['second', 'p1'], ['second', 'p2']), catalogue), { lesson: 'first', piece: 'p2' });
  });

  it('has nowhere to resume when all is answered or there is nothing', () => {
    assert.equal(resumePoint(answered(['first', 'p1'], ['first', 'p2'], ['second', 'p1'], ['second', 'p2']), catalogue), undefined);
    assert.equal(resumePoint(noProgress, noLessons), undefined);
  });
});

describe('lookup', () => {
  it('finds a piece with its place, and nothing for what is not there', () => {
    const placed = findPiece(catalogue, { lesson: 'second', piece: 'p2' });
    assert.equal(placed?.lesson, second);
    assert.equal(placed.index, 1);
    assert.equal(findPiece(catalogue, { lesson: 'second', piece: 'p3' }), undefined);
    assert.equal(findPiece(catalogue, { lesson: 'third', piece: 'p1' }), undefined);
  });

  it('steps inside the lesson and stops at its ends', () => {
    assert.deepEqual(neighbour(catalogue, { lesson: 'first', piece: 'p1' }, 1), { lesson: 'first', piece: 'p2' });
    assert.deepEqual(neighbour(catalogue, { lesson: 'first', piece: 'p2' }, -1), { lesson: 'first', piece: 'p1' });
    assert.equal(neighbour(catalogue, { lesson: 'first', piece: 'p2' }, 1), undefined);
    assert.equal(neighbour(catalogue, { lesson: 'first', piece: 'p1' }, -1), undefined);
    assert.equal(neighbour(catalogue, { lesson: 'first', piece: 'gone' }, 1), undefined);
  });
});
