import assert from 'node:assert/strict';
import { Shares } from '../../../src/engine/scan/shares';

const drain = (shares: Shares<number>, thread: number) => {
  const taken: number[] = [];
  for (let batch = shares.take(thread); batch !== undefined; batch = shares.take(thread)) taken.push(batch);
  return taken;
};

describe('Shares', () => {
  it('gives each thread neighbours, and what is left of others from the end', () => {
    const shares = new Shares([1, 2, 3, 4, 5, 6], 2);
    assert.deepEqual([shares.take(0), shares.take(1), shares.take(1)], [1, 4, 5]);
    assert.deepEqual(drain(shares, 1), [6, 3, 2]);
    assert.equal(shares.take(0), undefined);
  });

  it('gives every batch once, however many threads there are', () => {
    for (const threads of [1, 2, 3, 7, 20]) {
      const shares = new Shares([1, 2, 3, 4, 5, 6, 7], threads);
      assert.deepEqual(drain(shares, threads - 1).sort(), [1, 2, 3, 4, 5, 6, 7]);
    }
  });

  it('gives what is to be done again, and nothing once cleared', () => {
    const shares = new Shares([1], 1);
    shares.take(0);
    shares.add(0, [2, 3]);
    assert.equal(shares.take(0), 2);
    shares.clear();
    assert.equal(shares.take(0), undefined);
  });
});
