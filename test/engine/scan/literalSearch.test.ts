import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LiteralSearch } from '../../../src/engine/scan/literalSearch';

/** The same by looking at every offset. */
function slowly(literals: readonly string[], text: string) {
  return Array.from({ length: text.length }, (_, offset) => offset).flatMap((offset) => {
    const [literal] = literals.filter((each) => text.startsWith(each, offset)).sort((a, b) => b.length - a.length);
    return literal === undefined ? [] : [{ offset, literal }];
  });
}

describe('LiteralSearch', () => {
  it('finds what a look at every offset finds', () => {
    const literal = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 5 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é'), maxLength: 40 });
    fc.assert(
      fc.property(fc.uniqueArray(literal, { minLength: 1, maxLength: 8 }), text, (literals, each) => {
        const search = new LiteralSearch(literals);
        const expected = slowly(literals, each);
        assert.deepEqual(search.placesIn(each), expected);
        assert.equal(search.isIn(Buffer.from(each)), expected.length > 0);
      }),
      { numRuns: 500 },
    );
  });

  it('counts offsets as the text does, whatever stands before', () => {
    assert.deepEqual(new LiteralSearch(['x(']).placesIn('é😀 x('), [{ offset: 4, literal: 'x(' }]);
  });

  it('minds case unless told not to', () => {
    assert.deepEqual(new LiteralSearch(['Ab']).placesIn('ab AB Ab'), [{ offset: 6, literal: 'Ab' }]);
    assert.deepEqual(new LiteralSearch(['Ab'], true).placesIn('ab AB [b'), [
      { offset: 0, literal: 'ab' },
      { offset: 3, literal: 'ab' },
    ]);
  });

  it('takes no literal that UTF-8 writes in several bytes', () => {
    assert.throws(() => new LiteralSearch(['é']), /not ASCII/);
  });
});
