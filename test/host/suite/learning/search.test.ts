import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { ruleList } from '../../../../src/engine/rules/list';
import { SearchIndex } from '../../../../src/learning/search/searchIndex';
import type { Catalogue } from '../../../../src/lessons/model';
import { longestMs, ourScripts } from '../held';
import { shareOf, type Share } from '../pauses';
import { closeEverything, run, shippedCatalogue } from './support';

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
    assert.ok(least.longest < (await longestMs()), `${least.longest.toFixed(1)} ms in one go, most of it in ${least.where}`);
  }).timeout(60_000);
});

/** Until the index is made, in milliseconds. */
const settle = 3000;

describe('the extension host, while the reader searches', () => {
  before(async () => {
    await shippedCatalogue();
    // What follows activation is not the search.
    await setTimeout(settle);
  });

  afterEach(closeEverything);

  it('is hardly held up by the first search of a window, which makes the index', async () => {
    const first = await shareOf(ourScripts(), async () => {
      await run('searchLessons');
      await setTimeout(settle);
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    });
    console.log(`    the first search: Altitude had the thread for ${first.total.toFixed(0)} ms, ${first.longest.toFixed(1)} ms at most in one go (${first.where})`);
    assert.ok(first.total > 0, 'nothing was measured');
    assert.ok(first.longest < (await longestMs()), `${first.longest.toFixed(1)} ms in one go, most of it in ${first.where}`);
  }).timeout(60_000);
});
