import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { defaultFixSettings } from '../../src/engine/fixSettings';
import { ReadProject } from '../../src/engine/facts/project/project';
import { fixText } from '../../src/engine/fix/fixText';
import { errorSwallowed } from '../../src/engine/rules/observability/error-swallowed';
import { Analyzer } from '../../src/engine/scan/analyzer';
import { grammarAssets } from '../support/assets';
import { recordFigures, versionOf } from './support/figures';
import { loadModule, removeModules } from './support/modules';

const requests = 20;

const flawed = (port: number) => `import express from 'express';
import pg from 'pg';

const pool = new pg.Pool({ host: '127.0.0.1', port: ${port}, connectionTimeoutMillis: 2000 });

export const app = express();

app.post('/orders', async (req, res) => {
  try {
    await pool.query('INSERT INTO orders (id) VALUES ($1)', [req.query.id]);
  } catch (err) {}
  res.sendStatus(201);
});

app.use((err, req, res, next) => {
  res.sendStatus(500);
});
`;

async function fixed(text: string): Promise<string> {
  const manifest = (file: string) => (file === '/project/package.json' ? JSON.stringify({ dependencies: { express: '^5.1.0', pg: '^8.16.0' } }) : undefined);
  const analyzer = new Analyzer({ rules: [errorSwallowed], assets: grammarAssets, projectOf: () => new ReadProject(manifest), settings: defaultFixSettings });
  const result = await fixText(analyzer, { file: '/project/orders.js', text, language: 'javascript' }, { safety: 'review' });
  assert.equal(result.applied.length, 1, 'the rule must find the flaw');
  return result.text;
}

interface App {
  listen(port: number, host: string, ready: () => void): Server;
}

/** How many callers are told that the order was taken. */
async function successesOf(name: string, text: string): Promise<number> {
  const { app } = (await loadModule('error-swallowed', name, text)) as unknown as { app: App };
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  try {
    const { port } = server.address() as AddressInfo;
    const statuses = await Promise.all(
      Array.from({ length: requests }, async (_, id) => {
        const response = await fetch(`http://127.0.0.1:${port}/orders?id=${id}`, { method: 'POST' });
        await response.arrayBuffer();
        return response.status;
      }),
    );
    assert.ok(statuses.every((status) => status === 201 || status === 500));
    return statuses.filter((status) => status === 201).length;
  } finally {
    server.close();
  }
}

/** A port on which nobody listens: a database that is down. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('evidence: error-swallowed', function () {
  this.timeout(60_000);
  after(() => removeModules('error-swallowed'));

  it('with the database down, every caller is told of a success before our fix, and none after it', async () => {
    const text = flawed(await closedPort());
    const before = await successesOf('before', text);
    const after = await successesOf('after', await fixed(text));
    assert.deepEqual({ before, after }, { before: requests, after: 0 });
    recordFigures('error-swallowed', { express: versionOf('express'), pg: versionOf('pg') }, [
      { what: `callers told that their order was taken while the database is down, of ${requests}`, before, after },
    ]);
  });
});
