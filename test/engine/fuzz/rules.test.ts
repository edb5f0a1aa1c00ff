import assert from 'node:assert/strict';
import { isMainThread } from 'node:worker_threads';
import { groups } from './broken';
import { BreakerThread, breakOnThread } from './breakerThread';

/** The same texts each time; `npm run fuzz` begins elsewhere and goes on for longer. */
const parameters = { runs: 120, seed: 1 };

/** Less than a test may take, in milliseconds: a rule that never ends is told of by its text. */
const longestWait = 20_000;

function fuzz(): void {
  let thread: BreakerThread | undefined;
  before(() => {
    thread = new BreakerThread(__filename, longestWait);
  });
  after(() => thread?.close());

  for (const [language, group] of Object.entries(groups)) {
    it(`survives broken ${language}`, async () => {
      assert.ok(group.length > 0, 'there are fixtures to break');
      const outcome = await thread?.run({ ...parameters, language });
      assert.ok(outcome?.failure === undefined, outcome?.failure);
      assert.equal(outcome?.runs, parameters.runs);
    }).timeout(60_000);
  }
}

// The thread runs this file too.
if (isMainThread) describe('fuzz', fuzz);
else void breakOnThread();
