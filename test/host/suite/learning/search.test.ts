import assert from 'node:assert/strict';
import path from 'node:path';
import { ruleList } from '../../../../src/engine/rules/list';
import { SearchIndex } from '../../../../src/learning/search/searchIndex';
import type { Catalogue } from '../../../../src/lessons/model';
import { shareOf, type Share } from '../pauses';
import { shippedCatalogue } from './support';

/** Of the extension host's one thread, in one go. */
const longestMs = 10;
const rounds = 4;

describe('the index of the search', () => {
  let catalogue: Catalogue;
  before(async () => {
    catalogue = await shippedCatalogue();
  });

  it('is made in turns that others hardly notice', async () => {
    const shares: Share[] = [];
    for (let round = 0; round < rounds; round += 1) shares.push(await shareOf(path.dirname(__filename), () => SearchIndex.build(catalogue, ruleList)));
    const [least] = shares.sort((a, b) => a.longest - b.longest);
    assert.ok(least && least.total > 0, 'nothing was measured');
    console.log(`    ${least.total.toFixed(0)} ms in all, ${least.longest.toFixed(1)} ms at most in one go (${least.where})`);
    assert.ok(least.longest < longestMs, `${least.longest.toFixed(1)} ms in one go, most of it in ${least.where}`);
  }).timeout(60_000);
});
