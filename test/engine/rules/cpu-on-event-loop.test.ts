import assert from 'node:assert/strict';
import { cpuOnEventLoop } from '../../../src/engine/rules/event-loop/cpu-on-event-loop';
import { syncInRequestPath } from '../../../src/engine/rules/event-loop/sync-in-request-path';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(cpuOnEventLoop, { hits: 12, misses: 12 });

const packageJson = JSON.stringify({ dependencies: { express: '^5.1.0', piscina: '^5.1.0' } });
const lib = 'export function countSync(rows) {\n  let n = 0;\n  for (const row of rows) n += row.size;\n  return n;\n}\n';
const route = (call: string, handler = 'async (req, res)') => `import { Router } from 'express';\nimport { countSync } from './count.js';\n\nexport const router = Router();\n\nrouter.post('/count', ${handler} => {\n  res.json(${call});\n});\n`;

async function findingsIn(text: string, files: Readonly<Record<string, string>> = {}, rule = cpuOnEventLoop) {
  const analyzer = await analyzerFor(rule, new Map(Object.entries({ 'package.json': packageJson, 'count.js': lib, ...files })));
  return (await analyzer.analyze({ file: '/project/routes.js', text, language: 'javascript' })) ?? [];
}

const refusal = async (text: string, files = {}) => (await findingsIn(text, files))[0]?.message.split('No automatic fix: ')[1];

describe('cpu-on-event-loop: what it says and adds', () => {
  it('names the function and the grade', async () => {
    const [finding] = await findingsIn(route('countSync(req.body.rows)'));
    assert.equal(finding?.message, 'countSync loops on the event loop: until it returns, no other request is served, health checks included.');
    assert.deepEqual(finding.fixes.map(({ title, safety }) => [title, safety]), [['Run countSync in a worker thread of a piscina pool', 'guided']]);
  });

  it('is a hint in the set-up of an installation and for its first account', async () => {
    const severityOf = async (path: string, name: string) => {
      const text = `import bcrypt from 'bcryptjs';\nimport { Router } from 'express';\nimport { users } from './users.js';\n\nexport const router = Router();\n\nasync function ${name}(req, res) {\n  await users.add(req.body.email, await bcrypt.hash(req.body.password, 12));\n  res.sendStatus(201);\n}\n\nrouter.post('${path}', ${name});\n`;
      return (await findingsIn(text)).map(({ severity }) => severity);
    };
    assert.deepEqual(await severityOf('/users', 'signUp'), ['information']);
    assert.deepEqual(await severityOf('/users', 'createAdminUser'), ['hint']);
    assert.deepEqual(await severityOf('/setup', 'save'), ['hint']);
  });

  it('is a hint behind a guard for administrators, and where a password the program made up is hashed', async () => {
    const severityOf = async (guard: string, password: string) => {
      const text = `import bcrypt from 'bcryptjs';\nimport { Router } from 'express';\nimport { users, ${guard}, randomPassword } from './users.js';\n\nexport const router = Router();\n\nrouter.post('/users', ${guard}('add'), async (req, res) => {\n  const password = ${password};\n  await users.add(await bcrypt.hash(password, 12));\n  res.sendStatus(201);\n});\n`;
      return (await findingsIn(text)).map(({ severity }) => severity);
    };
    assert.deepEqual(await severityOf('userAuth', 'req.body.password'), ['information']);
    assert.deepEqual(await severityOf('adminAuthMiddleware', 'req.body.password'), ['hint']);
    assert.deepEqual(await severityOf('userAuth', 'randomPassword(12)'), ['hint']);
  });

  it('says why there is no edit', async () => {
    assert.equal(await refusal(route('countSync(req.body.rows)', '(req, res)')), 'the function it is called in is not async.');
    assert.equal(await refusal(route('countSync(req)')), 'its arguments are not plain data that a worker could be sent.');
    assert.equal(await refusal(route('countSync(rows.map((row) => row.size))')), 'its arguments are not plain data that a worker could be sent.');
    assert.equal(await refusal(route('countSync(req.body.rows)'), { 'count.pool.js': '' }), 'files for a count pool exist already.');
    assert.equal(await refusal(route('countSync(req.body.rows)'), { 'count.js': `let calls = 0;\n${lib.replace('let n', 'calls++;\n  let n')}` }), 'it uses state of its module, which a worker does not share.');
  });

  it('says why a file is not parsed once', async () => {
    const file = (body: string) => `import { readFile } from 'node:fs/promises';\nimport express from 'express';\n\nexport const app = express();\n\napp.get('/zones/:file', async (req, res) => {\n${body}});\n`;
    const parse = "  const zones = JSON.parse(await readFile('zones.json', 'utf8'));\n";
    const answer = '  res.json(zones[req.query.zip]);\n';
    const [finding] = await findingsIn(file(parse + answer));
    assert.deepEqual(finding?.fixes.map(({ title, safety }) => [title, safety]), [['Read and parse it once, when the module loads (a changed file then needs a restart)', 'review']]);
    const owner = 'only its owner knows how large the file gets: keep the parsed value, or move the reading and what is made of it to a worker.';
    assert.equal(await refusal(file("  const zones = JSON.parse(await readFile(`${req.params.file}.json`, 'utf8'));\n" + answer)), owner);
    assert.equal(await refusal(file("  let zones = JSON.parse(await readFile('zones.json', 'utf8'));\n" + answer)), owner);
    assert.equal(await refusal(file(`  try {\n  ${parse}  ${answer}  } catch {\n    res.sendStatus(404);\n  }\n`)), 'the code expects that the file may be missing or broken, which the start of the server would not survive.');
    const shared = 'what was parsed may be changed here, and would then be shared by all requests.';
    for (const change of ['zones[req.query.zip].seen = true;', 'zones.sort();', 'zones[0].count++;', 'delete zones.test;', 'const own = zones[0]; own.seen = true;', 'tidy(zones);']) {
      assert.equal(await refusal(file(`${parse}  ${change}\n${answer}`)), shared, change);
    }
    assert.equal(await refusal(file(parse + answer).replace('readFile }', 'readFile, writeFile }')), 'this file also writes files, so what was read may change while the server runs.');
  });

  it('leaves what sync-in-request-path reports to it', async () => {
    const text = "import { pbkdf2Sync } from 'node:crypto';\nimport { Router } from 'express';\n\nexport const router = Router();\n\nrouter.post('/', async (req, res) => {\n  res.end(pbkdf2Sync(req.body.password, 'salt', 100000, 64, 'sha512'));\n});\n";
    assert.deepEqual(await findingsIn(text), []);
    assert.equal((await findingsIn(text, {}, syncInRequestPath)).length, 1);
    const own = route('countSync(req.body.rows)');
    assert.deepEqual(await findingsIn(own, {}, syncInRequestPath), []);
  });

  it('swaps bcryptjs for bcrypt in one place', async () => {
    const text = "const bcrypt = require('bcryptjs');\nconst app = require('express')();\n\napp.post('/', async (req, res) => {\n  res.json(await bcrypt.hash(req.body.password, 10));\n});\n";
    const [finding] = await findingsIn(text);
    assert.equal(finding?.message, 'bcryptjs computes in JavaScript: while hash runs, no other request is served; its promise form only pauses about every 100 ms.');
    assert.deepEqual(finding.fixes.map(({ title, safety, edits }) => [title, safety, edits.length]), [['Use native bcrypt, which computes on the thread pool (needs bcrypt)', 'review', 1]]);
  });

  it('writes tabs and CRLF where the handler has them', async () => {
    const [finding] = await findingsIn(route('countSync(req.body.rows)').replaceAll('  ', '\t').replaceAll('\n', '\r\n'));
    const pool = finding?.fixes[0]?.edits.find(({ file }) => file.endsWith('.pool.js'))?.newText ?? '';
    assert.ok(pool.includes('\r\n\tmaxQueue: 100') && !/[^\r]\n/.test(pool));
  });
});
