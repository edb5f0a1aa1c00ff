import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mixTopics } from '../../src/learning/mixing';

const queue = (topics: string) => Array.from(topics).map((topic, rank) => ({ topic, rank }));
const neighbours = (items: readonly { topic: string }[]) => items.filter(({ topic }, index) => items[index + 1]?.topic === topic).length;

function* arrangements<T>(items: readonly T[]): Generator<T[]> {
  if (items.length === 0) yield [];
  for (const [index, item] of items.entries()) for (const rest of arrangements(items.toSpliced(index, 1))) yield [item, ...rest];
}

describe('mixing topics', () => {
  it('keeps every item and the first in its place, with as few neighbours of one topic as can be', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[abc]{1,7}$/), (topics) => {
        const items = queue(topics);
        const mixed = mixTopics(items);
        assert.deepEqual(mixed.map(({ rank }) => rank).sort(), items.map(({ rank }) => rank));
        assert.equal(mixed[0], items[0]);
        const [first, ...rest] = items;
        const fewest = Math.min(...[...arrangements(rest)].map((order) => neighbours([first!, ...order])));
        assert.equal(neighbours(mixed), fewest);
      }),
    );
  });

  it('keeps the order within a topic, and the whole order where no neighbours are alike', () => {
    assert.deepEqual(mixTopics(queue('aabab')).filter(({ topic }) => topic === 'a').map(({ rank }) => rank), [0, 1, 3]);
    assert.deepEqual(mixTopics(queue('abcab')), queue('abcab'));
  });

  it('moves only what it must', () => {
    assert.deepEqual(mixTopics(queue('aabcd')).map(({ rank }) => rank), [0, 2, 1, 3, 4]);
  });
});
