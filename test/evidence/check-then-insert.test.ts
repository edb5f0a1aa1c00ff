import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { Client } from 'pg';
import { checkThenInsert } from '../../src/engine/rules/consistency/check-then-insert';
import { languageOf } from '../../src/engine/syntax/languages';
import { readCases, type FixtureCase } from '../engine/support/fixtures';
import { analyzerFor } from '../engine/support/ruleTests';
import { appliedFix } from '../support/appliedFix';
import { execOrThrow } from '../support/command.mts';
import { recordFigures, versionOf } from './support/figures';
import { startPostgres, type Postgres } from '../support/postgres';

const callers = 20;
const folder = path.join(process.cwd(), 'out/evidence/check-then-insert');

interface Outcome {
  readonly value?: unknown;
  readonly error?: string;
}

interface Race {
  readonly outcomes: readonly Outcome[];
  /** How often the work between check and INSERT ran. */
  readonly runs: number;
}

/** A fixture of the rule, run as it stands and as the rule's own fix leaves it. */
interface Scenario {
  readonly fixture: string;
  /** Without the unique key: the fix's migration adds it. */
  readonly table: string;
  /** The table's name, and a condition that selects the rows all callers ask for. */
  readonly rows: string;
  /** The call, as code; `m` is what the module exports, `i` the caller's number. */
  readonly call: string;
  /** What relative imports export, as code. */
  readonly stubs?: Readonly<Record<string, string>>;
  /** Whether an answer is the winner's. */
  readonly won?: (value: unknown) => boolean;
  /** The work between check and INSERT must run once. */
  readonly hasWork?: true;
}

const work = 'async () => { globalThis.work.runs++; await new Promise((done) => setTimeout(done, 50)); return { id: "ch_1", at: 1 }; }';

const scenarios: readonly Scenario[] = [
  {
    fixture: 'payment-before-charge.ts',
    table: 'CREATE TABLE payments (idempotency_key text, order_id text, cents int)',
    rows: "payments WHERE idempotency_key = 'k'",
    call: "m.pay('k', 'order', 100)",
    stubs: { './cards.js': `exports.charge = ${work};` },
    won: (value) => value === true,
    hasWork: true,
  },
  {
    fixture: 'late-column',
    table: 'CREATE TABLE charges (request_key text, cents int NOT NULL, provider_id text, paid_at timestamptz)',
    rows: "charges WHERE request_key = 'k' AND provider_id = 'ch_1' AND paid_at IS NOT NULL",
    call: "m.chargeOnce('k', 'card', 100)",
    stubs: { './provider': `exports.charge = ${work};` },
    won: (value) => !(value as { repeated: boolean }).repeated,
    hasWork: true,
  },
  {
    fixture: 'work-result-read-later.ts',
    table: 'CREATE TABLE card_orders (request_id text, customer text)',
    rows: "card_orders WHERE request_id = 'r'",
    call: "m.order('c', 'r')",
    stubs: { './cards': `exports.issueCard = ${work};` },
    won: (value) => value !== undefined,
    hasWork: true,
  },
  { fixture: 'find-or-create.ts', table: 'CREATE TABLE tags (id serial PRIMARY KEY, name text)', rows: "tags WHERE name = 'a'", call: "m.tagNamed('a')" },
  { fixture: 'get-or-create.js', table: 'CREATE TABLE users (google_id text, name text, email text)', rows: "users WHERE google_id = 'g'", call: "m.userFor({ id: 'g', displayName: 'n', email: 'e' + i })" },
  {
    fixture: 'inside-transaction.js',
    table: 'CREATE TABLE accounts (id serial PRIMARY KEY, iban text, holder text); CREATE TABLE balances (account_id int, cents int)',
    rows: "accounts JOIN balances ON account_id = id WHERE iban = 'i'",
    call: "m.openAccount({ iban: 'i', name: 'n' })",
  },
  { fixture: 'only-if-missing.js', table: 'CREATE TABLE follows (follower_id int, followee_id int)', rows: 'follows WHERE follower_id = 1 AND followee_id = 2', call: 'm.follow(1, 2)' },
  { fixture: 'insert-or-update.ts', table: 'CREATE TABLE carts (user_id text, items text)', rows: "carts WHERE user_id = 'u'", call: "m.saveCart('u', 'items' + i)" },
  { fixture: 'one-statement.js', table: 'CREATE TABLE badges (id serial, user_id int, badge text)', rows: "badges WHERE user_id = 1 AND badge = 'b'", call: "m.grant(1, 'b')", won: (value) => value === true },
  {
    fixture: 'soft-delete',
    table: "CREATE TABLE contacts (id serial PRIMARY KEY, email text, deleted_at timestamptz); INSERT INTO contacts (email, deleted_at) VALUES ('e', now())",
    rows: "contacts WHERE email = 'e' AND deleted_at IS NULL",
    call: "m.addContact('e')",
  },
  { fixture: 'imported-pool', table: 'CREATE TABLE votes (poll_id bigint, voter text, choice text)', rows: "votes WHERE poll_id = 1 AND voter = 'v'", call: "m.vote(1, 'v', 'yes')", won: (value) => value === true },
];

/** The rule's own fix, and the statement of the migration it adds. */
async function fixOf(fixture: FixtureCase): Promise<{ readonly text: string; readonly migration: string | undefined }> {
  const text = fixture.files.get(fixture.main) ?? '';
  const language = languageOf(fixture.main);
  assert.ok(language !== undefined);
  const findings = await (await analyzerFor(checkThenInsert, fixture.files)).analyze({ file: `/project/${fixture.main}`, text, language });
  const edits = findings?.flatMap(({ fixes }) => fixes[0]?.edits ?? []) ?? [];
  const applied = appliedFix(text, edits);
  assert.notEqual(applied.text, text, 'the rule must fix the fixture');
  return { text: applied.text, migration: [...applied.added].find(([name]) => !name.endsWith('.down.sql'))?.[1] };
}

/** Relative imports are the project's own files, or the stubs of the scenario. */
const project = (files: ReadonlyMap<string, string>, stubs: Readonly<Record<string, string>>): Plugin => ({
  name: 'project',
  setup(builder) {
    builder.onResolve({ filter: /^\./ }, ({ path: specifier }) => ({ path: specifier, namespace: 'project' }));
    builder.onLoad({ filter: /.*/, namespace: 'project' }, ({ path: specifier }) => {
      const base = path.basename(specifier).replace(/\.js$/, '');
      const file = [...files].find(([name]) => path.parse(name).name === base);
      const contents = stubs[specifier] ?? file?.[1];
      return contents === undefined ? { errors: [{ text: `no stub for ${specifier}` }] } : { contents, loader: 'ts', resolveDir: process.cwd() };
    });
  },
});

async function bundled(text: string, fixture: FixtureCase, stubs: Scenario['stubs'] = {}): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: text, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    external: ['pg'],
    plugins: [project(fixture.files, stubs)],
  });
  return outputFiles[0]?.text ?? '';
}

describe('check-then-insert on PostgreSQL, 20 callers at once', function () {
  this.timeout(120_000);
  let server: Postgres;
  let db: Client;

  before(async function () {
    server = await startPostgres(this);
    db = new Client({ connectionString: server.url });
    await db.connect();
    mkdirSync(folder, { recursive: true });
  });

  after(async () => {
    await (db as Client | undefined)?.end();
    await (server as Postgres | undefined)?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A fresh table whose INSERTs take a while, so that every caller has checked before the first row is there. */
  async function createTable(statements: string): Promise<void> {
    await db.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    await db.query(statements);
    await db.query(`CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.4); RETURN NEW; END $$`);
    const table = /CREATE TABLE (\w+)/.exec(statements)?.[1] ?? '';
    await db.query(`CREATE TRIGGER slowly BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION slowly()`);
  }

  async function race(name: string, code: string, call: string): Promise<Race> {
    const file = path.join(folder, `${name}.json`);
    writeFileSync(file, JSON.stringify({ code, call, callers }));
    const { hostname, port, username, pathname } = new URL(server.url);
    const env = { ...process.env, DATABASE_URL: server.url, PGHOST: hostname, PGPORT: port, PGUSER: username, PGDATABASE: pathname.slice(1) };
    await execOrThrow(process.execPath, [path.join(process.cwd(), 'test/evidence/support/callers.mjs'), file], { env });
    return JSON.parse(readFileSync(file, 'utf8')) as Race;
  }

  async function count(rows: string): Promise<number> {
    const { rows: counted } = await db.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${rows}`);
    return counted[0]?.n ?? 0;
  }

  for (const scenario of scenarios) {
    const { fixture: name, table, rows, call, stubs, won, hasWork } = scenario;
    const fixture = readCases('check-then-insert', 'hits').find((each) => each.name === name);

    it(`${name}: duplicates before, one winner and no error after`, async () => {
      assert.ok(fixture !== undefined);
      const fixed = await fixOf(fixture);
      await createTable(table);
      const before = await race(`${name}-before`, await bundled(fixture.files.get(fixture.main) ?? '', fixture, stubs), call);
      assert.deepEqual(before.outcomes.filter(({ error }) => error !== undefined), [], 'before: no error');
      assert.ok((await count(rows)) > 1, 'before: the same key more than once');
      if (hasWork === true) assert.ok(before.runs > 1, 'before: the work ran more than once');

      await createTable(table);
      const { migration } = fixed;
      await db.query(migration ?? uniqueFor(fixed.text));
      const after = await race(`${name}-after`, await bundled(fixed.text, fixture, stubs), call);
      assert.deepEqual(after.outcomes.filter(({ error }) => error !== undefined), [], 'after: no error');
      assert.equal(after.outcomes.length, callers);
      assert.equal(await count(rows), 1, 'after: one row');
      if (won !== undefined) assert.equal(after.outcomes.filter(({ value }) => won(value)).length, 1, 'after: one winner');
      if (hasWork === true) assert.equal(after.runs, 1, 'after: the work ran once');
      if (name === 'payment-before-charge.ts') {
        recordFigures('check-then-insert', { postgresql: server.version, pg: versionOf('pg') }, [
          { what: `charges for ${callers} concurrent calls with one key`, before: before.runs, after: after.runs },
        ]);
      }
    });
  }

  it('payment-before-charge.ts: a charge that fails gives its claim back', async () => {
    const fixture = readCases('check-then-insert', 'hits').find((each) => each.name === 'payment-before-charge.ts');
    assert.ok(fixture !== undefined);
    const { text } = await fixOf(fixture);
    await createTable('CREATE TABLE payments (idempotency_key text UNIQUE, order_id text, cents int)');
    const declined = await race('declined', await bundled(text, fixture, { './cards.js': "exports.charge = async () => { throw new Error('declined'); };" }), "m.pay('k', 'order', 100)");
    assert.ok(declined.outcomes.some(({ error }) => error === 'Error: declined'));
    assert.equal(await count("payments WHERE idempotency_key = 'k'"), 0);
    const again = await race('again', await bundled(text, fixture, { './cards.js': `exports.charge = ${work};` }), "m.pay('k', 'order', 100)");
    assert.equal(again.runs, 1);
    assert.equal(await count("payments WHERE idempotency_key = 'k'"), 1);
  });

  for (const [name, table, call, rows] of [
    ['not-exists.sql', 'CREATE TABLE tags (id serial, name text)', "SELECT add_tag('a')", "tags WHERE name = 'a'"],
    ['found.sql', 'CREATE TABLE tags (id serial, name text)', "SELECT tag_id('a') AS answer", "tags WHERE name = 'a'"],
    ['is-null.sql', 'CREATE TABLE accounts (id uuid DEFAULT gen_random_uuid(), email text, name text)', "SELECT account_for('e', 'n') AS answer", "accounts WHERE email = 'e'"],
    ['insert-or-update.sql', 'CREATE TABLE visits (page text, count int)', "SELECT add_visit('p')", "visits WHERE page = 'p'"],
  ] as const) {
    it(`${name}: duplicates before, one winner and no error after`, async () => {
      const fixture = readCases('check-then-insert', 'hits').find((each) => each.name === name);
      assert.ok(fixture !== undefined);
      const original = (fixture.files.get(fixture.main) ?? '').replace(/^CREATE TABLE[^;]*;/, '');
      const { text } = await fixOf(fixture);
      const run = async (definition: string, unique: boolean) => {
        await createTable(table);
        if (unique) await db.query(uniqueFor(definition));
        await db.query(definition);
        const clients = await connected();
        const answers = await Promise.allSettled(clients.map((client) => client.query<{ answer?: unknown }>(call)));
        await Promise.all(clients.map((client) => client.end()));
        return answers;
      };
      await run(original, false);
      assert.ok((await count(rows)) > 1, 'before: the same key more than once');
      const answers = await run(text.replace(/^CREATE TABLE[^;]*;/, ''), true);
      assert.deepEqual(answers.filter(({ status }) => status === 'rejected'), []);
      assert.equal(await count(rows), 1);
      const given = new Set(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.rows[0]?.answer : undefined)));
      assert.equal(given.size, 1, 'every caller gets the same row');
      assert.ok(!given.has(null));
    });
  }

  async function connected(): Promise<Client[]> {
    const clients = Array.from({ length: callers }, () => new Client({ connectionString: server.url }));
    await Promise.all(clients.map((client) => client.connect()));
    return clients;
  }

  /** What each remedy that is proposed for this race leaves: rows, and calls that failed. */
  for (const [name, begin, check, unique, insert, expected] of [
    ['the check alone', '', '', false, '', { rows: 20, failed: 0 }],
    ['a transaction at read committed', 'BEGIN', '', false, '', { rows: 20, failed: 0 }],
    ['FOR UPDATE', 'BEGIN', 'FOR UPDATE', false, '', { rows: 20, failed: 0 }],
    ['SERIALIZABLE', 'BEGIN ISOLATION LEVEL SERIALIZABLE', '', false, '', { rows: 1, failed: 19 }],
    ['a unique key', '', '', true, '', { rows: 1, failed: 19 }],
    ['ON CONFLICT DO NOTHING', '', '', true, 'ON CONFLICT (key) DO NOTHING RETURNING key', { rows: 1, failed: 0 }],
  ] as const) {
    it(`${name}: ${expected.rows} rows, ${expected.failed} errors`, async () => {
      await db.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
      await db.query(`CREATE TABLE t (key text${unique ? ' UNIQUE' : ''})`);
      const clients = await connected();
      await Promise.all(clients.map(async (client) => {
        if (begin !== '') await client.query(begin);
        assert.equal((await client.query(`SELECT key FROM t WHERE key = 'k' ${check}`)).rows.length, 0);
      }));
      const ended = await Promise.allSettled(clients.map(async (client) => {
        const { rows } = await client.query(`INSERT INTO t (key) VALUES ('k') ${insert}`);
        if (begin !== '') await client.query('COMMIT');
        return rows.length;
      }));
      await Promise.all(clients.map((client) => client.end()));
      assert.deepEqual({ rows: await count('t'), failed: ended.filter(({ status }) => status === 'rejected').length }, expected);
      if (insert !== '') assert.equal(ended.filter((each) => each.status === 'fulfilled' && each.value === 1).length, 1, 'one winner');
    });
  }

  it('a conflict target without a unique key fails, and without a target nothing is noticed', async () => {
    await db.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE t (key text)');
    await assert.rejects(db.query("INSERT INTO t VALUES ('k') ON CONFLICT (key) DO NOTHING"), { code: '42P10' });
    for (let i = 0; i < 2; i++) await db.query("INSERT INTO t VALUES ('k') ON CONFLICT DO NOTHING");
    assert.equal(await count('t'), 2);
  });
});

/** The unique index a fixed statement needs, read off its conflict target. */
function uniqueFor(text: string): string {
  const match = /insert into (\w+)[\s\S]*?on conflict \(([^)]*)\)( where [\w\s.]+?(?= do nothing))?/i.exec(text);
  assert.ok(match !== null, text);
  return `CREATE UNIQUE INDEX ON ${match[1] ?? ''} (${match[2] ?? ''})${match[3] ?? ''}`;
}
