import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import type { Piscina } from 'piscina';
import { ReadProject } from '../../src/engine/facts/project/project';
import { defaultFixSettings } from '../../src/engine/fixSettings';
import { cpuOnEventLoop } from '../../src/engine/rules/event-loop/cpu-on-event-loop';
import { Analyzer } from '../../src/engine/scan/analyzer';
import { appliedFix } from '../support/appliedFix';
import { grammarAssets } from '../support/assets';
import { recordFigures, versionOf } from './support/figures';

const rule = 'cpu-on-event-loop';
const requests = 2;
const folder = path.join(process.cwd(), 'out/evidence', rule);

const files: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module", "dependencies": { "express": "^5.1.0", "piscina": "^5.1.0" } }',
  'simulate.js': `export function simulateSync(paths, seed) {
  let total = 0;
  let state = seed;
  for (let i = 0; i < paths; i++) {
    state = (state * 16807) % 2147483647;
    total += Math.exp(state / 2147483647);
  }
  return total / paths;
}
`,
  'app.js': `import express from 'express';
import { simulateSync } from './simulate.js';

export const app = express();

app.post('/quotes/:paths', async (req, res) => {
  const price = simulateSync(Number(req.params.paths), 7);
  res.json({ price });
});
`,
};

async function fixedFiles(): Promise<Record<string, string>> {
  const project = new ReadProject((file) => files[file.replace('/project/', '')], undefined, '/project', (dir) => (dir === '/project' ? Object.keys(files) : []));
  const analyzer = new Analyzer({ rules: [cpuOnEventLoop], assets: grammarAssets, projectOf: () => project, settings: defaultFixSettings });
  const text = files['app.js'] ?? '';
  const findings = (await analyzer.analyze({ file: '/project/app.js', text, language: 'javascript' })) ?? [];
  const edits = findings[0]?.fixes[0]?.edits ?? [];
  assert.ok(edits.length > 0, 'the rule must find the flaw and offer its fix');
  const applied = appliedFix(text, edits);
  return { ...files, ...Object.fromEntries(applied.added), 'app.js': applied.text };
}

function write(name: string, project: Readonly<Record<string, string>>): string {
  const dir = path.join(folder, name);
  mkdirSync(dir, { recursive: true });
  for (const [file, text] of Object.entries(project)) writeFileSync(path.join(dir, file), text);
  return dir;
}

const load = async (dir: string, file: string) => (await import(pathToFileURL(path.join(dir, file)).href)) as Record<string, unknown>;

interface Outcome {
  /** The longest the event loop was held, in milliseconds. */
  readonly held: number;
  readonly prices: readonly number[];
}

async function quote(dir: string): Promise<Outcome> {
  const { app } = (await load(dir, 'app.js')) as { app: RequestListener };
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const ask = async (paths: number) => (await (await fetch(`http://127.0.0.1:${port}/quotes/${paths}`, { method: 'POST' })).json()) as { price: number };
  // The first request starts the threads and compiles the code.
  await ask(10);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const answers = await Promise.all(Array.from({ length: requests }, () => ask(120_000_000)));
  delay.disable();
  server.closeAllConnections();
  server.close();
  return { held: Math.round(delay.max / 1e6), prices: answers.map(({ price }) => price) };
}

describe(`evidence: ${rule}`, function () {
  this.timeout(60_000);

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('the loop is held for a whole computation before our fix, and stays free after it', async () => {
    const before = await quote(write('before', files));
    const dir = write('after', await fixedFiles());
    const after = await quote(dir);
    const { simulatePool } = (await load(dir, 'simulate.pool.js')) as { simulatePool: Piscina };
    assert.equal(simulatePool.options.maxQueue, defaultFixSettings.queueLimit);
    await simulatePool.destroy();
    assert.deepEqual(after.prices, before.prices, 'the same answers');
    assert.ok(before.held > 3 * after.held, `held ${before.held} ms before and ${after.held} ms after`);
    recordFigures(rule, { piscina: versionOf('piscina'), express: versionOf('express') }, [
      { what: `longest hold of the event loop while ${requests} requests compute`, before: before.held, after: after.held, unit: 'ms' },
    ]);
  });
});
