import assert from 'node:assert/strict';
import { Client } from 'pg';
import { checkThenCreate } from '../../src/engine/rules/consistency/check-then-create';
import { startPostgres, type Postgres } from '../support/postgres';
import { onlyConnection } from './support/connections';
import { recordFigures, versionOf, type Figure } from './support/figures';
import { fixedBy, run, type Versions } from './support/fixedModule';

const callers = 20;

/** What a module under test exports. */
interface Subject {
  readonly call: (i: number) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

interface Scenario {
  readonly name: string;
  /** The module, as somebody writes it. */
  readonly text: string;
  /** Creates the table; the key comes with the fix. */
  readonly table: string;
  readonly key: string;
  readonly rows: string;
  /** The answer for a record that exists; undefined where every caller gets the record. */
  readonly answer?: string;
}

const knexHead = `import knex from 'knex';

const db = knex({ client: 'pg', connection: process.env.DATABASE_URL, pool: { min: 0, max: 20 } });

export const close = () => db.destroy();
`;

const drizzleHead = `import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { pgTable, serial, text } from 'drizzle-orm/pg-core';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
const db = drizzle(pool);
const users = pgTable('users', { id: serial('id').primaryKey(), email: text('email').notNull(), name: text('name') });

export const close = () => pool.end();
`;

const scenarios: readonly Scenario[] = [
  {
    name: 'Knex, an error when it exists',
    text: `${knexHead}
export async function call(i: number) {
  const existing = await db('users').where({ email: 'a' }).first();
  if (existing) {
    throw new Error('taken');
  }
  const [user] = await db('users').insert({ email: 'a', name: String(i) }).returning('*');
  return user;
}
`,
    table: 'CREATE TABLE users (id serial PRIMARY KEY, email text, name text)',
    key: 'CREATE UNIQUE INDEX ON users (email)',
    rows: "users WHERE email = 'a'",
    answer: 'taken',
  },
  {
    name: 'Knex, find or create',
    text: `${knexHead}
export async function call() {
  let tag = await db('tags').where('name', 'new').first();
  if (!tag) {
    [tag] = await db('tags').insert({ name: 'new' }).returning('*');
  }
  return tag.id;
}
`,
    table: 'CREATE TABLE tags (id serial PRIMARY KEY, name text)',
    key: 'CREATE UNIQUE INDEX ON tags (name)',
    rows: "tags WHERE name = 'new'",
  },
  {
    name: 'Drizzle, an error when it exists',
    text: `${drizzleHead}
export async function call(i: number) {
  const [existing] = await db.select().from(users).where(eq(users.email, 'a')).limit(1);
  if (existing) throw new Error('taken');
  const [user] = await db.insert(users).values({ email: 'a', name: String(i) }).returning();
  return user;
}
`,
    table: 'CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL, name text)',
    key: 'CREATE UNIQUE INDEX ON users (email)',
    rows: "users WHERE email = 'a'",
    answer: 'taken',
  },
];

describe('check-then-create on PostgreSQL, 20 callers at once', function () {
  this.timeout(60_000);
  let server: Postgres;
  let admin: Client;
  const figures: Figure[] = [];

  before(async function () {
    server = await startPostgres(this);
    admin = new Client({ connectionString: server.url });
    await admin.connect();
    process.env['DATABASE_URL'] = server.url;
  });

  after(async () => {
    delete process.env['DATABASE_URL'];
    await (admin as Client | undefined)?.end();
    await (server as Postgres | undefined)?.stop();
    if (figures.length > 0) recordFigures('check-then-create', { postgresql: server.version, pg: versionOf('pg'), knex: versionOf('knex'), 'drizzle-orm': versionOf('drizzle-orm') }, figures);
  });

  /** A fresh table whose INSERTs take a while, so that every caller has checked before the first row is there. */
  async function race({ table, key, rows }: Scenario, text: string, isUnique: boolean) {
    await admin.query(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${table}; ${isUnique ? key : ''}`);
    await admin.query('CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.4); RETURN NEW; END $$');
    await admin.query(`CREATE TRIGGER slowly BEFORE INSERT ON ${/CREATE TABLE (\w+)/.exec(table)?.[1] ?? ''} FOR EACH ROW EXECUTE FUNCTION slowly()`);
    const subject = await run<Subject>(text);
    const settled = await Promise.allSettled(Array.from({ length: callers }, async (_, i) => subject.call(i)));
    await subject.close();
    await onlyConnection(admin);
    const { rows: counted } = await admin.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${rows}`);
    const errors = settled.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
    const values = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    return { count: counted[0]?.n ?? 0, errors, values };
  }

  for (const scenario of scenarios) {
    it(scenario.name, async () => {
      const { name, answer } = scenario;
      const versions: Versions = await fixedBy(checkThenCreate, scenario.text, { 'package.json': '{ "dependencies": { "pg": "8", "knex": "3", "drizzle-orm": "0.45" } }' });
      const alone = await race(scenario, versions.before, false);
      assert.ok(alone.count > 1, 'before: the same key more than once');
      const keyed = await race(scenario, versions.before, true);
      const strange = (errors: readonly string[]) => errors.filter((error) => error !== `Error: ${answer ?? ''}`).length;
      assert.equal(keyed.count, 1);
      assert.ok(strange(keyed.errors) > 0, 'with the key alone: callers get an error nobody answers');
      const after = await race(scenario, versions.after, true);
      assert.equal(after.count, 1, 'after: one row');
      assert.equal(strange(after.errors), 0, 'after: no error but the answer');
      assert.equal(after.errors.length, answer === undefined ? 0 : callers - 1);
      if (answer === undefined) assert.deepEqual([...new Set(after.values)].length, 1, 'after: every caller has the same record');
      figures.push({ what: `rows for ${callers} concurrent calls with one key: ${name}`, before: alone.count, after: after.count });
      figures.push({ what: `callers with an unanswered error once the key is unique: ${name}`, before: strange(keyed.errors), after: 0 });
    });
  }
});
