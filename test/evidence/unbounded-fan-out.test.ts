import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ReadProject } from '../../src/engine/facts/project/project';
import { defaultFixSettings } from '../../src/engine/fixSettings';
import { fixText } from '../../src/engine/fix/fixText';
import { unboundedFanOut } from '../../src/engine/rules/memory/unbounded-fan-out';
import { Analyzer } from '../../src/engine/scan/analyzer';
import { grammarAssets } from '../support/assets';
import { recordFigures, versionOf } from './support/figures';

const entries = 500;

/** Inside the repository, so that `p-limit` resolves as it would for a reader. */
const folder = path.join(process.cwd(), 'out/evidence/unbounded-fan-out');

const flawed = (url: string) => `import express from 'express';

export const app = express().use(express.json());

app.post('/items', async (req, res) => {
  const items = await Promise.all(
    req.body.ids.map(async (id) => {
      const answer = await fetch(\`${url}/\${id}\`);
      return answer.json();
    }),
  );
  res.json(items);
});
`;

async function fixed(text: string): Promise<string> {
  const packageJson = JSON.stringify({ type: 'module', dependencies: { express: '^5.0.0', 'p-limit': '^7.0.0' } });
  const project = new ReadProject((file) => (file === '/project/package.json' ? packageJson : undefined));
  const analyzer = new Analyzer({ rules: [unboundedFanOut], assets: grammarAssets, projectOf: () => project, settings: defaultFixSettings });
  const { text: after, applied } = await fixText(analyzer, { file: '/project/main.js', text, language: 'javascript' }, { safety: 'review' });
  assert.equal(applied.length, 1, 'the rule must find the flaw');
  return after;
}

/** A provider that takes 100 ms for each answer and counts how many it is working on. */
async function startProvider() {
  let inFlight = 0;
  const seen = { peak: 0, connections: 0 };
  const server = http.createServer((req, res) => {
    seen.peak = Math.max(seen.peak, ++inFlight);
    setTimeout(() => {
      inFlight--;
      res.setHeader('content-type', 'application/json').end(JSON.stringify({ id: req.url?.slice(1) }));
    }, 100);
  });
  server.on('connection', () => seen.connections++);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, server };
}

/** Posts a list of ids to a service as it stands in `text`, and tells what the provider behind it saw. */
async function burst(name: string, textFor: (url: string) => Promise<string> | string) {
  const provider = await startProvider();
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.mjs`);
  writeFileSync(file, await textFor(provider.url));
  const { app } = (await import(pathToFileURL(file).href)) as { app: http.RequestListener };
  const service = http.createServer(app).listen(0, '127.0.0.1');
  await once(service, 'listening');
  try {
    const ids = Array.from({ length: entries }, (_, i) => `item-${i}`);
    const answer = await fetch(`http://127.0.0.1:${(service.address() as AddressInfo).port}/items`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ids }),
    });
    const items = (await answer.json()) as { id: string }[];
    assert.deepEqual(items.map(({ id }) => id), ids, 'every answer, in the order of the list');
    return provider.seen;
  } finally {
    for (const server of [service, provider.server]) {
      server.closeAllConnections();
      server.close();
    }
  }
}

describe('evidence: unbounded-fan-out', function () {
  this.timeout(60_000);
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('one request of 500 ids puts 500 calls in flight; with our fix never more than 10', async () => {
    const before = await burst('before', flawed);
    const after = await burst('after', (url) => fixed(flawed(url)));
    assert.ok(before.peak > entries * 0.8, `${before.peak} in flight`);
    assert.ok(after.peak <= defaultFixSettings.concurrency, `${after.peak} in flight`);
    recordFigures('unbounded-fan-out', { express: versionOf('express'), 'p-limit': versionOf('p-limit') }, [
      { what: `calls in flight at once for one request with ${entries} ids`, before: before.peak, after: after.peak },
      { what: `connections opened to the provider for one request with ${entries} ids`, before: before.connections, after: after.connections },
    ]);
  });
});
