import assert from 'node:assert/strict';
import { rulePlaces } from '../../src/learning/rulePlaces';
import { aLesson, aPiece } from './samples';

const lesson = aLesson('pools', [aPiece('a', { rule: 'first' }), aPiece('b', { rule: 'second', also: ['third', 'first'] }), aPiece('c', { rule: 'unknown' }), aPiece('d')]);
const rules = [
  { id: 'third', title: 'Third' },
  { id: 'second', title: 'Second' },
  { id: 'first', title: 'First' },
];

describe('the places of a lesson’s rules', () => {
  it('name each known rule once, in the order of the pieces', () => {
    assert.deepEqual(
      rulePlaces(lesson, rules, { practised: [] }, () => undefined),
      [
        { rule: 'first', title: 'First' },
        { rule: 'second', title: 'Second' },
        { rule: 'third', title: 'Third' },
      ],
    );
  });

  it('tell a count of none from no scan, and when one was last fixed', () => {
    const practised = [
      { id: '1', rule: 'first', at: 1 },
      { id: '2', rule: 'first', at: 2 },
      { id: '3', rule: 'other', at: 3 },
    ];
    const [first, second] = rulePlaces(lesson, rules, { practised }, (rule) => (rule === 'first' ? 0 : undefined));
    assert.deepEqual(first, { rule: 'first', title: 'First', count: 0, practisedAt: 2 });
    assert.deepEqual(second, { rule: 'second', title: 'Second' });
  });
});
