import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { defaultFixSettings } from '../../src/engine/fixSettings';
import { ReadProject } from '../../src/engine/facts/project/project';
import { fixText } from '../../src/engine/fix/fixText';
import { retryAfterMissing } from '../../src/engine/rules/http/retry-after-missing';
import { Analyzer } from '../../src/engine/scan/analyzer';
import { grammarAssets } from '../support/assets';
import { recordFigures, versionOf } from './support/figures';
import { loadModule, removeModules } from './support/modules';

/** One request a window; a client that comes back sooner is refused again. */
const flawed = `import express from 'express';

const WINDOW_MS = 1000;
let last = 0;

export const seen = { requests: 0 };
export const app = express();

app.get('/', (req, res) => {
  seen.requests += 1;
  if (Date.now() - last < WINDOW_MS) return res.status(429).json({ error: 'Too many requests' });
  last = Date.now();
  res.json({ ok: true });
});
`;

async function fixed(text: string): Promise<string> {
  const analyzer = new Analyzer({ rules: [retryAfterMissing], assets: grammarAssets, projectOf: () => new ReadProject(() => undefined), settings: defaultFixSettings });
  const result = await fixText(analyzer, { file: '/project/limit.js', text, language: 'javascript' }, { safety: 'review' });
  assert.equal(result.applied.length, 1, 'the rule must find the flaw');
  return result.text;
}

/** A client as most libraries have them: it waits as long as it is told, and a twentieth of a second where it is told nothing. */
async function getUntilServed(url: string): Promise<void> {
  for (;;) {
    const response = await fetch(url);
    await response.arrayBuffer();
    if (response.status === 200) return;
    const told = Number(response.headers.get('retry-after') ?? 'NaN');
    await delay(Number.isNaN(told) ? 50 : told * 1000);
  }
}

interface Module {
  readonly app: { listen(port: number, host: string, ready: () => void): Server };
  readonly seen: { readonly requests: number };
}

/** Requests that the server has to answer until the client's second one is served. */
async function requestsOf(name: string, text: string): Promise<number> {
  const { app, seen } = (await loadModule('retry-after-missing', name, text)) as unknown as Module;
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await getUntilServed(url);
    await getUntilServed(url);
    return seen.requests - 1;
  } finally {
    server.close();
  }
}

describe('evidence: retry-after-missing', function () {
  this.timeout(60_000);
  after(() => removeModules('retry-after-missing'));

  it('a client that honours the header asks twice where it asked many times', async () => {
    const before = await requestsOf('before', flawed);
    const after = await requestsOf('after', await fixed(flawed));
    assert.ok(before >= 8, `${before} requests without the header`);
    assert.ok(after <= 3, `${after} requests with it`);
    recordFigures('retry-after-missing', { express: versionOf('express') }, [{ what: 'requests of one client until it gets through a limit of one second', before, after }]);
  });
});
