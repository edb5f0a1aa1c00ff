import assert from 'node:assert/strict';
import fc from 'fast-check';
import { displayOrder } from '../../src/learning/order';

const ref = { lesson: 'incident-reading', piece: 'blocked-loop' };
const options = ['a', 'b', 'c', 'd'];

describe('order of options', () => {
  it('shows each option once, whatever order they are authored in', () => {
    fc.assert(
      fc.property(fc.string(), fc.uniqueArray(fc.string(), { maxLength: 6 }), (seed, ids) => {
        const order = displayOrder(seed, ref, ids);
        assert.deepEqual([...order].sort(), [...ids].sort());
        assert.deepEqual(displayOrder(seed, ref, [...ids].reverse()), order);
      }),
    );
  });

  it('keeps the others in place when an option is added', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const order = displayOrder(seed, ref, [...options, 'e']);
        assert.deepEqual(order.filter((id) => id !== 'e'), displayOrder(seed, ref, options));
      }),
    );
  });

  it('puts every option in every place about equally often, over readers', () => {
    const readers = 4000;
    const counts = new Map<string, number>();
    for (let n = 0; n < readers; n += 1)
      displayOrder(`reader-${n}`, ref, options).forEach((id, place) => counts.set(`${id}${place}`, (counts.get(`${id}${place}`) ?? 0) + 1));
    assert.equal(counts.size, 16);
    for (const [where, count] of counts) assert.ok(Math.abs(count - readers / 4) < 150, `${where}: ${count} of ${readers}`);
  });

  it('differs from piece to piece for one reader', () => {
    const orders = new Set(Array.from({ length: 50 }, (_, n) => displayOrder('reader', { lesson: 'l', piece: `p${n}` }, options).join('')));
    assert.ok(orders.size > 15, `${orders.size} of 24 orders`);
  });
});
