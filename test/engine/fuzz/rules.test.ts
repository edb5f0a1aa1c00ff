import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Breaker, groups } from './broken';

/** The same texts each time; `npm run fuzz` begins elsewhere and goes on for longer. */
const parameters = { numRuns: 120, seed: 1 };

describe('fuzz', () => {
  let breaker: Breaker;
  before(async () => {
    breaker = await Breaker.load();
  });

  for (const [name, group] of Object.entries(groups)) {
    it(`survives broken ${name}`, async () => {
      assert.ok(group.length > 0, 'there are fixtures to break');
      await fc.assert(breaker.property(group), parameters);
    }).timeout(20_000);
  }
});
