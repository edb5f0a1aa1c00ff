import assert from 'node:assert/strict';
import { queryInLoop } from '../../../src/engine/rules/data-access/query-in-loop';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(queryInLoop, { hits: 25, misses: 25 });

const page = (body: string) => `import pg from 'pg';

const pool = new pg.Pool({ connectionTimeoutMillis: 1000 });

export async function page() {
  const { rows: orders } = await pool.query('SELECT id, user_id FROM orders');
${body}
}
`;

describe('query-in-loop says', () => {
  const find = async (text: string, files = new Map<string, string>()) => {
    const analyzer = await analyzerFor(queryInLoop, files);
    const [finding] = (await analyzer.analyze({ file: '/project/main.js', text, language: 'javascript' })) ?? [];
    assert.ok(finding !== undefined);
    return finding;
  };
  const loop = page(`  for (const order of orders) {
    const { rows } = await pool.query('SELECT id, name FROM users WHERE id = $1', [order.user_id]);
    order.name = rows[0].name;
  }`);

  it('how many round trips a list costs', async () => {
    const { message, fixes } = await find(loop);
    assert.match(message, /^One query of users for each element of orders: 50 elements are 50 queries/);
    assert.deepEqual(fixes.map(({ title, safety }) => ({ title, safety })), [{ title: 'Read users for all orders in one query', safety: 'review' }]);
  });

  for (const [type, safety] of [
    ['bigint', 'safe'],
    ['uuid', 'safe'],
    ['text', 'safe'],
    ['citext', 'review'],
    ['numeric(10, 2)', 'review'],
    ['timestamptz', 'review'],
  ] as const) {
    it(`${safety} for a key of type ${type}`, async () => {
      const { fixes } = await find(loop, new Map([['users.sql', `CREATE TABLE users (id ${type} PRIMARY KEY, name text);`]]));
      assert.equal(fixes[0]?.safety, safety);
    });
  }

  it('review for a key that no query gave: an integer may be written in many ways', async () => {
    const text = loop.replace("const { rows: orders } = await pool.query('SELECT id, user_id FROM orders');", 'const orders = input.filter(Boolean);').replace('page()', 'page(input)');
    const { fixes } = await find(text, new Map([['users.sql', 'CREATE TABLE users (id int PRIMARY KEY, name text);']]));
    assert.equal(fixes[0]?.safety, 'review');
  });

  it('a hint where no request waits for it', async () => {
    const severityWith = async (caller: string) => (await find(loop, new Map([['package.json', '{}'], ['main.js', loop], ['caller.js', `import { page } from './main.js';\n${caller}`]]))).severity;
    const route = (answer: string) => `import express from 'express';\nexpress().get('/', async (req, res) => { ${answer} });`;
    assert.equal(await severityWith(route('res.json(await page());')), 'information');
    assert.equal(await severityWith(route('void page(); res.end();')), 'hint');
    assert.equal(await severityWith(`async function start() { await page(); }\nstart();`), 'hint');
    assert.equal(await severityWith(`export const name = 'pages';`), 'hint');
  });

  it('why there is no rewrite', async () => {
    const { message, fixes } = await find(page(`  for (const order of orders) {
    const { rows } = await pool.query('SELECT id FROM lines WHERE order_id = $1 LIMIT 5', [order.id]);
    order.lines = rows;
  }`));
    assert.deepEqual(fixes, []);
    assert.match(message, /No automatic rewrite: its LIMIT counts the rows of each key\.$/);
  });

  it('the file’s own line ends', async () => {
    const { fixes } = await find(loop.replaceAll('\n', '\r\n'));
    assert.ok(fixes[0]?.edits.every(({ newText }) => !/[^\r]\n/.test(newText)));
  });

  it('a hint where each element waits for something else too', async () => {
    assert.equal((await find(loop)).severity, 'information');
    assert.equal((await find(loop.replace('    order.name', '    await scanner.check(order.file);\n    order.name'))).severity, 'hint');
  });

  it('a hint where the loop asks a handful of times, or a schedule runs it', async () => {
    const severityOf = async (text: string) => (await find(text)).severity;
    assert.equal(await severityOf(loop.replaceAll('WHERE id =', 'WHERE role =')), 'information', 'the key is an id, whatever its column is called');
    assert.equal(await severityOf(loop.replaceAll('WHERE id =', 'WHERE type =').replaceAll('order.user_id', 'order.grade')), 'hint');
    assert.equal(await severityOf(loop.replaceAll('of orders)', 'of roles)')), 'hint');
    assert.equal(await severityOf(loop.replaceAll('of orders)', 'of orders.slice(0, 5))')), 'hint');
    assert.equal(await severityOf(loop.replaceAll('of orders)', 'of orders.slice(0, 500))')), 'information');
    assert.equal(await severityOf(loop.replaceAll('of orders)', 'of user.permissions)')), 'hint');
    assert.equal(await severityOf(loop.replaceAll('of orders)', 'of stream.billingPeriods)')), 'hint');
    assert.equal(await severityOf(loop.replaceAll('of orders)', 'of stream.periodOrders)')), 'information');
    assert.equal(await severityOf(loop.replaceAll('of orders)', 'of route.accessSchema.owners)')), 'hint');
    assert.equal(await severityOf(loop.replaceAll('of orders)', 'of route.owners)')), 'information');
    assert.equal(await severityOf(loop.replace('  for (const order', '  await requireAdmin();\n  for (const order')), 'hint');
    assert.equal(await severityOf(loop.replace('export async function page() {', 'setInterval(async () => {').replace(/}\n$/, '}, 60_000);\n')), 'hint');
  });
});
