import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defaultFixSettings } from '../../src/engine/fixSettings';
import { ReadProject } from '../../src/engine/facts/project/project';
import { fixText } from '../../src/engine/fix/fixText';
import { highCardinalityLabel } from '../../src/engine/rules/observability/high-cardinality-label';
import { Analyzer } from '../../src/engine/scan/analyzer';
import { grammarAssets } from '../support/assets';
import { recordFigures, versionOf } from './support/figures';
import { loadModule, removeModules } from './support/modules';

const users = 1000;

const flawed = `import express from 'express';
import client from 'prom-client';

export const registry = new client.Registry();
const requests = new client.Counter({ name: 'requests_total', help: 'Requests', labelNames: ['route'], registers: [registry] });

export const app = express();

app.use((req, res, next) => {
  res.on('finish', () => {
    requests.inc({ route: req.path });
  });
  next();
});

app.get('/users/:id', (req, res) => {
  res.send('ok');
});
`;

async function fixed(text: string): Promise<string> {
  const manifest = (file: string) => (file === '/project/package.json' ? JSON.stringify({ dependencies: { express: '^5.1.0', 'prom-client': '^15.1.0' } }) : undefined);
  const analyzer = new Analyzer({ rules: [highCardinalityLabel], assets: grammarAssets, projectOf: () => new ReadProject(manifest), settings: defaultFixSettings });
  const result = await fixText(analyzer, { file: '/project/app.js', text, language: 'javascript' }, { safety: 'review' });
  assert.equal(result.applied.length, 1, 'the rule must find the flaw');
  return result.text;
}

interface Module {
  readonly app: { listen(port: number, host: string, ready: () => void): Server };
  readonly registry: { metrics(): Promise<string> };
}

/** The series of the counter once each user has asked for an address of their own, and how many requests they count. */
async function seriesOf(name: string, text: string): Promise<{ readonly series: readonly string[]; readonly counted: number }> {
  const { app, registry } = (await loadModule('high-cardinality-label', name, text)) as unknown as Module;
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  try {
    const { port } = server.address() as AddressInfo;
    for (let first = 0; first < users; first += 50) {
      await Promise.all(Array.from({ length: 50 }, async (_, i) => (await fetch(`http://127.0.0.1:${port}/users/${first + i}`)).arrayBuffer()));
    }
    const series = (await registry.metrics()).split('\n').filter((line) => line.startsWith('requests_total{'));
    return { series, counted: series.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0) };
  } finally {
    server.close();
  }
}

describe('evidence: high-cardinality-label', function () {
  this.timeout(60_000);
  after(() => removeModules('high-cardinality-label'));

  it('a thousand users make a thousand series before our fix, and one after it', async () => {
    const before = await seriesOf('before', flawed);
    const after = await seriesOf('after', await fixed(flawed));
    assert.equal(before.series.length, users);
    assert.deepEqual(after.series, [`requests_total{route="/users/:id"} ${users}`]);
    assert.deepEqual([before.counted, after.counted], [users, users], 'no request is lost');
    recordFigures('high-cardinality-label', { express: versionOf('express'), 'prom-client': versionOf('prom-client') }, [
      { what: `time series of one counter after ${users} users asked for their own address`, before: before.series.length, after: after.series.length },
    ]);
  });
});
