import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding, Fix } from '../../../src/engine/finding';
import { fixText } from '../../../src/engine/fix/fixText';
import { checkThenInsert } from '../../../src/engine/rules/consistency/check-then-insert';
import { languageOf } from '../../../src/engine/syntax/languages';
import { readCases } from '../support/fixtures';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(checkThenInsert, { hits: 50, misses: 51 });

async function findings(files: Readonly<Record<string, string>>, fragment = false): Promise<readonly Finding[]> {
  const [main] = Object.keys(files);
  assert.ok(main !== undefined);
  const language = languageOf(main);
  assert.ok(language !== undefined);
  const analyzer = await analyzerFor(checkThenInsert, new Map(Object.entries(files)));
  return (await analyzer.analyze({ file: `/project/${main}`, text: files[main] ?? '', language, fragment })) ?? [];
}

async function only(files: Readonly<Record<string, string>>, fragment = false): Promise<Finding> {
  const found = await findings(files, fragment);
  assert.equal(found.length, 1);
  return found[0]!;
}

async function fixOf(files: Readonly<Record<string, string>>, fragment = false): Promise<Fix> {
  const [fix] = (await only(files, fragment)).fixes;
  assert.ok(fix !== undefined);
  return fix;
}

async function fixed(name: string, text: string): Promise<string> {
  const language = languageOf(name);
  assert.ok(language !== undefined);
  return (await fixText(await analyzerFor(checkThenInsert, new Map([[name, text]])), { file: `/project/${name}`, text, language }, { safety: 'review' })).text;
}

const header = `import { Pool } from 'pg';\nconst pool = new Pool();\n`;
const register = `${header}export async function register(email: string) {
  const seen = await pool.query('SELECT 1 FROM users WHERE email = $1', [email]);
  if (seen.rows.length > 0) return false;
  await pool.query('INSERT INTO users (email) VALUES ($1)', [email]);
  return true;
}\n`;
const packageJson = '{ "dependencies": { "pg": "^8.13.1" } }';

describe('check-then-insert is a hint', () => {
  it('where only a clock, a start-up or administrators come to it', async () => {
    const severityWith = async (caller: string) => (await only({ 'register.ts': register, 'package.json': packageJson, 'caller.ts': `import { register } from './register';\n${caller}` })).severity;
    assert.equal(await severityWith(`setInterval(() => register('a'), 1000);`), 'hint');
    assert.equal(await severityWith(`async function start() { await register('a'); }\nvoid start();`), 'hint');
    assert.equal(await severityWith(`export const add = adminProcedure.mutation(async ({ input }) => register(input));`), 'hint');
    assert.equal(await severityWith(`export const add = procedure.mutation(async ({ input }) => register(input));`), 'information');
    assert.equal(await severityWith(`export const title = 'register';`), 'information');
  });
});

describe('check-then-insert tells how much hangs on it', () => {
  const insertKey = (found: string) => `package keys

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"
)

var errKnown = errors.New("known")

func save(ctx context.Context, pool *pgxpool.Pool, hash string) error {
	var n int
	if err := pool.QueryRow(ctx, "SELECT count(*) FROM keys WHERE hash = $1", hash).Scan(&n); err != nil {
		return err
	}
	if n != 0 {
		return ${found}
	}
	_, err := pool.Exec(ctx, "INSERT INTO keys (hash) VALUES ($1)", hash)
	return err
}
`;
  const schema = 'CREATE TABLE keys (hash text PRIMARY KEY);';

  it('a hint where an error made on the spot gives way to the error of the database', async () => {
    const finding = await only({ 'main.go': insertKey('fmt.Errorf("key %s exists", hash)'), 'schema.sql': schema });
    assert.equal(finding.severity, 'hint');
  });

  it('more where the caller can tell the error, or a duplicate may be stored', async () => {
    assert.equal((await only({ 'main.go': insertKey('errKnown').replace('\n\t"fmt"', ''), 'schema.sql': schema })).severity, 'information');
    assert.equal((await only({ 'main.go': insertKey('fmt.Errorf("key %s exists", hash)') })).severity, 'information');
  });
});

describe('check-then-insert in a function of the database', () => {
  const routine = `CREATE FUNCTION join_club(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM members WHERE members.name = join_club.name) THEN
    RETURN;
  END IF;
  INSERT INTO members (name) VALUES (join_club.name);
END
$$;
`;
  const severityWith = async (table: string) => (await only({ 'club.sql': routine, 'package.json': packageJson, 'schema.sql': table })).severity;

  it('is a hint where the schema proves the key unique: the late one fails as a whole', async () => {
    assert.equal(await severityWith('CREATE TABLE members (name text NOT NULL UNIQUE);'), 'hint');
    assert.equal(await severityWith('CREATE TABLE members (name text NOT NULL);'), 'information');
  });
});

describe('check-then-insert grades its fix', () => {
  const unique = 'CREATE TABLE users (id bigserial PRIMARY KEY, email text NOT NULL UNIQUE);';

  it('for review where the key may be that of another package', async () => {
    const fix = await fixOf({ 'shop/main.ts': register, 'shop/package.json': packageJson, 'desk/package.json': packageJson, 'desk/schema.sql': unique });
    assert.equal(fix.safety, 'review');
  });

  it('safe where the schema proves the key unique, with no migration', async () => {
    const fix = await fixOf({ 'main.ts': register, 'schema.sql': unique, 'package.json': packageJson });
    assert.equal(fix.safety, 'safe');
    assert.equal(fix.title, 'Insert first: ON CONFLICT (email) DO NOTHING');
    assert.ok(fix.edits.every(({ create }) => create !== true));
  });

  for (const [name, schema] of [
    ['the key is not unique', 'CREATE TABLE users (id bigserial PRIMARY KEY, email text NOT NULL);'],
    ['the key was dropped later', `${unique}\nALTER TABLE users DROP CONSTRAINT users_email_key;`],
    ['the key is wider', 'CREATE TABLE users (email text, tenant text, UNIQUE (email, tenant));'],
    ['the key is partial', 'CREATE TABLE users (email text, gone bool); CREATE UNIQUE INDEX ON users (email) WHERE NOT gone;'],
    ['the table is unknown', 'CREATE TABLE teams (id bigint PRIMARY KEY);'],
  ] as const) {
    it(`review, with a migration, where ${name}`, async () => {
      const fix = await fixOf({ 'main.ts': register, 'migrations/0007_users.sql': schema, 'package.json': packageJson });
      assert.equal(fix.safety, 'review');
      assert.equal(fix.title, 'Insert first: ON CONFLICT (email) DO NOTHING, with a migration for the UNIQUE index');
      assert.deepEqual(
        fix.edits.filter(({ create }) => create === true).map(({ file }) => file),
        ['/project/migrations/0008_unique_users_email.sql'],
      );
    });
  }

  it('review, with the statement in its words, where no file would be run', async () => {
    const notUnique = 'CREATE TABLE users (id bigserial PRIMARY KEY, email text NOT NULL);';
    for (const files of [{ 'db/schema.sql': notUnique }, { 'drizzle/0000_users.sql': notUnique, 'drizzle/meta/_journal.json': '{ "entries": [] }' }]) {
      const { message, fixes } = await only({ 'main.ts': register, 'package.json': packageJson, ...files });
      assert.ok(message.endsWith(' The edit needs this first, however this project changes its schema: CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email).'), message);
      assert.deepEqual(fixes.map(({ title, safety }) => [title, safety]), [['Insert first: ON CONFLICT (email) DO NOTHING, once the UNIQUE index exists', 'review']]);
      assert.ok(fixes[0]?.edits.every(({ create }) => create !== true));
    }
  });

  it('the same for one statement, whose index has a condition', async () => {
    const queries = `-- name: open-visit\nINSERT INTO visits (guest_id, kind, due_at)\nSELECT $1, 'breakfast', $2\nWHERE NOT EXISTS (\n  SELECT 1 FROM visits WHERE guest_id = $1 AND kind = 'breakfast' AND left_at IS NULL\n)\nRETURNING id;\n`;
    const { message, fixes } = await only({ 'internal/visits/queries.sql': queries, 'go.mod': 'module example.com/inn', 'internal/migrations/v0.2.0.go': 'package migrations\n' });
    assert.match(message, /schema: CREATE UNIQUE INDEX CONCURRENTLY \w+ ON visits \(guest_id\) WHERE kind = 'breakfast' AND left_at IS NULL\.$/);
    assert.deepEqual(fixes.flatMap(({ edits }) => edits.filter(({ create }) => create === true)), []);
  });

  it('review where work runs in between, even with the key', async () => {
    const text = register.replace('  await pool.query(', `  await charge(email);\n  await pool.query(`);
    const finding = await only({ 'main.ts': `import { charge } from './cards';\n${text}`, 'schema.sql': unique });
    assert.equal(finding.fixes[0]?.safety, 'review');
    assert.equal(finding.fixes[0].title, 'Claim the key before the work: ON CONFLICT (email) DO NOTHING');
    assert.match(finding.message, /both run charge\(\)/);
    assert.match(finding.message, /a crash leaves its claim behind/);
  });

  it('review where the check asks for more than the key', async () => {
    const text = register.replace('WHERE email = $1', 'WHERE email = $1 AND tenant = $2').replace("$1', [email]);\n  if", "$1', [email, 't']);\n  if").replace('(email) VALUES ($1)', '(email, tenant) VALUES ($1, $2)').replaceAll('[email]', "[email, 't']");
    const fix = await fixOf({ 'main.ts': text, 'schema.sql': unique });
    assert.equal(fix.safety, 'review');
    assert.match(fix.title, /ON CONFLICT \(email\) DO NOTHING$/);
  });

  it('in MySQL safe only where the duplicate can be of no other key', async () => {
    const mysql = `import mysql from 'mysql2/promise';
const pool = mysql.createPool({ queueLimit: 10 });
export async function register(email: string, name: string) {
  const [rows] = await pool.execute('SELECT 1 FROM users WHERE email = ?', [email]);
  if (rows.length > 0) return false;
  await pool.execute('INSERT INTO users (email, name) VALUES (?, ?)', [email, name]);
  return true;
}\n`;
    assert.equal((await fixOf({ 'main.ts': mysql, 'schema.sql': 'CREATE TABLE users (id int PRIMARY KEY, email text UNIQUE, name text);' })).safety, 'safe');
    assert.equal((await fixOf({ 'main.ts': mysql, 'schema.sql': 'CREATE TABLE users (email text UNIQUE, name text UNIQUE);' })).safety, 'review');
  });

  it('a fragment gets no migration: it belongs to no project', async () => {
    const fix = await fixOf({ 'main.ts': register.replace(header, ''), 'package.json': packageJson }, true);
    assert.equal(fix.safety, 'review');
    assert.ok(fix.edits.every(({ create }) => create !== true));
    assert.equal(fix.title, 'Insert first: ON CONFLICT (email) DO NOTHING');
  });
});

describe('check-then-insert says', () => {
  it('that both insert, where nothing makes the key unique', async () => {
    const { message } = await only({ 'main.ts': register, 'schema.sql': 'CREATE TABLE users (email text);' });
    assert.ok(message.startsWith('Two calls with the same email at once both find no row and both insert into users. The edit needs this first'), message);
  });

  it('that the second fails, where the key is unique', async () => {
    const { message } = await only({ 'main.ts': register, 'schema.sql': 'CREATE TABLE users (email text PRIMARY KEY);' });
    assert.equal(message, 'Two calls with the same email at once both find no row; the second INSERT into users then fails with error 23505 instead of taking the branch for an existing row.');
  });

  it('both, where the table is unknown', async () => {
    const { message } = await only({ 'main.ts': register });
    assert.match(message, /both insert into users: a duplicate, or an error where the key is unique\./);
  });

  const reasons: readonly [name: string, reason: RegExp][] = [
    ['two-checks.ts', /^several checks guard this INSERT/],
    ['either-key.js', /^the check asks for either of several keys/],
    ['callbacks.js', /^the check and the INSERT stand in callbacks/],
    ['nullish.ts', /^the INSERT stands inside an expression/],
    ['late-and-unknown.js', /charge_id is only known after it and not known to allow NULL\.$/],
    ['late-column-required', /receipt is only known after it and not known to allow NULL\.$/],
    ['connection-from-elsewhere.ts', /^whether this connection is in a transaction is decided elsewhere/],
    ['same-name.sql', /^the function has a variable named code too/],
    ['one_variable_twice.go', /^the INSERT's text is shared/],
  ];
  for (const [name, reason] of reasons) {
    it(`why ${name} gets no edit`, async () => {
      const fixture = readCases('check-then-insert', 'hits').find((each) => each.name === name);
      assert.ok(fixture !== undefined);
      const [main, ...others] = [fixture.main, ...[...fixture.files.keys()].filter((file) => file !== fixture.main)];
      const { message, fixes } = await only(Object.fromEntries([main, ...others].map((file) => [file, fixture.files.get(file) ?? ''])));
      assert.deepEqual(fixes, []);
      assert.match(/ No edit: (.*)$/.exec(message)?.[1] ?? message, reason);
    });
  }
});

describe('check-then-insert leaves work alone that', () => {
  const work = (statements: string) => `${header}import { charge } from './cards';
export async function pay(key: string, cents: number) {
  const seen = await pool.query('SELECT 1 FROM payments WHERE key = $1', [key]);
  if (seen.rows.length > 0) return false;
${statements}
  await pool.query('INSERT INTO payments (key, cents) VALUES ($1, $2)', [key, cents]);
  return true;
}\n`;

  for (const [name, statements, reason] of [
    ['can end early', '  if (!(await charge(cents))) return undefined;', /can end early/],
    ['decides on the client', '  const other = await charge(cents);\n  await other.query("SELECT 1");\n', undefined],
    ['decides on the key', '  key = await charge(cents);', undefined],
  ] as const) {
    it(name, async () => {
      const found = await findings({ 'main.ts': work(statements) });
      if (reason === undefined) {
        assert.ok(found.every(({ fixes }) => fixes.every(({ safety }) => safety === 'review')));
        return;
      }
      assert.match(found[0]?.message ?? '', reason);
      assert.deepEqual(found[0]?.fixes, []);
    });
  }

  it('changes the key in between: that is another row', async () => {
    assert.deepEqual(await findings({ 'main.ts': work('  key = await charge(cents);') }), []);
  });
});

describe('check-then-insert writes as the file is written', () => {
  const fixture = (name: string) => {
    const folder = path.join(process.cwd(), 'test/engine/rules/check-then-insert/fixtures/hits');
    const read = (file: string) => readFileSync(path.join(folder, file), 'utf8').replace(/[«»]/g, '');
    return { before: read(name), after: read(name.replace(/\.(\w+)$/, '.fixed.$1')) };
  };

  for (const name of ['payment-before-charge.ts', 'express-register.js', 'mysql-register.js', 'charge.go', 'is-null.sql']) {
    it(`line ends: ${name}`, async () => {
      const { before, after } = fixture(name);
      assert.equal(await fixed(name, before.replaceAll('\n', '\r\n')), after.replaceAll('\n', '\r\n'));
    });
  }

  it('tabs', async () => {
    const { before, after } = fixture('payment-before-charge.ts');
    assert.equal(await fixed('main.ts', before.replaceAll('  ', '\t')), after.replaceAll('  ', '\t'));
  });

  it('no semicolons', async () => {
    const { before, after } = fixture('payment-before-charge.ts');
    const bare = (text: string) => text.replace(/;$/gm, '');
    assert.equal(await fixed('main.ts', bare(before)), bare(after));
  });

  it('a statement on the line of its brace', async () => {
    const { before, after } = fixture('rows_read.go');
    const known = 'log.Printf("device %s is known", serial)';
    const squeezed = before.replace(`if err == nil {\n\t\t${known}`, `if err == nil { ${known}`);
    assert.notEqual(squeezed, before);
    assert.equal(await fixed('rows_read.go', squeezed), after);
  });

  it('keywords and quoted names', async () => {
    const text = register.replaceAll('users', '"Users"').replaceAll('email = $1', '"eMail" = $1').replace('(email) VALUES', '("eMail") values').replace('INSERT INTO', 'insert into');
    assert.match(await fixed('main.ts', text), /insert into "Users" \("eMail"\) values \(\$1\) on conflict \("eMail"\) do nothing returning "eMail"'/);
  });
});

describe('the snippet of incident-reading#racing-idempotency', () => {
  it('is found, and its fix claims before the charge', async () => {
    const text = readFileSync(path.join(process.cwd(), 'lessons/incident-reading/incident-reading/pay.ts'), 'utf8');
    const fix = await fixOf({ 'pay.ts': text }, true);
    assert.equal(fix.safety, 'review');
    const after = await fixed('pay.ts', text);
    assert.ok(after.indexOf('ON CONFLICT (idempotency_key) DO NOTHING RETURNING idempotency_key') < after.indexOf('await charge('));
    assert.ok(!after.includes('SELECT'));
  });
});
