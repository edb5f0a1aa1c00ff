import assert from 'node:assert/strict';
import pg from 'pg';
import { queryInLoop } from '../../src/engine/rules/data-access/query-in-loop';
import { startPostgres, type Postgres } from '../support/postgres';
import { onlyConnection } from './support/connections';
import { recordFigures, versionOf } from './support/figures';
import { fixedBy, run } from './support/fixedModule';

const schema = `CREATE TABLE users (id bigserial PRIMARY KEY, name text NOT NULL);
CREATE TABLE orders (id bigserial PRIMARY KEY, user_id bigint, shop_id int NOT NULL);
CREATE TABLE lines (id serial PRIMARY KEY, order_id bigint NOT NULL, text text NOT NULL, position int NOT NULL);
`;

/** What the loop must give back in the same order: orders that share a user, one without a user, and one whose user is gone. */
const rows = `INSERT INTO users (name) SELECT 'user ' || n FROM generate_series(1, 40) n;
INSERT INTO orders (user_id, shop_id) SELECT CASE WHEN n = 7 THEN NULL WHEN n = 8 THEN 999 ELSE 1 + (n * 7) % 40 END, 1 FROM generate_series(1, 50) n;
INSERT INTO lines (order_id, text, position) SELECT o.id, 'line ' || p, 4 - p FROM orders o, generate_series(1, 3) p WHERE o.id % 5 <> 0;
`;

const page = `import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.EVIDENCE_DATABASE });

export const end = () => pool.end();

export async function page(shop: number) {
  const { rows: orders } = await pool.query('SELECT id, user_id FROM orders WHERE shop_id = $1 ORDER BY id', [shop]);
  const answer = [];
  for (const order of orders) {
    const { rows } = await pool.query('SELECT id, name FROM users WHERE id = $1', [order.user_id]);
    answer.push({ order: order.id, customer: rows[0]?.name ?? null });
  }
  return answer;
}
`;

const lines = `import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.EVIDENCE_DATABASE });

export const end = () => pool.end();

export async function page(shop: number) {
  const { rows: orders } = await pool.query('SELECT id FROM orders WHERE shop_id = $1 ORDER BY id', [shop]);
  return Promise.all(
    orders.map(async (order) => {
      const result = await pool.query('SELECT text FROM lines WHERE order_id = $1 ORDER BY position', [order.id]);
      return { id: order.id, count: result.rowCount, texts: result.rows.map((row) => row.text) };
    }),
  );
}
`;

const knexPage = `import Knex from 'knex';

const knex = Knex({ client: 'pg', connection: process.env.EVIDENCE_DATABASE });

export const end = () => knex.destroy();

let queries = 0;
knex.on('query', () => queries++);
export const count = () => queries;

export async function page(shop: number) {
  const orders = await knex('orders').where({ shop_id: shop }).orderBy('id');
  const answer = [];
  for (const order of orders) {
    const user = await knex('users').where({ id: order.user_id }).first();
    const lines = await knex('lines').select('order_id', 'text').where('order_id', order.id).orderBy('position');
    answer.push({ order: order.id, customer: user?.name ?? null, lines: lines.map((line) => line.text) });
  }
  return answer;
}
`;

interface Page {
  page(shop: number): Promise<unknown[]>;
  end(): Promise<void>;
}

/** A round trip to a database in the same data centre. */
const roundTrip = 2;

describe('query-in-loop on PostgreSQL', () => {
  let postgres: Postgres;
  let client: pg.Client;

  before(async function () {
    this.timeout(60_000);
    postgres = await startPostgres(this);
    process.env['EVIDENCE_DATABASE'] = postgres.url;
    client = new pg.Client(postgres.url);
    await client.connect();
    await client.query(schema + rows);
  });

  after(async () => {
    delete process.env['EVIDENCE_DATABASE'];
    await (client as pg.Client | undefined)?.end();
    await (postgres as Postgres | undefined)?.stop();
  });

  /** What a page gives, how many queries it ran, and how long they took with the way to the database. */
  async function measure(text: string): Promise<{ readonly answer: unknown[]; readonly queries: number; readonly ms: number }> {
    let queries = 0;
    class CountingPool extends pg.Pool {
      constructor(options: pg.PoolConfig) {
        super(options);
        const ask = this.query.bind(this) as (sql: string, values: unknown[]) => Promise<unknown>;
        const counted = async (sql: string, values: unknown[]) => {
          queries++;
          await new Promise((done) => setTimeout(done, roundTrip));
          return ask(sql, values);
        };
        Object.assign(this, { query: counted });
      }
    }
    const module = await run<Page>(text, { pg: { ...pg, Pool: CountingPool } });
    const start = performance.now();
    const answer = await module.page(1);
    const ms = performance.now() - start;
    await module.end();
    await onlyConnection(client);
    return { answer, queries, ms };
  }

  it('51 queries become 2, with the same answer', async function () {
    this.timeout(60_000);
    const { before, after } = await fixedBy(queryInLoop, page, { 'schema.sql': schema });
    const [flawed, fixed] = [await measure(before), await measure(after)];
    assert.deepEqual(fixed.answer, flawed.answer);
    assert.deepEqual([flawed.queries, fixed.queries], [51, 2]);
    assert.ok(flawed.ms > 4 * fixed.ms, `${flawed.ms} ms, ${fixed.ms} ms`);
    recordFigures('query-in-loop', { postgresql: postgres.version, pg: versionOf('pg') }, [
      { what: 'queries for a page of 50 orders with their customers', before: flawed.queries, after: fixed.queries },
      { what: `the page, with ${roundTrip} ms to the database`, before: Math.round(flawed.ms), after: Math.round(fixed.ms), unit: 'ms' },
    ]);
  });

  it('keeps the order of each order’s rows, and those that have none', async function () {
    this.timeout(60_000);
    const { before, after } = await fixedBy(queryInLoop, lines, { 'schema.sql': schema });
    const [flawed, fixed] = [await measure(before), await measure(after)];
    assert.deepEqual(fixed.answer, flawed.answer);
    assert.deepEqual(fixed.answer[0], { id: '1', count: 3, texts: ['line 3', 'line 2', 'line 1'] });
    assert.deepEqual([flawed.queries, fixed.queries], [51, 2]);
  });

  it('Knex: 101 queries become 3, with the same answer', async function () {
    this.timeout(60_000);
    // `user_id` is null once, which Knex compares with IS NULL in `where` and never finds in `whereIn`; no user has a null id.
    const { before, after } = await fixedBy(queryInLoop, knexPage);
    const measured = [];
    for (const text of [before, after]) {
      const module = await run<Page & { count(): number }>(text);
      const answer = await module.page(1);
      measured.push({ answer, queries: module.count() });
      await module.end();
      await onlyConnection(client);
    }
    assert.deepEqual(measured[1]?.answer, measured[0]?.answer);
    assert.deepEqual(measured.map(({ queries }) => queries), [101, 3]);
  });
});
