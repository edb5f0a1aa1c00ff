import assert from 'node:assert/strict';
import { Memo } from '../../src/engine/memo';

describe('Memo', () => {
  it('computes once for each argument, for each function', () => {
    const calls: string[] = [];
    const length = (text: string) => (calls.push(`length ${text}`), text.length);
    const none = (text: string) => void calls.push(`none ${text}`);
    const memo = new Memo();
    assert.deepEqual([memo.once(length, 'ab'), memo.once(length, 'ab'), memo.once(length, 'abc')], [2, 2, 3]);
    memo.once(none, 'ab');
    memo.once(none, 'ab');
    assert.deepEqual(calls, ['length ab', 'length abc', 'none ab']);
  });
});
