import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { objectAccessWithoutOwner } from '../../src/engine/rules/auth/object-access-without-owner';
import { startPostgres, type Postgres } from '../support/postgres';
import { onlyConnection } from './support/connections';
import { recordFigures, versionOf } from './support/figures';
import { fixedBy, run } from './support/fixedModule';

const schema = 'CREATE TABLE invoices (id serial PRIMARY KEY, user_id int NOT NULL, cents int NOT NULL);\n';

const service = `import express from 'express';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.EVIDENCE_DATABASE });

export const end = () => pool.end();

export const app = express();

app.use((req, _res, next) => {
  req.user = { id: Number(req.get('x-user')) };
  next();
});

app.get('/invoices/:id', async (req, res) => {
  const { rows } = await pool.query('SELECT id, cents FROM invoices WHERE id = $1', [req.params.id]);
  if (rows.length === 0) return res.status(404).json({ error: 'no such invoice' });
  return res.json({ ...rows[0], reader: req.user.id });
});

app.delete('/invoices/:id', async (req, res) => {
  const { id: userId } = req.user;
  const { rowCount } = await pool.query('DELETE FROM invoices WHERE id = $1', [req.params.id]);
  if (rowCount === 0) return res.status(404).json({ error: 'no such invoice' });
  return res.json({ deletedBy: userId });
});
`;

interface Service {
  readonly app: RequestListener;
  readonly end: () => Promise<void>;
}

interface Reach {
  /** Invoices of user 1 that user 2 was given. */
  readonly read: number;
  /** … and that user 2 could delete. */
  readonly deleted: number;
}

describe('object-access-without-owner on PostgreSQL', () => {
  let postgres: Postgres;

  before(async function () {
    this.timeout(60_000);
    postgres = await startPostgres(this);
    process.env['EVIDENCE_DATABASE'] = postgres.url;
  });

  after(async () => {
    delete process.env['EVIDENCE_DATABASE'];
    await (postgres as Postgres | undefined)?.stop();
  });

  /** Invoices 1 to 10 are user 1's, 11 to 20 user 2's; user 2 counts the ids up. */
  async function reach(text: string): Promise<Reach> {
    const client = new pg.Client(postgres.url);
    await client.connect();
    await client.query(`DROP TABLE IF EXISTS invoices; ${schema} INSERT INTO invoices (user_id, cents) SELECT 1 + (n - 1) / 10, n * 100 FROM generate_series(1, 20) n`);
    const { app, end } = await run<Service>(text);
    const server = createServer(app);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/invoices`;
    const ask = async (id: number, method: string) => (await fetch(`${base}/${id}`, { method, headers: { 'x-user': '2' } })).status;
    try {
      const ids = Array.from({ length: 20 }, (_, i) => i + 1);
      const given = await Promise.all(ids.map((id) => ask(id, 'GET')));
      assert.ok(given.slice(10).every((status) => status === 200), 'user 2 reads their own invoices');
      assert.ok(given.every((status) => status === 200 || status === 404));
      const deleted = await Promise.all(ids.slice(0, 10).map((id) => ask(id, 'DELETE')));
      assert.equal(await ask(11, 'DELETE'), 200);
      const left = await client.query<{ n: number }>('SELECT count(*)::int AS n FROM invoices WHERE user_id = 1');
      const gone = 10 - (left.rows[0]?.n ?? 0);
      assert.equal(deleted.filter((status) => status === 200).length, gone);
      return { read: given.slice(0, 10).filter((status) => status === 200).length, deleted: gone };
    } finally {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await end();
      await onlyConnection(client);
      await client.end();
    }
  }

  it('another user’s rows are given and deleted before the fix, and answered with 404 after it', async function () {
    this.timeout(60_000);
    const { before, after } = await fixedBy(objectAccessWithoutOwner, service, { 'schema.sql': schema, 'package.json': '{ "dependencies": { "express": "^5.0.0", "pg": "^8.0.0" } }' });
    const [flawed, fixed] = [await reach(before), await reach(after)];
    assert.deepEqual(flawed, { read: 10, deleted: 10 });
    assert.deepEqual(fixed, { read: 0, deleted: 0 });
    recordFigures('object-access-without-owner', { postgresql: postgres.version, pg: versionOf('pg'), express: versionOf('express') }, [
      { what: 'of 10 invoices of another user, those a user was given by counting the id up', before: flawed.read, after: fixed.read },
      { what: 'of 10 invoices of another user, those a user could delete', before: flawed.deleted, after: fixed.deleted },
    ]);
  });
});
