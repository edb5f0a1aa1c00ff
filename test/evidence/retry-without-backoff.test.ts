import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { ReadProject } from '../../src/engine/facts/project/project';
import { defaultFixSettings } from '../../src/engine/fixSettings';
import { fixText } from '../../src/engine/fix/fixText';
import { retryWithoutBackoff } from '../../src/engine/rules/pools/retry-without-backoff';
import { Analyzer } from '../../src/engine/scan/analyzer';
import { grammarAssets } from '../support/assets';
import { recordFigures, versionOf, type Figure } from './support/figures';

/** Callers at once, the attempts of each, and how long the provider answers 503, in milliseconds, where the machine is not slow. */
const callers = 20;
const attempts = 7;
const outageMs = 200;

/** Attempts without a pause are all spent within this time, in milliseconds, on a machine that is busy as well. */
const longestSpan = 1000;

/** Inside the repository, so that axios-retry resolves as it would for a reader. */
const folder = path.join(process.cwd(), 'out/evidence/retry-without-backoff');

const packageJson = JSON.stringify({ dependencies: { express: '^5.0.0' } });

async function fixed(text: string): Promise<string> {
  const project = new ReadProject((file) => (file === '/project/package.json' ? packageJson : undefined), undefined, '/project');
  const analyzer = new Analyzer({ rules: [retryWithoutBackoff], assets: grammarAssets, projectOf: () => project, settings: defaultFixSettings });
  const { text: after, applied } = await fixText(analyzer, { file: '/project/src/rates.mjs', text, language: 'javascript' }, { safety: 'review' });
  assert.equal(applied.length, 1, 'the rule must find the flaw');
  return after;
}

async function load(name: string, text: string): Promise<() => Promise<unknown>> {
  const file = path.join(folder, `${name}.mjs`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
  return ((await import(pathToFileURL(file).href)) as { ask: () => Promise<unknown> }).ask;
}

interface Provider {
  readonly url: string;
  /** Requests that came while it was down. */
  readonly whileDown: number;
  /** From the first of them to the last, in milliseconds. */
  readonly span: number;
  close(): Promise<void>;
}

/** A provider whose outage begins with the first request. @param downMs how long it lasts */
async function startProvider(downMs: number): Promise<Provider> {
  let whileDown = 0;
  let first: number | undefined;
  let last = 0;
  const server: Server = createServer((_, response) => {
    const now = performance.now();
    first ??= now;
    const isDown = now < first + downMs;
    if (isDown) {
      whileDown++;
      last = now;
    }
    response.writeHead(isDown ? 503 : 200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    get whileDown() {
      return whileDown;
    },
    get span() {
      return last - (first ?? last);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Outcome {
  readonly answered: number;
  readonly whileDown: number;
  readonly span: number;
}

async function outcomeOf(name: string, downMs: number, text: (url: string) => Promise<string>): Promise<Outcome> {
  const provider = await startProvider(downMs);
  try {
    const ask = await load(name, await text(provider.url));
    const results = await Promise.allSettled(Array.from({ length: callers }, () => ask()));
    // Requests of callers that gave up are counted too.
    await delay(10);
    return { answered: results.filter(({ status }) => status === 'fulfilled').length, whileDown: provider.whileDown, span: provider.span };
  } finally {
    await provider.close();
  }
}

const cases: readonly { readonly name: string; readonly text: (url: string) => string }[] = [
  {
    name: 'a loop around axios',
    text: (url) => `import axios from 'axios';
import { hostname } from 'node:os';

export async function ask() {
  for (let attempt = 1; attempt <= ${attempts}; attempt++) {
    try {
      const { data } = await axios.get('${url}', { timeout: 2000, params: { from: hostname() } });
      return data;
    } catch (error) {
      if (attempt === ${attempts}) throw error;
    }
  }
}
`,
  },
  {
    name: 'axios-retry',
    text: (url) => `import axios from 'axios';
import axiosRetry from 'axios-retry';
import { hostname } from 'node:os';

const client = axios.create({ timeout: 10_000 });
axiosRetry(client, { retries: ${attempts - 1} });

export const ask = async () => (await client.get('${url}', { params: { from: hostname() } })).data;
`,
  },
];

describe('evidence: retry-without-backoff', function () {
  this.timeout(60_000);
  const figures: Figure[] = [];

  after(() => {
    rmSync(folder, { recursive: true, force: true });
    recordFigures('retry-without-backoff', { axios: versionOf('axios'), 'axios-retry': versionOf('axios-retry') }, figures);
  });

  cases.forEach(({ name, text }, i) => {
    it(`${name}: spends every attempt on the outage before our fix, outlasts it after`, async () => {
      const before = await outcomeOf(`before-${i}`, longestSpan, (url) => Promise.resolve(text(url)));
      assert.deepEqual([before.answered, before.whileDown], [0, callers * attempts], 'every attempt fell into the outage');
      // Long enough for every attempt of the flawed code, which a slow machine makes more slowly.
      const after = await outcomeOf(`after-${i}`, Math.max(outageMs, before.span), (url) => fixed(text(url)));
      assert.equal(after.answered, callers, 'everyone was answered');
      assert.ok(after.whileDown < before.whileDown / 2, `${after.whileDown} requests while it was down`);
      figures.push(
        { what: `callers answered, of ${callers} with ${attempts} attempts each through an outage of ${outageMs} ms, ${name}`, before: before.answered, after: after.answered },
        { what: `requests to the provider while it was down, ${name}`, before: before.whileDown, after: after.whileDown },
      );
    });
  });
});
