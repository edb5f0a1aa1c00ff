import assert from 'node:assert/strict';
import { findPiece, neighbour } from '../../src/learning/lookup';
import { mergeProgress, noProgress } from '../../src/learning/progress';
import { exerciseStanding, lessonStanding, pieceStanding, resumePoint, startPoint } from '../../src/learning/standing';
import { noLessons, type Catalogue } from '../../src/lessons/model';
import { aCatalogue, aLesson, anAnswer, aPiece, aProgress, aPrompt } from './samples';

const first = aLesson('first', [aPiece('p1'), aPiece('p2')]);
const second = aLesson('second', [aPiece('p1'), aPiece('p2')]);
const catalogue: Catalogue = {
  ...noLessons,
  tracks: [{ id: 'track', title: 'Track', summary: '', lessons: [first, aLesson('empty', []), second] }],
};
const answered = (...list: readonly [lesson: string, piece: string, correct?: boolean][]) =>
  aProgress({ answers: list.map(([lesson, piece, correct = true], at) => anAnswer({ id: `n${at}`, lesson, piece, correct, at })) });

describe('standing', () => {
  it('tells how an exercise was graded the last time, of the points it has today', () => {
    const prompt = aPrompt('webhook', ['verify', 'store', 'answer']);
    assert.equal(exerciseStanding(noProgress, prompt), undefined);
    const grading = (id: string, met: readonly string[], at: number) => ({ id, exercise: 'webhook', met, missed: [], at });
    const progress = aProgress({ gradings: [grading('a', ['verify', 'store'], 1), { ...grading('b', ['verify'], 2), exercise: 'other' }] });
    assert.deepEqual(exerciseStanding(progress, prompt), { met: 2, points: 3 });
    const again = mergeProgress(progress, { gradings: [grading('c', ['answer', 'gone'], 3)] });
    assert.deepEqual(exerciseStanding(again, prompt), { met: 1, points: 3 });
  });

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

describe('marks and placement', () => {
  const low = aLesson('low', [aPiece('p1'), aPiece('p2')], { tier: 'middle' });
  const climb = aCatalogue([first, second, low]);
  const mark = (lesson: string, as: 'finished' | 'skipped', piece?: string) => ({ id: `${lesson}${piece}`, lesson, as, at: 1, ...(piece !== undefined && { piece }) });
  const placed = (tier: 'zero' | 'middle' | 'senior', at = 50) => ({ placements: [{ id: `${at}`, tier, at }] });

  it('shows a mark beside what the answers say, and does not mix the two', () => {
    const marked = mergeProgress(answered(['first', 'p1', false]), { marks: [mark('first', 'finished'), mark('first', 'skipped', 'p1')] });
    assert.deepEqual(lessonStanding(marked, first), { state: 'started', answered: 1, right: 0, total: 2, marked: 'finished' });
    assert.deepEqual(pieceStanding(marked, { lesson: 'first', piece: 'p1' }), { state: 'wrong', firstTry: false, attempts: 1, marked: 'skipped' });
  });

  it('goes on past what is finished or skipped, whether lesson or piece', () => {
    assert.deepEqual(resumePoint(aProgress({ marks: [mark('first', 'finished')] }), catalogue), { lesson: 'second', piece: 'p1' });
    assert.deepEqual(resumePoint(aProgress({ marks: [mark('first', 'skipped', 'p1')] }), catalogue), { lesson: 'first', piece: 'p2' });
    assert.equal(resumePoint(aProgress({ marks: [mark('first', 'skipped'), mark('second', 'finished')] }), catalogue), undefined);
    const inMarked = mergeProgress(answered(['second', 'p1']), { marks: [mark('second', 'skipped')] });
    assert.deepEqual(resumePoint(inMarked, catalogue), { lesson: 'first', piece: 'p1' });
  });

  it('starts at the first lesson, or where the placement quiz says, until something is answered', () => {
    assert.deepEqual(startPoint(noProgress, climb), { lesson: 'first', piece: 'p1' });
    assert.equal(startPoint(answered(['first', 'p1']), climb), undefined);
    const quiz = answered(['first', 'p1'], ['second', 'p1']);
    for (const [tier, lesson, piece] of [['zero', 'low', 'p1'], ['middle', 'low', 'p1'], ['senior', 'first', 'p2']] as const)
      assert.deepEqual(startPoint(mergeProgress(quiz, placed(tier)), climb), { lesson, piece }, tier);
    assert.equal(startPoint(mergeProgress(quiz, placed('middle', 0)), climb), undefined);
    assert.equal(startPoint(noProgress, noLessons), undefined);
  });

  it('goes on at the tier found, then above it, then below', () => {
    const begun = mergeProgress(answered(['low', 'p1']), { placements: [{ id: 'p', tier: 'middle', at: 0 }] });
    const after = (...more: readonly [string, string][]) =>
      resumePoint(mergeProgress(begun, { answers: more.map(([lesson, piece], n) => anAnswer({ id: `m${n}`, lesson, piece, at: 100 + n })) }), climb);
    assert.deepEqual(resumePoint(mergeProgress(answered(['second', 'p1']), placed('middle')), climb), { lesson: 'low', piece: 'p1' });
    assert.deepEqual(after(['low', 'p2']), { lesson: 'first', piece: 'p1' });
    assert.deepEqual(after(['low', 'p2'], ['second', 'p1']), { lesson: 'second', piece: 'p2' });
    const senior = { placements: [{ id: 's', tier: 'senior' as const, at: 0 }] };
    const allAbove = answered(['first', 'p1'], ['first', 'p1'], ['first', 'p2'], ['second', 'p1'], ['second', 'p2']);
    assert.deepEqual(resumePoint(mergeProgress(allAbove, senior), climb), { lesson: 'low', piece: 'p1' });
  });
});

describe('lookup', () => {
  it('finds a variant where the piece it varies stands', () => {
    const varied = { ...first, variants: [{ ...aPiece('v'), variantOf: 'p2' }] };
    const found = findPiece(aCatalogue([varied]), { lesson: 'first', piece: 'v' });
    assert.deepEqual([found?.piece.id, found?.index], ['v', 1]);
    assert.deepEqual(neighbour(aCatalogue([varied]), { lesson: 'first', piece: 'v' }, -1), { lesson: 'first', piece: 'p1' });
  });

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
