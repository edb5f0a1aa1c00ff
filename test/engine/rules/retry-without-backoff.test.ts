import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../../src/engine/finding';
import { retryWithoutBackoff } from '../../../src/engine/rules/pools/retry-without-backoff';
import { languageOf } from '../../../src/engine/syntax/languages';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(retryWithoutBackoff, { hits: 32, misses: 26 });

const folder = path.join(process.cwd(), 'test/engine/rules/retry-without-backoff/fixtures/hits');
const files = new Map([['package.json', readFileSync(path.join(folder, '../package.json'), 'utf8')]]);

async function only(name: string): Promise<Finding> {
  const language = languageOf(name);
  const text = readFileSync(path.join(folder, name), 'utf8').replace(/[«»]/g, '');
  assert.ok(language !== undefined);
  const [finding, ...more] = (await (await analyzerFor(retryWithoutBackoff, files)).analyze({ file: `/project/main${path.extname(name)}`, text, language })) ?? [];
  assert.ok(finding !== undefined && more.length === 0, name);
  return finding;
}

describe('retry-without-backoff', () => {
  const severityOf = async (text: string) => ((await (await analyzerFor(retryWithoutBackoff, files)).analyze({ file: '/project/main.js', text, language: 'javascript' })) ?? []).map(({ severity }) => severity);
  const loop = (head: string, inCatch: string) => `export async function rates(url) {\n  ${head} {\n    try {\n      return await fetch(url);\n    } catch (error) {\n      ${inCatch}\n    }\n  }\n}\n`;
  const again = (tries: number) => `export async function rates(url, retries = ${tries}) {\n  try {\n    return await fetch(url);\n  } catch (error) {\n    if (retries > 0) return rates(url, retries - 1);\n    throw error;\n  }\n}\n`;
  for (const [name, text, severity] of [
    ['four attempts', loop('for (let attempt = 0; attempt < 4; attempt++)', 'log(error);'), 'information'],
    ['two attempts', loop('for (let attempt = 0; attempt < 2; attempt++)', 'log(error);'), 'hint'],
    ['two attempts, counted from one', loop('for (let attempt = 1; attempt <= 2; attempt++)', 'log(error);'), 'hint'],
    ['broken connections alone', loop('for (let attempt = 0; attempt < 4; attempt++)', "if (error.code !== 'ECONNRESET') throw error;"), 'hint'],
    ['three calls of itself', again(3), 'information'],
    ['one call of itself', again(1), 'hint'],
  ] as const) {
    it(`shows ${name} as ${severity}`, async () => {
      assert.deepEqual(await severityOf(text), [severity]);
    });
  }

  it('shows work in the background as a hint, and asks for a key only where a call may write', async () => {
    const text = loop('for (let attempt = 0; attempt < 4; attempt++)', 'log(error);').replace('(url)', '(url, init)').replace('fetch(url)', 'fetch(url, init)');
    const analyzer = await analyzerFor(retryWithoutBackoff, files);
    const found = async (file: string) => (await analyzer.analyze({ file, text, language: 'javascript' })) ?? [];
    assert.deepEqual((await found('/project/workers/rates.js')).map(({ severity }) => severity), ['hint']);
    const [finding] = await found('/project/rates.js');
    assert.equal(finding?.severity, 'information');
    assert.match(finding.message, /its options come from elsewhere; if it writes,/);
  });

  const titles: readonly [fixture: string, title: string, severity: Finding['severity']][] = [
    ['fetch-loop.ts', 'Wait before the next attempt: exponential backoff with full jitter', 'information'],
    ['fixed-pause.ts', 'Back off exponentially, with full jitter', 'hint'],
    ['picked-peer.ts', 'Wait before the next attempt: exponential backoff with full jitter', 'hint'],
    ['axios-retry.ts', 'Back off exponentially, with jitter, between the attempts', 'information'],
    ['p-retry-defaults.ts', 'Try 5 times in all, at most 5 s apart, with jitter', 'information'],
    ['async-retry-defaults.js', 'Try 5 times in all, at most 5 s apart', 'information'],
    ['go-loop.go', 'Wait before the next attempt: exponential backoff with full jitter', 'information'],
  ];
  for (const [fixture, title, severity] of titles) {
    it(`offers "${title}" for review in ${fixture}`, async () => {
      const finding = await only(fixture);
      assert.equal(finding.severity, severity);
      assert.deepEqual(
        finding.fixes.map((fix) => [fix.title, fix.safety]),
        [[title, 'review']],
      );
    });
  }

  const messages: readonly [fixture: string, message: RegExp][] = [
    ['fetch-loop.ts', /`fetch` is repeated the moment it fails/],
    ['picked-peer.ts', /If each attempt goes to another address, that is right\.$/],
    ['axios-retry.ts', /repeated 5 times within milliseconds, and a service that is down gets 6 times the load/],
    ['axios-retry-condition.ts', /gets many times the load/],
    ['fixed-pause.ts', /1 s later and in step/],
    ['p-retry-defaults.ts', /waits 17 min between them in all, everyone in step/],
  ];
  for (const [fixture, message] of messages) {
    it(`says what happens in ${fixture}`, async () => {
      assert.match((await only(fixture)).message, message);
    });
  }

  const refusals: readonly [fixture: string, reason: RegExp][] = [
    ['post-without-key.ts', /needs an idempotency key before it is repeated at all/],
    ['pg-insert.js', /needs an idempotency key/],
    ['go-post.go', /needs an idempotency key/],
    ['calls-itself-downward.js', /nothing here counts the attempts upward/],
    ['go-no-counter.go', /nothing here counts the attempts upward/],
  ];
  for (const [fixture, reason] of refusals) {
    it(`says why ${fixture} gets no fix`, async () => {
      const { fixes, message } = await only(fixture);
      assert.deepEqual(fixes, []);
      assert.match(message, reason);
    });
  }
});
