import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../../src/engine/finding';
import { retryWithoutBackoff } from '../../../src/engine/rules/pools/retry-without-backoff';
import { languageOf } from '../../../src/engine/syntax/languages';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(retryWithoutBackoff, { hits: 35, misses: 26 });

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

  const library = (text: string, route: string) => ({ text: `import pRetry from 'p-retry';\n\n${text}`, route });
  const routeOf = (name: string, waits: string) => `import express from 'express';\nimport { ${name} } from './main.js';\n\nexport const app = express();\n${waits}\n`;
  const load = "export const load = (id) => pRetry(() => fetch(`https://stock.example/${id}`));\n";
  const waiting = routeOf('load', "app.get('/stock/:id', async (req, res) => {\n  res.json(await load(req.params.id));\n});");
  const told = /The project's own calls do not show that a request waits/;
  for (const [what, { text, route }, severities] of [
    ['a request that is seen to wait', library(load, waiting), ['information']],
    ['a clock that waits', library(load, routeOf('load', "setInterval(() => void load('all'), 60_000);")), ['hint']],
    ['the one connection of the process', library("let link;\n\nexport function load() {\n  link ??= pRetry(() => fetch('https://stock.example/open'));\n  return link;\n}\n", waiting), []],
    ['a connection kept by way of a variable', library("let link;\n\nexport function load() {\n  const opening = pRetry(() => fetch('https://stock.example/open'));\n  link = opening;\n  return opening;\n}\n", waiting), []],
    ['a supervisor', library("export async function load(work) {\n  for (;;) {\n    try {\n      await pRetry(work);\n    } catch (error) {\n      report(error);\n    }\n  }\n}\n", waiting), []],
    ['a consumer of messages', library("export function load(channel) {\n  return channel.consume('stock', async (message) => {\n    channel.ack(message);\n    await pRetry(() => fetch(message.url));\n  });\n}\n", waiting), []],
    ['a loop for which a request waits', { text: loop('for (let attempt = 0; attempt < 4; attempt++)', 'log(error);'), route: routeOf('rates', "app.get('/rates', async (req, res) => {\n  res.json(await rates('https://rates.example'));\n});") }, ['information']],
    ['a loop for which only a clock waits', { text: loop('for (let attempt = 0; attempt < 4; attempt++)', 'log(error);'), route: routeOf('rates', "setInterval(() => void rates('https://rates.example'), 60_000);") }, ['hint']],
  ] as const) {
    it(`asks who waits: ${what}`, async () => {
      const analyzer = await analyzerFor(retryWithoutBackoff, new Map([...files, ['main.js', text], ['routes.js', route]]));
      const findings = (await analyzer.analyze({ file: '/project/main.js', text, language: 'javascript' })) ?? [];
      assert.deepEqual(findings.map(({ severity }) => severity), severities);
      for (const { severity, message } of findings) assert.equal(told.test(message), severity === 'hint');
    });
  }

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

  const post = (name: string, url: string, body: string) =>
    `export async function ${name}(id) {\n  for (let attempt = 0; attempt < 4; attempt++) {\n    try {\n      return await fetch(${url}, { method: 'POST', body: JSON.stringify(${body}) });\n    } catch (error) {\n      log(error);\n    }\n  }\n}\n`;
  const mayRead = /this POST may only read; if it writes, it may have happened although it failed, and needs an idempotency key\.$/;
  const mustHaveKey = /this call may have happened although it failed, so it needs an idempotency key before it is repeated at all\.$/;
  const posts: readonly [what: string, text: string, words: RegExp][] = [
    ['a function named after what it reads', post('getRightsOf', "'https://rights.example/'", '{ id }'), mayRead],
    ['an address of queries', post('ask', "'https://ledger.example/query'", '{ id }'), mayRead],
    ['a GraphQL document that is not known', post('send', "'https://ledger.example/graphql'", '{ query: documents[id] }'), mayRead],
    ['a GraphQL mutation', post('getToken', "'https://ledger.example/graphql'", "{ query: 'mutation Open($id: ID!) { open(id: $id) { token } }' }"), mustHaveKey],
    ['a job that a search starts', post('start', "'https://logs.example/research/jobs'", '{ id }'), mustHaveKey],
    ['a PATCH', post('getRightsOf', "'https://rights.example/'", '{ id }').replace('POST', 'PATCH'), mustHaveKey],
  ];
  for (const [what, text, words] of posts) {
    it(`says what fits ${what}`, async () => {
      const [finding] = (await (await analyzerFor(retryWithoutBackoff, files)).analyze({ file: '/project/main.js', text, language: 'javascript' })) ?? [];
      assert.match(finding?.message ?? '', words);
      assert.deepEqual(finding?.fixes, []);
    });
  }

  it('says where the request of a Go client, or a statement, is not known', async () => {
    const go = 'package gate\n\nimport "net/http"\n\nfunc send(client *http.Client, req *http.Request) (resp *http.Response, err error) {\n\tfor attempt := 0; attempt < 4; attempt++ {\n\t\tresp, err = client.Do(req)\n\t\tif err == nil {\n\t\t\treturn resp, nil\n\t\t}\n\t}\n\treturn nil, err\n}\n';
    const sql = "import { Pool } from 'pg';\nconst pool = new Pool();\nexport async function run(text) {\n  for (let attempt = 0; attempt < 4; attempt++) {\n    try {\n      return await pool.query(text);\n    } catch (error) {\n      log(error);\n    }\n  }\n}\n";
    const analyzer = await analyzerFor(retryWithoutBackoff, files);
    const messageOf = async (file: string, text: string, language: 'go' | 'javascript') => (await analyzer.analyze({ file, text, language }))?.[0]?.message ?? '';
    assert.match(await messageOf('/project/gate.go', go, 'go'), /its request comes from elsewhere; if it writes,/);
    assert.match(await messageOf('/project/run.js', sql, 'javascript'), /its statement comes from elsewhere; if it writes,/);
  });

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
