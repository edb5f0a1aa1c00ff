import assert from 'node:assert/strict';
import type { Language } from '../../../src/engine/finding';
import { fixText } from '../../../src/engine/fix/fixText';
import { sqlInjection } from '../../../src/engine/rules/data-access/sql-injection';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(sqlInjection, { hits: 25, misses: 25 });

const file = (call: string, client = `import { Pool } from 'pg';\n\nconst pool = new Pool();`) =>
  `import express from 'express';\n${client}\nconst app = express();\n\napp.get('/x', async (req, res) => {\n  const rows = await ${call};\n  res.json(rows);\n});\n`;

async function judged(text: string, dependencies: Record<string, string> = { express: '5', pg: '8' }, language: Language = 'javascript') {
  const analyzer = await analyzerFor(sqlInjection, new Map([['package.json', JSON.stringify({ dependencies })]]));
  const source = { file: `/project/main.${language === 'go' ? 'go' : 'js'}`, text, language };
  const findings = (await analyzer.analyze(source)) ?? [];
  return { findings, fixed: (await fixText(analyzer, source, { safety: 'review' })).text };
}

describe('sql-injection tells', () => {
  it('what a quote does, as a warning where the request is proven', async () => {
    const { findings } = await judged(file("pool.query(`SELECT * FROM a WHERE b = '${req.query.b}'`)"));
    assert.deepEqual(
      findings.map(({ severity, message }) => [severity, message]),
      [['warning', 'req.query.b comes from the request and is pasted into the statement: a quote in it ends the string, and what follows runs as SQL.']],
    );
  });

  it('a caller’s value as information', async () => {
    const { findings } = await judged(`import { Pool } from 'pg';\nconst pool = new Pool();\nexport const find = (b, c) => pool.query(\`SELECT * FROM a WHERE b = \${b} AND c = '\${c}'\`);\n`);
    assert.deepEqual(
      findings.map(({ severity, message }) => [severity, message]),
      [['hint', 'What callers pass here and in 1 more place is pasted into the statement: what it holds runs as SQL.']],
    );
  });

  it('a caller’s value as a warning in a file that belongs to no project', async () => {
    const text = `import { Pool } from 'pg';\nconst pool = new Pool();\nexport const find = (name) => pool.query("SELECT * FROM a WHERE name = '" + name + "'");\n`;
    const severityIn = async (files: Readonly<Record<string, string>>) => {
      const analyzer = await analyzerFor(sqlInjection, new Map(Object.entries({ 'main.js': text, ...files })));
      return (await analyzer.analyze({ file: '/project/main.js', text, language: 'javascript' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual([await severityIn({}), await severityIn({ 'package.json': '{ "dependencies": { "express": "5" } }' })], [['warning'], ['hint']]);
  });

  it('less of a Go method with the request that nothing of the program calls', async () => {
    const store = `package store\n\nimport (\n\t"database/sql"\n\t"net/http"\n)\n\ntype Store struct{ db *sql.DB }\n\nfunc (s Store) Find(r *http.Request) (*sql.Rows, error) {\n\treturn s.db.Query("SELECT * FROM people WHERE name = '" + r.URL.Query().Get("name") + "'")\n}\n`;
    const severityWith = async (use: string) => {
      const main = `package main\n\nimport (\n\t"net/http"\n\n\t"example.com/shop/store"\n)\n\nfunc main() {}\n\nfunc show(w http.ResponseWriter, r *http.Request) {\n\ts := store.Store{}\n\t${use}\n}\n`;
      const analyzer = await analyzerFor(sqlInjection, new Map(Object.entries({ 'go.mod': 'module example.com/shop\n', 'main.go': main, 'store/store.go': store })));
      return (await analyzer.analyze({ file: '/project/store/store.go', text: store, language: 'go' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual([await severityWith('_ = s'), await severityWith('_, _ = s.Find(r)')], [['hint'], ['warning']]);
  });

  it('what nothing shows the origin of, doubtfully, in a Go file that belongs to no project', async () => {
    const severitiesOf = async (body: string, parameters = 'db *sql.DB', names: readonly string[] = ['database/sql', 'fmt', 'os', 'github.com/go-pg/pg/v10', 'github.com/aws/aws-lambda-go/events']) => {
      const text = `package store\n\nimport (\n${names.map((name) => `\t"${name}"\n`).join('')})\n\nfunc find(${parameters}) {\n\t${body}\n}\n`;
      const inFolder = async (files: Readonly<Record<string, string>>) => (await (await analyzerFor(sqlInjection, new Map(Object.entries({ 'main.go': text, ...files })))).analyze({ file: '/project/main.go', text, language: 'go' }))?.map(({ severity }) => severity);
      return [await inFolder({}), await inFolder({ 'go.mod': 'module example.com/shop\n' })];
    };
    const select = '"SELECT name FROM people WHERE age = "';
    const cases: readonly (readonly [string, string?])[] = [
      [`db.Query(${select} + req.FormValue("age"))`],
      [`query = ${select}\n\tquery += req.FormValue("age")\n\tdb.Query(query)`],
      [`db.Exec(fmt.Sprintf("DELETE FROM people WHERE email = '%s'", email))`],
      [`db.Query(${select} + os.Args[1])`],
      [`conn.QueryEx(${select} + os.Args[1])`],
      [`db.Model(book).\n\t\tWhere("age = " + req.FormValue("age")).\n\t\tSelect()`, 'db *pg.DB'],
    ];
    for (const [body, parameters] of cases) assert.deepEqual(await severitiesOf(body, parameters), [['hint'], []], body);
    assert.deepEqual(await severitiesOf(`db.Query(${select} + request.Body)`, 'db *sql.DB, request events.APIGatewayProxyRequest'), [['warning'], ['warning']]);
    for (const body of [`query = ${select}\n\tquery += "3"\n\tdb.Query(query)`, `db.Exec(fmt.Sprintf("SELECT name FROM people"))`, `db.Query(${select} + strconv.Itoa(age))`, `db.Query(${select} + Youngest)`, `cache.Get("people" + name)`]) assert.deepEqual(await severitiesOf(body), [[], []], body);
  });

  it('what concat adds to a text, without an edit', async () => {
    const given = async (call: string) => (await judged(file(call))).findings.map(({ severity, fixes }) => [severity, fixes.length]);
    assert.deepEqual(await given("pool.query('SELECT * FROM a WHERE b = '.concat(req.query.b))"), [['warning', 0]]);
    assert.deepEqual(await given("pool.query('SELECT * FROM a WHERE b = '.concat('1'))"), []);
  });

  it('what only the first quote is replaced in', async () => {
    const given = async (value: string) => (await judged(file(`pool.query("SELECT * FROM a WHERE b = '" + req.query.b.${value} + "'")`))).findings.length;
    assert.deepEqual([await given(`replace("'", "''")`), await given(`replace(/'/, "''")`), await given(`replace(/'/g, "''")`), await given(`replaceAll("'", "''")`)], [1, 1, 0, 0]);
  });

  it('what nothing shows the origin of, doubtfully, in a file that belongs to no project', async () => {
    const severitiesOf = async (value: string) => {
      const text = `import { Pool } from 'pg';\nconst pool = new Pool();\ndeclare('search', async function (req) {\n  const id = ${value};\n  return pool.query('SELECT * FROM a WHERE id = ' + id);\n});\n`;
      const inFolder = async (files: Readonly<Record<string, string>>) => (await (await analyzerFor(sqlInjection, new Map(Object.entries({ 'main.js': text, ...files })))).analyze({ file: '/project/main.js', text, language: 'javascript' }))?.map(({ severity }) => severity);
      return [await inFolder({}), await inFolder({ 'package.json': '{ "dependencies": { "express": "5", "pg": "8" } }' })];
    };
    assert.deepEqual(await severitiesOf("req.FormValue('id')"), [['hint'], []]);
    assert.deepEqual(await severitiesOf('row().id'), [[], []]);
    assert.deepEqual(await severitiesOf("Number(req.FormValue('id'))"), [[], []]);
  });

  it('less of an event that middleware may have validated', async () => {
    const lambda = (use: string) => `import { Pool } from 'pg';\nconst pool = new Pool();\nexport const handler = middy(async (event) => {\n  const { rows } = await pool.query(\`SELECT * FROM a WHERE b = '\${event.queryStringParameters.b}'\`);\n  return { statusCode: 200, body: JSON.stringify(rows) };\n})${use};\n`;
    const severities = async (use: string) => (await judged(lambda(use), { pg: '8' })).findings.map(({ severity }) => severity);
    assert.deepEqual([await severities('.use(cors())'), await severities('.use(validator({ eventSchema }))')], [['warning'], ['hint']]);
  });

  it('why a string of the statement keeps it from a fix', async () => {
    const mysql = `import mysql from 'mysql2/promise';\n\nconst pool = mysql.createPool({});`;
    const { findings } = await judged(file("pool.query(`SELECT 'why?' AS a FROM b WHERE c = '${req.params.c}'`)", mysql), { express: '5', mysql2: '3' });
    assert.deepEqual(findings.map(({ message, fixes }) => [/No automatic fix: .*/.exec(message)?.[0], fixes.length]), [['No automatic fix: a question mark in a string of the statement would be taken for a placeholder.', 0]]);
  });

  it('why there is no fix', async () => {
    const { findings } = await judged(file('pool.query(`SELECT * FROM ${req.query.table}`)'));
    assert.equal(findings[0]?.message, 'req.query.table comes from the request and is pasted into the statement: what it holds runs as SQL. No automatic fix: names and clauses of a statement cannot be parameters.');
  });
});

describe('sql-injection fixes', () => {
  const mysql = `import mysql from 'mysql2/promise';\n\nconst pool = mysql.createPool({});`;
  const sqlite = `import Database from 'better-sqlite3';\n\nconst db = new Database('a.db');`;
  for (const [name, text, dependencies, fixed, grade] of [
    ['a pattern', file("pool.query(`SELECT 1 FROM a WHERE b LIKE '${req.query.b}%'`)"), { pg: '8' }, "pool.query('SELECT 1 FROM a WHERE b LIKE $1', [`${req.query.b}%`])", 'safe'],
    ['a doubled quote', file("pool.query(`SELECT 1 FROM a WHERE b = 'it''s ${req.query.b}'`)"), { pg: '8' }, "pool.query('SELECT 1 FROM a WHERE b = $1', [`it's ${req.query.b}`])", 'safe'],
    ['a cast', file("pool.query(`SELECT 1 FROM a WHERE b >= '${req.query.b}'::date`)"), { pg: '8' }, "pool.query('SELECT 1 FROM a WHERE b >= $1::date', [req.query.b])", 'safe'],
    ['a typed literal', file("pool.query(`SELECT 1 FROM a WHERE b >= date '${req.query.b}'`)"), { pg: '8' }, "pool.query('SELECT 1 FROM a WHERE b >= $1::date', [req.query.b])", 'safe'],
    ['numbers of rows', file('pool.query(`SELECT 1 FROM a LIMIT ${req.query.n} OFFSET ${req.query.from}`)'), { pg: '8' }, "pool.query('SELECT 1 FROM a LIMIT $1 OFFSET $2', [req.query.n, req.query.from])", 'safe'],
    ['an INSERT', file("pool.query(`INSERT INTO a (b, c) VALUES (${req.query.b}, '${req.query.c}')`)"), { pg: '8' }, "pool.query('INSERT INTO a (b, c) VALUES ($1, $2)', [req.query.b, req.query.c])", 'safe'],
    ['a number that stays', file("pool.query(`UPDATE a SET b = '${req.query.b}' WHERE id = ${Number(req.query.id)}`)"), { pg: '8' }, 'pool.query(`UPDATE a SET b = $1 WHERE id = ${Number(req.query.id)}`, [req.query.b])', 'safe'],
    ['an argument of a function', file("pool.query(`SELECT 1 FROM a WHERE b = lower('${req.query.b}')`)"), { pg: '8' }, "pool.query('SELECT 1 FROM a WHERE b = lower($1)', [req.query.b])", 'review'],
    ['values of another order', file("pool.query(`SELECT 1 FROM a WHERE b = '${req.query.b}' AND c = $1`, [1])"), { pg: '8' }, "pool.query('SELECT 1 FROM a WHERE b = $2 AND c = $1', [1, req.query.b])", 'safe'],
    ['MySQL before another', file("pool.query(`SELECT 1 FROM a WHERE b = '${req.params.b}' AND c = ?`, [1])", mysql), { mysql2: '3' }, "pool.query('SELECT 1 FROM a WHERE b = ? AND c = ?', [req.params.b, 1])", 'safe'],
    ['MySQL, where an object would be SQL', file("pool.query(`SELECT 1 FROM a WHERE b = '${req.body.b}'`)", mysql), { mysql2: '3' }, "pool.query('SELECT 1 FROM a WHERE b = ?', [String(req.body.b)])", 'safe'],
    ['a prepared statement of MySQL', file("pool.execute(`SELECT 1 FROM a WHERE b = '${req.body.b}'`)", mysql), { mysql2: '3' }, "pool.execute('SELECT 1 FROM a WHERE b = ?', [req.body.b])", 'safe'],
    ['double quotes of MySQL', file('pool.query(`SELECT 1 FROM a WHERE b = "${req.params.b}"`)', mysql), { mysql2: '3' }, "pool.query('SELECT 1 FROM a WHERE b = ?', [req.params.b])", 'safe'],
    ['backticks of MySQL', file('pool.query("DELETE FROM `a` WHERE `b`=" + req.params.b)', mysql), { mysql2: '3' }, 'pool.query("DELETE FROM `a` WHERE `b`=?", [req.params.b])', 'safe'],
    ['a client of AWS Lambda', file("db.query(`SELECT 1 FROM a WHERE b = '${req.params.b}'`)", `import serverless from 'serverless-mysql';\n\nconst db = serverless({});`), { 'serverless-mysql': '2' }, "db.query('SELECT 1 FROM a WHERE b = ?', [req.params.b])", 'safe'],
    ['SQLite', file("db.prepare(`SELECT 1 FROM a WHERE b = '${req.query.b}'`).all()", sqlite), { 'better-sqlite3': '12' }, "db.prepare('SELECT 1 FROM a WHERE b = ?').all(req.query.b)", 'safe'],
  ] as const) {
    it(name, async () => {
      const { findings, fixed: after } = await judged(text, { express: '5', ...dependencies });
      assert.deepEqual(findings.map(({ fixes }) => fixes.map(({ safety }) => safety)), [[grade]]);
      assert.match(after, /await (.*);/);
      assert.equal(/await (.*);/.exec(after)?.[1], fixed);
    });
  }

  it('keeps line ends and tabs', async () => {
    const text = file("pool.query(`SELECT 1\n\t FROM a\n\t WHERE b = '${req.query.b}'`)").replaceAll('  ', '\t').replaceAll('\n', '\r\n');
    const { fixed } = await judged(text);
    assert.equal(fixed, text.replace("'${req.query.b}'`", '$1`, [req.query.b]'));
  });
});
