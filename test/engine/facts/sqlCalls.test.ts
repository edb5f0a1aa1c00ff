import assert from 'node:assert/strict';
import { defaultFixSettings } from '../../../src/engine/fixSettings';
import { sqlCallAt, sqlCallsIn, type SqlCall } from '../../../src/engine/facts/javascript/sqlCalls';
import { ReadProject } from '../../../src/engine/facts/project/project';
import type { Rule } from '../../../src/engine/rules/rule';
import { withGrammars } from '../support/grammars';
import { Analyzer } from '../../../src/engine/scan/analyzer';
import type { ScriptSource } from '../../../src/engine/source';
import { grammarAssets } from '../../support/assets';
import { scriptSource } from '../support/parse';

function calls(source: ScriptSource): SqlCall[] {
  return source.tree.rootNode.descendantsOfType('call_expression').flatMap((node) => (node === null ? [] : (sqlCallAt(node, source) ?? [])));
}

async function only(text: string): Promise<SqlCall> {
  const found = calls(await scriptSource(text));
  assert.equal(found.length, 1, `${found.length} calls in ${text}`);
  return found[0]!;
}

const proven: readonly [name: string, text: string, client: string][] = [
  ['pool of pg', `import { Pool } from 'pg'; const db = new Pool(); db.query('SELECT 1');`, 'postgres pool'],
  ['namespace of pg', `import pg from 'pg'; const db = new pg.Pool(); db.query('SELECT 1');`, 'postgres pool'],
  ['native pg', `import pg from 'pg'; const db = new pg.native.Pool(); db.query('SELECT 1');`, 'postgres pool'],
  ['pg-pool', `import Pool from 'pg-pool'; const db = new Pool(); db.query('SELECT 1');`, 'postgres pool'],
  ['connection of a pool', `import { Pool } from 'pg'; const db = new Pool(); async function f() { const c = await db.connect(); c.query('SELECT 1'); }`, 'postgres connection'],
  ['typed parameter', `import type { PoolClient } from 'pg'; function f(tx: PoolClient) { tx.query('SELECT 1'); }`, 'postgres connection'],
  ['injected pool', `import { Pool } from 'pg'; class A { constructor(@Inject('PG') private readonly db: Pool) {} f() { this.db.query('SELECT 1'); } }`, 'postgres pool'],
  ['mysql2/promise', `import mysql from 'mysql2/promise'; const db = mysql.createPool({}); db.execute('SELECT 1');`, 'mysql pool'],
  ['mysql2 with promise()', `import mysql from 'mysql2'; const db = mysql.createPool({}).promise(); db.query('SELECT 1');`, 'mysql pool'],
  ['mysql2 connection', `import mysql from 'mysql2/promise'; const db = mysql.createPool({}); async function f() { const c = await db.getConnection(); c.execute('SELECT 1'); }`, 'mysql connection'],
  ['pool where no other client is given', `import { Pool } from 'pg'; const pool = new Pool(); function f(options) { const runner = options.client ?? pool; runner.query('SELECT 1'); }`, 'postgres connection'],
  ['method that hands on', `import { Pool } from 'pg'; class A { constructor(private readonly pool: Pool) {} query(text: string, values?: unknown[]) { return this.pool.query(text, values); } f() { return this.query('SELECT 1'); } }`, 'postgres pool'],
  ['function that hands on', `import { Pool } from 'pg'; const pool = new Pool(); const query = (text, values) => pool.query(text, values); query('SELECT 1');`, 'postgres pool'],
];

describe('a call that runs SQL', () => {
  for (const [name, text, client] of proven) {
    it(`is known by its client: ${name}`, async () => {
      const found = calls(await scriptSource(text)).filter(({ sql }) => sql.text === 'SELECT 1');
      assert.deepEqual(found.map((call) => `${call.client.dialect} ${call.client.kind}`), [client]);
    });
  }

  for (const [name, text] of [
    ['an unknown object', `export function f(db) { db.query('SELECT 1'); }`],
    ['better-sqlite3', `import Database from 'better-sqlite3'; const db = new Database('x'); db.query('SELECT 1');`],
    ['another method', `import { Pool } from 'pg'; const db = new Pool(); db.on('SELECT 1');`],
    ['text decided elsewhere', `import { Pool } from 'pg'; const db = new Pool(); export const f = (table) => db.query(\`SELECT * FROM \${table}\`);`],
    ['a function that changes the arguments', `import { Pool } from 'pg'; const db = new Pool(); const q = (text) => db.query(text + ' LIMIT 1'); q('SELECT 1');`],
  ] as const) {
    it(`is not ${name}`, async () => {
      assert.deepEqual(calls(await scriptSource(text)), []);
    });
  }

  const header = `import { Pool } from 'pg'; const db = new Pool(); const TABLE = 'users';\n`;
  for (const [name, expression, text] of [
    ['a string', `'SELECT 1'`, 'SELECT 1'],
    ['a template', '`SELECT\n  1`', 'SELECT\n  1'],
    ['a concatenation', `'SELECT ' + "1" + \` LIMIT 2\``, 'SELECT 1 LIMIT 2'],
    ['a constant in a template', '`SELECT * FROM ${TABLE}`', 'SELECT * FROM users'],
    ['escapes', String.raw`'SELECT \'a\'\n, 2'`, `SELECT 'a'\n, 2`],
  ] as const) {
    it(`reads ${name}, and where it stands`, async () => {
      const source = await scriptSource(`${header}db.query(${expression});`);
      const [call] = calls(source);
      assert.equal(call?.sql.text, text);
      const at = call.sql.fileOffset(0);
      assert.equal(source.text.slice(at, (at ?? 0) + 6), 'SELECT');
    });
  }

  it('maps a run of text to the file, and not across literals', async () => {
    const source = await scriptSource(`${header}db.query('SELECT a' + ' FROM t');`);
    const { sql } = calls(source)[0]!;
    const span = sql.fileSpan({ start: 9, end: 15 });
    assert.equal(source.text.slice(span?.start, span?.end), 'FROM t'.slice(0, 6));
    assert.equal(sql.fileSpan({ start: 0, end: 15 }), undefined);
  });

  it('reads the text from a constant and says where it is written', async () => {
    const source = await scriptSource(`${header}const FIND = 'SELECT 2'; db.query(FIND, [1]);`);
    const [call] = calls(source);
    assert.equal(call?.sql.text, 'SELECT 2');
    assert.equal(call.literal.text, `'SELECT 2'`);
  });

  for (const [name, args, parameters] of [
    ['an array', `'SELECT $1, $2', [a, b.c]`, ['a', 'b.c']],
    ['an options object', `{ text: 'SELECT $1', values: [a] }`, ['a']],
    ['an options object and an array', `{ name: 'x', text: 'SELECT $1' }, [a]`, ['a']],
    ['no parameters', `'SELECT 1'`, []],
    ['a list from elsewhere', `'SELECT $1', list()`, undefined],
    ['a list with a spread', `'SELECT $1', [...rest]`, undefined],
  ] as const) {
    it(`reads the parameters: ${name}`, async () => {
      assert.deepEqual((await only(`${header}db.query(${args});`)).parameters?.map((node) => node.text), parameters);
    });
  }

  it('does not trust a list that is added to', async () => {
    const call = await only(`${header}const values = [1]; values.push(2); db.query('SELECT $1', values);`);
    assert.equal(call.parameters, undefined);
  });

  it('knows the callback', async () => {
    const call = await only(`${header}db.query('SELECT $1', [1], (error, result) => {});`);
    assert.equal(call.callback?.type, 'arrow_function');
    assert.deepEqual(call.parameters?.map((node) => node.text), ['1']);
  });

  it('lists the calls of one function, not of those inside it', async () => {
    const source = await scriptSource(`${header}async function f() { await db.query('SELECT 1'); later(() => db.query('SELECT 2')); await db.query('SELECT 3'); }`);
    const fn = source.tree.rootNode.descendantsOfType('function_declaration')[0]!;
    assert.deepEqual(sqlCallsIn(fn, source).map(({ sql }) => sql.text), ['SELECT 1', 'SELECT 3']);
  });

  it("normalises MySQL's text and still knows where each part stands", async () => {
    const source = await scriptSource(`import mysql from 'mysql2/promise'; const db = mysql.createPool({});\ndb.query("SELECT \`id\`, '?' FROM t WHERE a = ? AND b = ?", [1, 2]);`);
    const { sql } = calls(source)[0]!;
    assert.equal(sql.text, `SELECT "id", '?' FROM t WHERE a = $1 AND b = $2`);
    const at = sql.text.indexOf('$2');
    const span = sql.fileSpan({ start: at, end: at + 2 });
    assert.equal(source.text.slice(span?.start, span?.end), '?');
  });
});

describe('a call through a function of another file', () => {
  const probe: Rule = {
    id: 'probe',
    title: 'Probe',
    area: 'test',
    languages: ['javascript', 'typescript'],
    grade: 'safe',
    severity: 'hint',
    lesson: 'none#none',
    defaultOn: true,
    docs: { finds: '', why: '', fix: '', notWhen: '', sources: [] },
    script: {
      triggers: ['SELECT'],
      *check({ node }, source) {
        const list = node.parent?.parent;
        const call = list?.type === 'arguments' && list.parent !== null ? sqlCallAt(list.parent, source) : undefined;
        if (call !== undefined) yield { start: 0, end: 1, message: [call.client.dialect, ...call.taken].join(' '), fixes: [] };
      },
    },
  };

  async function foundIn(files: Readonly<Record<string, string>>): Promise<string | undefined> {
    const project = new ReadProject((file) => files[file.replace('/project/', '')], undefined, '/project');
    const analyzer = new Analyzer({ rules: [probe], assets: grammarAssets, projectOf: () => project, settings: defaultFixSettings }, withGrammars);
    const findings = await analyzer.analyze({ file: '/project/main.js', text: files['main.js'] ?? '', language: 'javascript' });
    return findings?.[0]?.message;
  }

  const pool = `const { Pool } = require('pg');\nconst pool = new Pool();\n`;
  const esm = `import pg from 'pg';\nconst pool = new pg.Pool();\n`;
  for (const [name, db, main, expected] of [
    ['an arrow in module.exports', `${pool}module.exports = { query: (text, params) => pool.query(text, params) };`, `const db = require('./db'); db.query('SELECT 1');`, 'postgres'],
    ['a method in module.exports', `${pool}module.exports = { async query(text, params) { const res = await pool.query(text, params); console.log(res.rowCount); return res; } };`, `const db = require('./db'); db.query('SELECT 1');`, 'postgres'],
    ['an exported function', `${esm}export function query(text, params, callback) { return pool.query(text, params, callback); }`, `import * as db from './db.js'; db.query('SELECT 1');`, 'postgres'],
    ['an exported arrow', `${esm}export const query = async (text, params) => { const result = await pool.query(text, params); return result.rows; };`, `import { query } from './db.js'; query('SELECT 1');`, 'postgres rows'],
    ['a destructured result', `${esm}export async function run(text, params) { const { rows } = await pool.query(text, params); return rows; }`, `import { run as q } from './db.js'; q('SELECT 1');`, 'postgres rows'],
    ['an export clause', `${esm}const query = (text) => pool.query(text);\nexport { query as ask };`, `import { ask } from './db.js'; ask('SELECT 1');`, 'postgres'],
    ['a class that is injected', `import { Pool } from 'pg';\nexport class Database { constructor() { this.pool = new Pool(); } async query(text, params) { const client = await this.pool.connect(); try { return await client.query(text, params); } finally { client.release(); } } }`, `import { Database } from './db.js'; class A { constructor() { this.db = new Database(); } f() { return this.db.query('SELECT 1'); } }`, 'postgres'],
    ['an exported instance', `${esm}class Database { query(text, params) { return pool.query(text, params); } }\nexport const db = new Database();`, `import { db } from './db.js'; db.query('SELECT 1');`, 'postgres'],
    ['an exported object', `${esm}const db = { query: (text, params) => pool.query(text, params) };\nexport default db;`, `import db from './db.js'; db.query('SELECT 1');`, 'postgres'],
    ['spread arguments', `${pool}module.exports = (...args) => pool.query(...args);`, `const query = require('./db'); query('SELECT 1');`, 'postgres'],
    ['a changed text', `${pool}exports.query = (text) => pool.query(text + ';');`, `const db = require('./db'); db.query('SELECT 1');`, undefined],
    ['another order', `${pool}exports.query = (params, text) => pool.query(text, params);`, `const db = require('./db'); db.query('SELECT 1');`, undefined],
  ] as const) {
    it(name, async () => {
      assert.equal(await foundIn({ 'db.js': db, 'main.js': main }), expected);
    });
  }
});
