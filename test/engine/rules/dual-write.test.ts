import assert from 'node:assert/strict';
import { dualWrite } from '../../../src/engine/rules/consistency/dual-write';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(dualWrite, { hits: 12, misses: 12 });

const files = {
  'package.json': JSON.stringify({ dependencies: { pg: '^8.16.0', kafkajs: '^2.2.0' } }),
  'db.js': "import pg from 'pg';\n\nexport const pool = new pg.Pool({ connectionTimeoutMillis: 5000 });\n",
  'kafka.js': "import { Kafka } from 'kafkajs';\n\nexport const producer = new Kafka({ brokers: ['kafka'] }).producer();\n",
};

const pay = `import { pool } from './db.js';
import { producer } from './kafka.js';

export async function pay(id) {
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query('INSERT INTO payments (id) VALUES ($1)', [id]);
  await client.query('COMMIT');
  await producer.send({ topic: 'payments', messages: [{ value: id }] });
  client.release();
}
`;

async function findingsIn(text: string, more: Readonly<Record<string, string>> = {}) {
  const analyzer = await analyzerFor(dualWrite, new Map(Object.entries({ ...files, ...more })));
  return (await analyzer.analyze({ file: '/project/pay.js', text, language: 'javascript' })) ?? [];
}

describe('dual-write: what it says and adds', () => {
  it('names the table and the broker', async () => {
    const [finding] = await findingsIn(pay);
    assert.equal(finding?.message, 'A crash, a deploy or an error of Kafka between the write to payments and this call loses the message for good: the row is there, and nobody is told.');
    assert.deepEqual(finding.fixes.map(({ title, safety }) => [title, safety]), [['Write the message to an outbox in the same transaction, with a relay that sends it', 'guided']]);
    assert.equal(finding.severity, 'information');
  });

  it('says where there is no transaction', async () => {
    const [finding] = await findingsIn(pay.replace(/ {2}await client.query\('(?:BEGIN|COMMIT)'\);\n/g, ''));
    assert.ok(finding?.message.endsWith('No automatic fix: there is no transaction in this function that the message could join; open one around the write first.'));
    assert.equal(finding?.severity, 'hint');
  });

  it('is shown without a transaction in a file that belongs to no project', async () => {
    const text = "import pg from 'pg';\nimport { Kafka } from 'kafkajs';\n\nconst pool = new pg.Pool();\nconst producer = new Kafka({ brokers: ['kafka'] }).producer();\n\nexport async function pay(id) {\n  await pool.query('INSERT INTO payments (id) VALUES ($1)', [id]);\n  await producer.send({ topic: 'payments', messages: [{ value: id }] });\n}\n";
    const severityIn = async (more: Readonly<Record<string, string>>) => {
      const analyzer = await analyzerFor(dualWrite, new Map(Object.entries({ 'pay.js': text, ...more })));
      return (await analyzer.analyze({ file: '/project/pay.js', text, language: 'javascript' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual([await severityIn({}), await severityIn({ 'package.json': '{}' })], [['information'], ['hint']]);
  });

  it('does not write to an outbox of another shape', async () => {
    const [finding] = await findingsIn(pay, { 'schema.sql': 'CREATE TABLE outbox (id bigint PRIMARY KEY, event_type text NOT NULL, body jsonb);' });
    assert.ok(finding?.message.endsWith('No automatic fix: there is an outbox table with other columns: write the message to it in the same transaction.'));
  });

  it('does not take buffers for data', async () => {
    const [finding] = await findingsIn(pay.replace('value: id', 'value: Buffer.from(id)'));
    assert.ok(finding?.message.endsWith('No automatic fix: its arguments are not plain data that a table could keep.'));
  });

  it('keeps CRLF in what it writes', async () => {
    const [finding] = await findingsIn(pay.replaceAll('\n', '\r\n'));
    const relay = finding?.fixes[0]?.edits.find(({ file }) => file.endsWith('.relay.js'))?.newText ?? '';
    assert.ok(relay.includes('\r\n') && !/[^\r]\n/.test(relay));
  });

  it('in a fragment, where no relay can import anything, writes the row alone', async () => {
    const own = pay.replace("import { pool } from './db.js';\nimport { producer } from './kafka.js';", "import { Kafka } from 'kafkajs';\nimport { Pool } from 'pg';\n\nconst pool = new Pool();\nconst producer = new Kafka({ brokers: ['kafka'] }).producer();");
    const analyzer = await analyzerFor(dualWrite);
    const fixesOf = async (fragment: boolean) => (await analyzer.analyze({ file: '/lesson/pay.js', text: own, language: 'javascript', fragment }))?.[0]?.fixes ?? [];
    const [fix] = await fixesOf(true);
    assert.equal(fix?.title, 'Write the message to an outbox in the same transaction, for a relay to send');
    assert.ok(fix.edits.every(({ file, create }) => file === '/lesson/pay.js' && create !== true));
    assert.ok(fix.edits.some(({ newText }) => newText.includes("INSERT INTO outbox (destination, payload) VALUES ($1, $2)', ['producer', JSON.stringify([")));
    assert.deepEqual(await fixesOf(false), [], 'a project needs a relay that can import both');
  });
});
