import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Queue } from 'bullmq';
import pg from 'pg';
import { ReadProject } from '../../src/engine/facts/project/project';
import { defaultFixSettings } from '../../src/engine/fixSettings';
import { dualWrite } from '../../src/engine/rules/consistency/dual-write';
import { Analyzer } from '../../src/engine/scan/analyzer';
import { appliedFix } from '../support/appliedFix';
import { grammarAssets } from '../support/assets';
import { startPostgres, type Postgres } from '../support/postgres';
import { startRedis, type Redis } from '../support/redis';
import { endsWithThis } from '../support/temporary.mts';
import { recordFigures, versionOf } from './support/figures';

const rule = 'dual-write';
const crashes = 5;
const folder = path.join(process.cwd(), 'out/evidence', rule);

const files: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module", "dependencies": { "pg": "^8.16.0", "bullmq": "^6.7.0" } }',
  'db.js': `import pg from 'pg';

export const pool = new pg.Pool({ connectionString: process.env.EVIDENCE_POSTGRES });
`,
  'queues.js': `import { Queue } from 'bullmq';

export const receiptQueue = new Queue('receipts', { connection: { host: '127.0.0.1', port: Number(process.env.EVIDENCE_REDIS_PORT) } });
`,
  'pay.js': `import { pool } from './db.js';
import { receiptQueue } from './queues.js';

export async function pay(id, amount) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('INSERT INTO payments (id, amount) VALUES ($1, $2)', [id, amount]);
    await client.query('COMMIT');
    await receiptQueue.add('send', { id, amount });
  } finally {
    client.release();
  }
}
`,
  'migrations/0001_payments.sql': 'CREATE TABLE payments (id int PRIMARY KEY, amount int NOT NULL);\n',
  // The process dies once PostgreSQL has said that the transaction is committed.
  'crash.js': `import pg from 'pg';
import { pay } from './pay.js';

const query = pg.Client.prototype.query;
pg.Client.prototype.query = async function (...args) {
  const result = await query.apply(this, args);
  if (args[0] === 'COMMIT') process.exit(1);
  return result;
};

await pay(Number(process.argv[2]), 1999);
`,
};

async function fixedFiles(): Promise<Record<string, string>> {
  const project = new ReadProject((file) => files[file.replace('/project/', '')], () => ({ schema: {}, sqlFiles: ['/project/migrations/0001_payments.sql'] }), '/project', (dir) => (dir === '/project' ? Object.keys(files) : []));
  const analyzer = new Analyzer({ rules: [dualWrite], assets: grammarAssets, projectOf: () => project, settings: defaultFixSettings });
  const text = files['pay.js'] ?? '';
  const findings = (await analyzer.analyze({ file: '/project/pay.js', text, language: 'javascript' })) ?? [];
  const edits = findings[0]?.fixes[0]?.edits ?? [];
  assert.ok(edits.length > 0, 'the rule must find the flaw and offer its fix');
  const applied = appliedFix(text, edits);
  return { ...files, ...Object.fromEntries(applied.added), 'pay.js': applied.text };
}

function write(name: string, project: Readonly<Record<string, string>>): string {
  const dir = path.join(folder, name);
  for (const [file, text] of Object.entries(project)) {
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    writeFileSync(path.join(dir, file), text);
  }
  return dir;
}

async function crash(dir: string, id: number): Promise<void> {
  const child = spawn(process.execPath, [path.join(dir, 'crash.js'), `${id}`], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  assert.equal(code, 1, 'the process dies after the commit');
}

describe(`evidence: ${rule}`, function () {
  this.timeout(60_000);
  let postgres: Postgres;
  let redis: Redis;
  let queue: Queue;
  let client: pg.Client;

  before(async function () {
    postgres = await startPostgres(this);
    redis = await startRedis(this);
    process.env['EVIDENCE_POSTGRES'] = postgres.url;
    process.env['EVIDENCE_REDIS_PORT'] = `${redis.port}`;
    queue = new Queue('receipts', { connection: { host: '127.0.0.1', port: redis.port } });
    client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    await client.query('CREATE TABLE payments (id bigint PRIMARY KEY, amount integer NOT NULL)');
  });
  after(async () => {
    delete process.env['EVIDENCE_POSTGRES'];
    delete process.env['EVIDENCE_REDIS_PORT'];
    rmSync(folder, { recursive: true, force: true });
    await client.end();
    await queue.close();
    await redis.stop();
    await postgres.stop();
  });

  it('a crash after the commit loses the message before our fix; after it the relay delivers it', async () => {
    const flawed = write('before', files);
    await Promise.all(Array.from({ length: crashes }, (_, i) => crash(flawed, i + 1)));
    const before = await queue.getWaitingCount();
    assert.equal(before, 0, 'no message was sent');

    const project = await fixedFiles();
    const migration = project['migrations/0002_create_outbox.sql'];
    assert.ok(migration !== undefined);
    await client.query(migration);
    const fixed = write('after', project);
    await Promise.all(Array.from({ length: crashes }, (_, i) => crash(fixed, crashes + i + 1)));
    const relays = [1, 2].map(() => endsWithThis(spawn(process.execPath, [path.join(fixed, 'receipt-queue.relay.js')], { stdio: 'inherit' })));
    while ((await queue.getWaitingCount()) < crashes) await delay(50);
    await Promise.all(
      relays.map(async (relay) => {
        relay.kill('SIGTERM');
        if (relay.exitCode === null) await once(relay, 'exit');
      }),
    );
    const after = await queue.getWaitingCount();
    assert.equal(after, crashes, 'two relays at once send each message once');
    const { rows } = await client.query<{ payments: number; left: number }>('SELECT (SELECT count(*)::int FROM payments) AS payments, (SELECT count(*)::int FROM outbox) AS left');
    assert.deepEqual(rows[0], { payments: 2 * crashes, left: 0 });
    recordFigures(rule, { postgresql: postgres.version, redis: redis.version, bullmq: versionOf('bullmq'), pg: versionOf('pg') }, [
      { what: `messages delivered, of ${crashes} whose process died right after the commit`, before, after },
    ]);
  });
});
