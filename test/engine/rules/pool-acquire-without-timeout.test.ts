import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { SourceText } from '../../../src/engine/engine';
import type { Finding } from '../../../src/engine/finding';
import { fixText } from '../../../src/engine/fix/fixText';
import { poolAcquireWithoutTimeout as rule } from '../../../src/engine/rules/pools/pool-acquire-without-timeout';
import { analyzerFor, testRule, testSettings } from '../support/ruleTests';

testRule(rule, { hits: 50, misses: 45 });

const analyzer = async (settings = testSettings) => analyzerFor(rule, new Map(), settings);

const script = (text: string): SourceText => ({ file: '/project/src/db.ts', text, language: 'typescript' });
const go = (text: string): SourceText => ({ file: '/project/db.go', text, language: 'go' });

async function only(source: SourceText, settings = testSettings): Promise<Finding> {
  const findings = (await (await analyzer(settings)).analyze(source)) ?? [];
  const [finding] = findings;
  assert.ok(finding !== undefined && findings.length === 1, `${findings.length} findings`);
  return finding;
}

const withPool = (lines: string) => `package a\n\nimport (\n\t"context"\n\t"time"\n\n\t"github.com/jackc/pgx/v5/pgxpool"\n)\n\n${lines}\n`;

describe('pool-acquire-without-timeout says', () => {
  const sentences: readonly [name: string, text: string, message: RegExp, title: string][] = [
    ['how many clients there are', `import { Pool } from 'pg'; new Pool({ max: 4 * 5 });`, /^Once all 20 clients are taken, every further caller waits for ever: `connectionTimeoutMillis` is not set,/, 'Give up waiting for a client after 5 s'],
    ['how many there are by default', `import { Pool } from 'pg'; new Pool();`, /^Once all 10 clients are taken/, 'Give up waiting for a client after 5 s'],
    ['no number it does not know', `import { Pool } from 'pg'; new Pool({ max: size() });`, /^Once every client is taken/, 'Give up waiting for a client after 5 s'],
    ['what 0 means', `import { Pool } from 'pg'; new Pool({ connectionTimeoutMillis: 0 });`, /`connectionTimeoutMillis` is 0, which means no limit/, 'Give up waiting for a client after 5 s'],
    ['that mysql2 bounds the queue alone', `import { createPool } from 'mysql2/promise'; createPool({ host: 'db' });`, /^Once all 10 connections are taken, callers pile up in a queue with no end/, 'Let at most 100 callers wait for a connection'],
    ['that mysql2 ignores acquireTimeout', `import { createPool } from 'mysql2'; createPool({ acquireTimeout: 1 });`, /`acquireTimeout` is ignored by this library\.$/, 'Let at most 100 callers wait for a connection'],
    ['how long knex waits', `import knex from 'knex'; knex({ client: 'pg', acquireConnectionTimeout: 90_000 });`, /^A caller waits up to 90 s/, 'Give up waiting for a connection after 5 s'],
    ['that a second client is taken', `import { Pool } from 'pg'; export async function f(pool: Pool) { const c = await pool.connect(); await pool.query(''); c.release(); }`, /waits for a second one/, 'Use c, which is held already'],
  ];
  for (const [name, text, message, title] of sentences) {
    it(name, async () => {
      const finding = await only(script(text));
      assert.match(finding.message, message);
      assert.deepEqual(finding.fixes.map((fix) => [fix.title, fix.safety]), [[title, 'review']]);
      assert.equal(finding.severity, 'information');
    });
  }

  it('less where a URL from outside may decide', async () => {
    const finding = await only(script(`import { MongoClient } from 'mongodb'; new MongoClient(process.env.MONGO_URL!);`));
    assert.equal(finding.severity, 'hint');
    assert.match(finding.message, /is not set here/);
  });

  it('less of browsers, and of more things than one process has requests', async () => {
    const severityOf = async (text: string) => (await only(script(`import { createPool } from 'generic-pool';\n${text}`))).severity;
    assert.equal(await severityOf('export const engines = createPool(factory, { max: 6 });'), 'information');
    assert.equal(await severityOf("import puppeteer from 'puppeteer';\nexport const browsers = createPool({ create: () => puppeteer.launch(), destroy: (each) => each.close() }, { max: 6 });"), 'hint');
    assert.equal(await severityOf('export const contexts = createPool(factory, { max: 2_500 });'), 'hint');
  });

  it('less of the one connection of SQLite', async () => {
    const severityOf = async (count: string) => {
      const text = `package store\n\nimport "database/sql"\n\nvar db *sql.DB\n\nfunc Open(dsn string) (err error) {\n\tdb, err = sql.Open(driver, dsn)\n\tdb.SetMaxOpenConns(${count})\n\treturn err\n}\n\nfunc Pages() (count int, err error) {\n\terr = db.QueryRow("SELECT count(*) FROM pages").Scan(&count)\n\treturn count, err\n}\n`;
      return (await only(go(text))).severity;
    };
    assert.deepEqual([await severityOf('1'), await severityOf('8')], ['hint', 'information']);
  });

  const pool = `import { Pool } from 'pg';\nexport const pool = new Pool();\n`;
  const owner = `import { Pool } from 'pg';\nexport class Store {\n  async open() {\n    this.pool = new Pool();\n  }\n}\n`;
  const audit = `import { Pool } from 'pg';\nexport class Audit {\n  constructor() {\n    this.pool = new Pool();\n  }\n  note(text) {\n    return this.pool.query(text);\n  }\n}\n`;
  const jobs = (more: string) => `import { run } from 'graphile-worker';\nimport { Pool } from 'pg';\nlet pool;\nexport async function start() {\n  pool = new Pool({ max: 6 });\n  await run({ pgPool: pool, concurrency: 4, taskList });\n}\nexport async function stop() {\n  if (pool) await pool.end();\n  pool = null;\n}\n${more}`;
  const between = (more: string) => `import { createAdapter } from '@socket.io/postgres-adapter';\nimport { Pool } from 'pg';\nconst pool = new Pool();\nconst io = new Server(createServer(app).listen(80), { adapter: createAdapter(pool) });\n${more}`;
  const route = `import { pool } from './db';\napp.get('/carts', (req, res) => pool.query(text));\n`;
  const manifest = (...names: readonly string[]) => JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, '1'])) });
  const projects: readonly [what: string, text: string, files: Readonly<Record<string, string>>, severity: string][] = [
    ['of a program of cron jobs', pool, { 'package.json': manifest('cron', 'pg'), 'src/index.ts': `import { report } from './report';\nstartCrons();\n` }, 'hint'],
    ['of cron jobs beside a server', pool, { 'package.json': manifest('cron', 'express', 'pg'), 'src/index.ts': `${route}startCrons();\n` }, 'information'],
    ['of cron jobs beside messages', pool, { 'package.json': manifest('cron', 'kafkajs', 'pg'), 'src/index.ts': `${route}startCrons();\n` }, 'information'],
    ['of cron jobs in a program that listens', pool, { 'package.json': manifest('cron', 'pg'), 'src/index.ts': `import { pool } from './db';\nstartCrons();\ncreateServer((req, res) => answer(res, pool)).listen(80);\n` }, 'information'],
    ['of a runner of jobs', jobs(''), {}, 'hint'],
    ['of a runner of jobs that others ask too', jobs('export const count = () => pool.query(text);\n'), {}, 'information'],
    ['of messages between the instances of a server', between(''), { 'package.json': manifest('pg', 'socket.io') }, 'hint'],
    ['of such messages in another file', pool, { 'package.json': manifest('pg', 'socket.io'), 'src/index.ts': `import { createAdapter } from '@socket.io/postgres-adapter';\nimport { pool } from './db';\nconst io = new Server(createServer(app).listen(80), { adapter: createAdapter(pool) });\n` }, 'hint'],
    ['of such messages, that a route asks too', between(`app.get('/carts', (req, res) => pool.query(text));\n`), { 'package.json': manifest('pg', 'socket.io') }, 'information'],
    ['of what adds jobs', jobs('').replaceAll('run(', 'makeWorkerUtils(').replace('{ run }', '{ makeWorkerUtils }'), {}, 'information'],
    ['of a class that no file names', owner, { 'package.json': manifest('express', 'pg'), 'src/index.ts': 'start();\n' }, 'hint'],
    ['of a class that another file makes', owner, { 'package.json': manifest('express', 'pg'), 'src/index.ts': `import { Store } from './db';\nnew Store().open();\ncreateServer(answer).listen(80);\n` }, 'information'],
    ['of a class that a script alone makes', owner, { 'package.json': manifest('express', 'pg'), 'src/index.ts': `import { Store } from './db';\nnew Store().open();\n` }, 'hint'],
    ['of what each request makes for itself', audit, { 'package.json': manifest('express', 'pg'), 'src/index.ts': `import { Audit } from './db';\nexport const audited = (req, res, next) => {\n  res.on('finish', async () => {\n    const audit = new Audit();\n    await audit.note(req.url);\n  });\n  next();\n};\napp.use(audited);\n` }, 'hint'],
    ['of what all requests share', audit, { 'package.json': manifest('express', 'pg'), 'src/index.ts': `import { Audit } from './db';\nconst audit = new Audit();\nexport const audited = (req, res, next) => {\n  res.on('finish', () => audit.note(req.url));\n  next();\n};\napp.use(audited);\n` }, 'information'],
    ['whose name another package has from elsewhere', pool, { 'pnpm-workspace.yaml': '', 'src/package.json': JSON.stringify({ name: '@shop/pages', dependencies: { pg: '1' } }), 'package.json': manifest('express'), 'web/package.json': manifest('express'), 'web/index.ts': `import { pool } from '@shop/db';\napp.get('/size', (req, res) => res.json(pool));\n` }, 'hint'],
    ['that another package takes', pool, { 'pnpm-workspace.yaml': '', 'src/package.json': JSON.stringify({ name: '@shop/db', dependencies: { pg: '1' } }), 'package.json': manifest('express'), 'web/package.json': manifest('express', '@shop/db'), 'web/index.ts': `import { pool } from '@shop/db';\napp.get('/size', (req, res) => res.json(pool));\n` }, 'information'],
    ['that a route asks through a repository', pool, { 'package.json': manifest('pg'), 'src/carts.ts': `import { pool } from './db';\nexport class Carts {\n  find() {\n    return pool.query(text);\n  }\n}\n`, 'src/web.ts': `import { Carts } from './carts';\nconst carts = new Carts();\nrouter.get('/carts', list(carts));\n` }, 'information'],
    ['that a background loop alone asks', pool, { 'package.json': manifest('express', 'pg'), 'src/loop.ts': `import { pool } from './db';\nexport async function loop() {\n  for (;;) await pool.query(text);\n}\n`, 'src/index.ts': `import { loop } from './loop';\nvoid loop();\n` }, 'hint'],
    ['that administrators alone ask', pool, { 'package.json': manifest('express', 'pg'), 'src/admin/pages.ts': `import { pool } from '../db';\nrouter.get('/carts', (req, res) => pool.query(text));\n` }, 'hint'],
    ['that is only ended', pool, { 'package.json': manifest('express', 'pg'), 'src/index.ts': `import { pool } from './db';\napp.listen(80);\nprocess.on('SIGTERM', () => pool.end());\n` }, 'hint'],
    ['whose name a route has of another file', pool, { 'package.json': manifest('express', 'pg'), 'src/other.ts': 'export const pool = 1;\n', 'src/index.ts': `import { pool } from './other';\napp.get('/size', (req, res) => res.json(pool));\n` }, 'hint'],
    ['that a file with a default export hands on', pool.replace('export const pool', 'const pool') + 'export default pool;\n', { 'package.json': manifest('express', 'pg'), 'src/index.ts': `import carts from './db';\napp.get('/carts', (req, res) => carts.query(text));\n` }, 'information'],
  ];
  for (const [what, text, files, severity] of projects) {
    it(`${severity === 'hint' ? 'less' : 'as much'} ${what}`, async () => {
      const project = await analyzerFor(rule, new Map(Object.entries({ ...files, 'src/db.ts': text })));
      assert.deepEqual((await project.analyze(script(text)))?.map((each) => each.severity), [severity]);
    });
  }

  it('less of what helps those who develop the product', async () => {
    const text = `import { Pool } from 'pg';\nexport const pool = new Pool();\napp.get('/lag', (req, res) => pool.query(text));\n`;
    const severityOf = async (file: string) => (await (await analyzer()).analyze({ file: `/project/${file}`, text, language: 'typescript' }))?.map(({ severity }) => severity).join('');
    assert.deepEqual(await Promise.all(['docker/lag/server.ts', 'packages/dev/lag.ts', 'dev-tools/lag.ts'].map(severityOf)), ['hint', 'hint', 'hint']);
    assert.deepEqual(await Promise.all(['src/docker/lag.ts', 'src/devices/lag.ts'].map(severityOf)), ['information', 'information']);
  });

  it('with no limit on the queue where the work of a list is begun at once', async () => {
    const text = `import { createPool } from 'mysql2/promise';\nexport const pool = createPool({ host: 'db' });\n`;
    const fixesWith = async (line: string) => {
      const user = `import { pool } from './db';\napp.post('/carts', async (req, res) => {\n  ${line}\n});\n`;
      const found = await (await analyzerFor(rule, new Map(Object.entries({ 'package.json': manifest('express', 'mysql2'), 'src/db.ts': text, 'src/index.ts': user })))).analyze(script(text));
      return found?.map(({ severity, fixes }) => [severity, fixes.length]);
    };
    assert.deepEqual(await fixesWith('await Promise.all(rows.map(async (row) => pool.query(text, row)));'), [['hint', 0]]);
    assert.deepEqual(await fixesWith('await pool.query(text, req.params.id);'), [['information', 1]]);
  });

  it('nothing of the set-up of tests', async () => {
    const found = await (await analyzer()).analyze(script("import { Pool } from 'pg';\nexport const pool = new Pool();\nexpect.extend(matchers);\nafterAll(() => pool.query('DELETE FROM carts'));\n"));
    assert.deepEqual(found, []);
  });

  it('where the number comes from when it cannot be changed at the call', async () => {
    const finding = await only(script(`import { Pool } from 'pg'; const NEVER = 0; new Pool({ connectionTimeoutMillis: NEVER });`));
    assert.match(finding.message, /change `NEVER` there\.$/);
    assert.deepEqual(finding.fixes, []);
  });

  it('less of a statement in Go that no caller is known to wait for', async () => {
    const severityOf = async (signature: string) => (await only(go(withPool(`func ${signature} {\n\t_, _ = pool.Exec(context.Background(), "SELECT 1")\n\t_ = time.Now\n}`)))).severity;
    assert.equal(await severityOf('f(pool *pgxpool.Pool)'), 'hint');
    assert.equal(await severityOf('f(ctx context.Context, pool *pgxpool.Pool)'), 'information');
  });

  it('why no deadline is offered', async () => {
    const finding = await only(go(withPool('func f(pool *pgxpool.Pool) (any, time.Time) {\n\trows, _ := pool.Query(context.Background(), "SELECT 1")\n\treturn rows, time.Now()\n}')));
    assert.match(finding.message, /No edit is offered: the function hands on what this call returns/);
    assert.deepEqual(finding.fixes, []);
  });

  it('whether the wait also ends with the caller', async () => {
    const finding = await only(go(withPool('func f(ctx context.Context, pool *pgxpool.Pool) time.Time {\n\tc, _ := pool.Acquire(context.TODO())\n\tc.Release()\n\treturn time.Now()\n}')));
    assert.deepEqual(finding.fixes.map(({ title }) => title), ['Give up waiting for a connection after 5 s or with the caller']);
  });
});

describe('pool-acquire-without-timeout inserts', () => {
  const fixed = async (source: SourceText, settings = testSettings) => (await fixText(await analyzer(settings), source, { safety: 'review' })).text;

  it('the values of the settings', async () => {
    const settings = { ...testSettings, timeoutMs: 1500, queueLimit: 7 };
    assert.match(await fixed(script(`import { Pool } from 'pg';\nnew Pool({ max: 10_000 });\n`), settings), /connectionTimeoutMillis: 1_500/);
    assert.match(await fixed(script(`import { createPool } from 'mysql2';\ncreatePool({ queueLimit: 0 });\n`), settings), /queueLimit: 7 /);
    assert.match(await fixed(go(withPool('func f(pool *pgxpool.Pool) error {\n\t_, err := pool.Exec(context.Background(), "DELETE FROM a")\n\ttime.Sleep(0)\n\treturn err\n}')), settings), /, 1500\*time\.Millisecond\)/);
  });

  it('Go lines with the line ends of the file', async () => {
    const text = withPool('func f(pool *pgxpool.Pool) error {\n\t_, err := pool.Exec(context.Background(), "DELETE FROM a")\n\ttime.Sleep(0)\n\treturn err\n}').replaceAll('\n', '\r\n');
    const result = await fixed(go(text));
    assert.match(result, /WithTimeout/);
    assert.doesNotMatch(result, /(?<!\r)\n/);
  });
});

describe('pool-acquire-without-timeout in a fragment', () => {
  it('takes an unbound Pool for that of pg', async () => {
    const finding = await only({ ...script('const pool = new Pool({ max: 3 });'), fragment: true });
    assert.match(finding.message, /all 3 clients/);
  });

  it('knows pgxpool without its import, and adds none', async () => {
    const text = 'func f(pool *pgxpool.Pool) error {\n\tconn, err := pool.Acquire(context.Background())\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer conn.Release()\n\treturn nil\n}\n';
    const source = { ...go(text), fragment: true };
    await only(source);
    const result = (await fixText(await analyzer(), source, { safety: 'review' })).text;
    assert.ok(result.startsWith('func f(pool *pgxpool.Pool) error {\n\tctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)\n\tdefer cancel()\n'));
  });
});

describe('the snippet of incident-reading#unbounded-acquire', () => {
  it('is found at the acquire and bounded from the context of its caller', async () => {
    const text = readFileSync(path.join(process.cwd(), 'lessons/incident-reading/incident-reading/settle.go'), 'utf8');
    const source = { ...go(text), fragment: true };
    const finding = await only(source);
    const at = text.indexOf('s.pool.Acquire');
    assert.deepEqual(finding.range.start, { line: text.slice(0, at).split('\n').length - 1, character: at - text.lastIndexOf('\n', at) - 1 });
    const result = (await fixText(await analyzer(), source, { safety: 'review' })).text;
    assert.match(result, /\n\t"time"\n/);
    assert.match(result, /\tacquireCtx, cancel := context\.WithTimeout\(ctx, 5\*time\.Second\)\n\tdefer cancel\(\)\n\tconn, err := s\.pool\.Acquire\(acquireCtx\)\n/);
  });
});
