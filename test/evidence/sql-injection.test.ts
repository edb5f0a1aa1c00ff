import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, Pool } from 'pg';
import { sqlInjection } from '../../src/engine/rules/data-access/sql-injection';
import { fixText } from '../../src/engine/fix/fixText';
import { analyzerFor } from '../engine/support/ruleTests';
import { startPostgres, type Postgres } from '../support/postgres';
import { loadModule, removeModules } from './support/modules';
import { recordFigures, versionOf } from './support/figures';

/** A search box, as many are written; the quote, the pattern, the bare number and the list are each a way in. */
const flawed = `import http from 'node:http';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.EVIDENCE_DATABASE });

export const end = () => pool.end();

export const server = http.createServer(async (req, res) => {
  const url = new URL(req.url, 'http://localhost');
  const name = url.searchParams.get('name');
  const id = url.searchParams.get('id');
  const ids = (url.searchParams.get('ids') ?? '').split(',');
  try {
    const { rows } =
      url.pathname === '/search'
        ? await pool.query(\`SELECT id, name FROM products WHERE public AND name ILIKE '%\${name}%'\`)
        : url.pathname === '/one'
          ? await pool.query('SELECT id, name FROM products WHERE public AND id = ' + id)
          : url.pathname === '/recent'
            ? await pool.query(\`SELECT id, name FROM products WHERE public AND added > now() - interval '\${id} days'\`)
            : await pool.query(\`SELECT id, name FROM products WHERE public AND id IN (\${ids.join(',')})\`);
    res.end(JSON.stringify(rows));
  } catch (error) {
    res.statusCode = 500;
    res.end(error.message);
  }
});
`;

/** Asks that a reader would make, and the rows both versions must give. */
const honest: readonly (readonly [path: string, names: readonly string[]])[] = [
  ['/search?name=lamp', ['desk lamp', 'floor lamp']],
  ["/search?name=o'clock", []],
  ['/one?id=2', ['floor lamp']],
  ['/recent?id=7', ['desk lamp', 'floor lamp']],
  ['/many?ids=1,2', ['desk lamp', 'floor lamp']],
];

/** What a sender of text that is also SQL asks for. */
const injected: readonly string[] = [
  `/search?name=${encodeURIComponent("%' OR NOT public --")}`,
  `/one?id=${encodeURIComponent('1 OR true')}`,
  `/recent?id=${encodeURIComponent("7 days' OR NOT public --")}`,
  `/many?ids=${encodeURIComponent('1) OR (true')}`,
];

async function fixed(): Promise<string> {
  const analyzer = await analyzerFor(sqlInjection, new Map([['package.json', '{ "dependencies": { "pg": "^8" } }']]));
  return (await fixText(analyzer, { file: '/project/main.js', text: flawed, language: 'javascript' })).text;
}

describe('sql-injection on PostgreSQL', () => {
  let postgres: Postgres;

  before(async function () {
    this.timeout(60_000);
    postgres = await startPostgres(this);
    process.env['EVIDENCE_DATABASE'] = postgres.url;
  });

  after(async () => {
    delete process.env['EVIDENCE_DATABASE'];
    removeModules('sql-injection');
    await postgres.stop();
  });

  beforeEach(async () => {
    const client = new Client(postgres.url);
    await client.connect();
    await client.query(`DROP TABLE IF EXISTS products;
      CREATE TABLE products (id int PRIMARY KEY, name text NOT NULL, public boolean NOT NULL, added timestamptz NOT NULL DEFAULT now());
      INSERT INTO products VALUES (1, 'desk lamp', true), (2, 'floor lamp', true), (3, 'unannounced chair', false)`);
    await client.end();
  });

  it('shows rows nobody may see before the fix, and none after it', async function () {
    this.timeout(60_000);
    const after = await fixed();
    assert.doesNotMatch(after, /\$\{name\}'|\+ id|\$\{ids/);
    const leaks: number[] = [];
    for (const [version, text] of [['flawed', flawed], ['fixed', after]] as const) {
      const { server, end } = (await loadModule('sql-injection', version, text)) as unknown as { server: Server; end: () => Promise<void> };
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const ask = async (path: string) => {
        const answer = await fetch(base + path);
        return answer.ok ? ((await answer.json()) as { name: string }[]).map(({ name }) => name).sort() : [];
      };
      try {
        for (const [path, names] of honest) assert.deepEqual(await ask(path), names, `${version} ${path}`);
        let leaked = 0;
        for (const path of injected) if ((await ask(path)).includes('unannounced chair')) leaked++;
        leaks.push(leaked);
      } finally {
        server.closeAllConnections();
        await new Promise((done) => server.close(done));
        await end();
      }
    }
    assert.deepEqual(leaks, [injected.length, 0]);
    recordFigures('sql-injection', { postgresql: postgres.version, pg: versionOf('pg') }, [
      { what: `of ${injected.length} injected requests, those that read the row nobody may see`, before: leaks[0] ?? '', after: leaks[1] ?? '' },
    ]);
  });

  it('ORDER BY with a placeholder does not sort', async () => {
    const pool = new Pool({ connectionString: postgres.url });
    const byName = await pool.query<{ id: number }>('SELECT id FROM products ORDER BY name DESC');
    const byParameter = await pool.query<{ id: number }>('SELECT id FROM products ORDER BY $1 DESC', ['name']);
    await pool.end();
    assert.deepEqual(byName.rows.map(({ id }) => id), [3, 2, 1]);
    assert.deepEqual(byParameter.rows.map(({ id }) => id), [1, 2, 3]);
  });
});
