import assert from 'node:assert/strict';
import { Client } from 'pg';
import { lostUpdate } from '../../src/engine/rules/consistency/lost-update';
import { startPostgres, type Postgres } from '../support/postgres';
import { onlyConnection } from './support/connections';
import { recordFigures, versionOf, type Figure } from './support/figures';
import { fixedBy, run } from './support/fixedModule';

const callers = 20;
const start = 100;

interface Subject {
  readonly withdraw: (id: number, amount: number) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

const modules: readonly (readonly [name: string, text: string])[] = [
  [
    'pg',
    `import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 20 });

export const close = () => pool.end();

export async function withdraw(id: number, amount: number) {
  const { rows } = await pool.query('SELECT balance FROM accounts WHERE id = $1', [id]);
  const balance = rows[0].balance - amount;
  await pool.query('UPDATE accounts SET balance = $1 WHERE id = $2', [balance, id]);
}
`,
  ],
  [
    'Knex in a transaction',
    `import knex from 'knex';

const db = knex({ client: 'pg', connection: process.env.DATABASE_URL, pool: { min: 0, max: 20 } });

export const close = () => db.destroy();

export const withdraw = (id: number, amount: number) =>
  db.transaction(async (trx) => {
    const account = await trx('accounts').where({ id }).first();
    await trx('accounts').where({ id }).update({ balance: account.balance - amount });
  });
`,
  ],
  [
    'Drizzle',
    `import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { integer, pgTable } from 'drizzle-orm/pg-core';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
const db = drizzle(pool);
const accounts = pgTable('accounts', { id: integer('id').primaryKey(), balance: integer('balance').notNull() });

export const close = () => pool.end();

export async function withdraw(id: number, amount: number) {
  const [account] = await db.select().from(accounts).where(eq(accounts.id, id));
  await db.update(accounts).set({ balance: account.balance - amount }).where(eq(accounts.id, id));
}
`,
  ],
];

describe('lost-update on PostgreSQL, 20 withdrawals at once', function () {
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
    if (figures.length > 0) recordFigures('lost-update', { postgresql: server.version, pg: versionOf('pg'), knex: versionOf('knex'), 'drizzle-orm': versionOf('drizzle-orm') }, figures);
  });

  /** What is left of the balance, where each UPDATE takes a while: every caller has read before the first has written. */
  async function left(text: string): Promise<number> {
    await admin.query(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE accounts (id int PRIMARY KEY, balance int NOT NULL); INSERT INTO accounts VALUES (1, ${start})`);
    await admin.query('CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.06); RETURN NEW; END $$; CREATE TRIGGER slowly AFTER UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION slowly()');
    const subject = await run<Subject>(text);
    await Promise.all(Array.from({ length: callers }, async () => subject.withdraw(1, 1)));
    await subject.close();
    await onlyConnection(admin);
    const { rows } = await admin.query<{ balance: number }>('SELECT balance FROM accounts');
    return rows[0]?.balance ?? 0;
  }

  for (const [name, text] of modules) {
    it(`${name}: money appears before, the sum is exact after`, async () => {
      const versions = await fixedBy(lostUpdate, text);
      const before = await left(versions.before);
      assert.ok(before > start - callers, `before: ${before} of ${start} are left`);
      const after = await left(versions.after);
      assert.equal(after, start - callers);
      figures.push({ what: `balance left of ${start} after ${callers} concurrent withdrawals of 1: ${name}`, before, after });
    });
  }
});
