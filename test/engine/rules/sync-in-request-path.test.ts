import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { SourceText } from '../../../src/engine/engine';
import type { Finding } from '../../../src/engine/finding';
import { fixText } from '../../../src/engine/fix/fixText';
import { syncInRequestPath } from '../../../src/engine/rules/event-loop/sync-in-request-path';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(syncInRequestPath, { hits: 25, misses: 25 });

const packageJson = (dependencies: Record<string, string>) => JSON.stringify({ dependencies });

async function findings(text: string, dependencies: Record<string, string> = { express: '^5.1.0' }, fragment = false): Promise<readonly Finding[]> {
  const files = new Map([
    ['package.json', packageJson(dependencies)],
    ['main.js', text],
  ]);
  const analyzer = await analyzerFor(syncInRequestPath, files);
  return (await analyzer.analyze({ file: '/project/main.js', text, language: 'javascript', fragment })) ?? [];
}

const express = `const express = require('express');\nconst fs = require('fs');\nconst app = express();\n`;
const plain = `${express}app.get('/', (req, res) => {\n  res.send(fs.readFileSync('a.html'));\n});\n`;
const awaited = `${express}app.get('/', async (req, res) => {\n  res.send(fs.readFileSync('a.html'));\n});\n`;

describe('sync-in-request-path follows a key derivation to handlers of other files', () => {
  const password = (rounds: number) => `const crypto = require('crypto');\nexports.digest = (text, salt) => crypto.pbkdf2Sync(text, salt, ${rounds}, 32, 'sha256');\n`;
  const use = (place: string) => `const express = require('express');\nconst { digest } = require('./password');\nconst app = express();\n${place}\n`;
  const handled = use(`app.post('/login', (req, res) => {\n  res.json(digest(req.body.password, 's'));\n});`);
  const cases: readonly [what: string, text: string, other: string, expected: number][] = [
    ['one that a handler calls', password(310_000), handled, 1],
    ['one of few rounds', password(2000), handled, 0],
    ['one that only the start calls', password(310_000), use(`const key = digest(process.env.KEY, 's');`), 0],
  ];
  for (const [what, text, other, expected] of cases) {
    it(what, async () => {
      const analyzer = await analyzerFor(syncInRequestPath, new Map([['package.json', packageJson({ express: '^5.1.0' })], ['password.js', text], ['server.js', other]]));
      const found = (await analyzer.analyze({ file: '/project/password.js', text, language: 'javascript' })) ?? [];
      assert.equal(found.length, expected);
      for (const { severity, message, fixes } of found) {
        assert.equal(severity, 'information');
        assert.match(message, /A request waits for this function\. No automatic fix: its callers would have to change\.$/);
        assert.deepEqual(fixes, []);
      }
    });
  }
});

describe('sync-in-request-path weighs the rounds of a key derivation', () => {
  const handler = (rounds: string) => `const express = require('express');\nconst crypto = require('crypto');\nconst app = express();\nconst rounds = ${rounds};\napp.post('/', (req, res) => {\n  res.json(crypto.pbkdf2Sync(req.body.password, 's', rounds, 64, 'sha512'));\n});\n`;
  for (const [rounds, expected] of [['1000', []], ['5000', ['hint']], ['10_000', ['hint']], ['25_000', ['information']], ['Number(process.env.ROUNDS)', ['information']]] as const) {
    it(`${rounds}: ${expected.join()}`, async () => {
      assert.deepEqual((await findings(handler(rounds))).map(({ severity }) => severity), expected);
    });
  }
});

describe('sync-in-request-path tells', () => {
  const told: readonly [name: string, text: string, dependencies: Record<string, string>, title: string, safety: string][] = [
    ['an async handler', awaited, { express: '^4.0.0' }, 'Await readFile off the event loop', 'safe'],
    ['a plain handler of Express 5', plain, { express: '^5.0.0' }, 'Make the handler async: await readFile off the event loop', 'safe'],
    ['a plain handler of Express 4', plain, { express: '~4.18.0' }, 'Make the handler async: await readFile off the event loop, with errors passed to next', 'safe'],
    [
      'an exported handler',
      `const fs = require('fs');\nexports.page = (req, res) => {\n  res.send(fs.readFileSync('a.html'));\n};\n`,
      { express: '^5.0.0' },
      'Make the handler async: await readFile off the event loop',
      'review',
    ],
    [
      'a command',
      `const { execSync } = require('child_process');\nexports.sync = async () => {\n  execSync('git pull');\n};\n`,
      { express: '^5.0.0' },
      'Await exec off the event loop',
      'review',
    ],
  ];
  for (const [name, text, dependencies, title, safety] of told) {
    it(`the fix of ${name} and its grade`, async () => {
      const [finding, ...others] = await findings(text, dependencies);
      assert.deepEqual(others, []);
      assert.deepEqual(finding?.fixes.map((fix) => [fix.title, fix.safety]), [[title, safety]]);
    });
  }

  it('what happens under load, and why there is no fix', async () => {
    const [finding] = await findings(plain, { express: '*' });
    assert.deepEqual(finding?.fixes, []);
    assert.equal(
      finding.message,
      'readFileSync stops the event loop until the disk answers, and every other request with it. No automatic fix: with Express 4 the rejection of an async handler ends the process, and package.json does not say which version this is.',
    );
  });

  it('that a command reads its standard input for ever', async () => {
    const [finding] = await findings(`const { execSync } = require('child_process');\nexports.sync = async () => execSync('git pull').toString();\n`);
    assert.match(finding?.message ?? '', /standard input open/);
  });

  it('a path of an object that names itself in each of its functions, in no time', async () => {
    const uses = Array.from({ length: 40 }, (_, index) => `  part${index}: () => lists.fileOf(${index}),`).join('\n');
    const text = `${express}const lists = {\n${uses}\n  fileOf: (id) => \`/data/\${id}\`,\n  build: async (list) => {\n    const file = lists.fileOf(list.id);\n    if (fs.existsSync(file)) fs.writeFileSync(file, list.text);\n  },\n};\napp.put('/', async (req, res) => {\n  await lists.build(req.body);\n  res.end();\n});\n`;
    assert.deepEqual((await findings(text)).map(({ range }) => text.split('\n')[range.start.line]?.includes('fs.writeFileSync')), [true]);
  });

  it('a hint where a call only takes microseconds', async () => {
    const [finding] = await findings(awaited.replace(`readFileSync('a.html')`, `statSync('a.html').size`));
    assert.equal(finding?.severity, 'hint');
  });
});

describe('sync-in-request-path fixes', () => {
  async function fixed(source: SourceText, dependencies: Record<string, string>): Promise<string> {
    const analyzer = await analyzerFor(syncInRequestPath, new Map([['package.json', packageJson(dependencies)]]));
    return (await fixText(analyzer, source)).text;
  }

  it("the lesson's snippet", async () => {
    const text = readFileSync('lessons/incident-reading/incident-reading/report.mjs', 'utf8');
    const source: SourceText = { file: 'altitude:/incident-reading/report.mjs', text, language: 'javascript', fragment: true };
    const after = await fixed(source, {});
    assert.match(after, /^import \{ pbkdf2, randomBytes \} from 'node:crypto';$/m);
    assert.match(after, /^const pbkdf2Async = promisify\(pbkdf2\);$/m);
    assert.match(after, /const key = await pbkdf2Async\(req\.body\.passphrase, salt, 210_000, 32, 'sha512'\);/);
    assert.doesNotMatch(after, /pbkdf2Sync/);
  });

  it('a pasted fragment without importing into it', async () => {
    const text = `app.post('/', async (req, res) => {\n  const key = crypto.scryptSync(req.body.secret, 'salt', 32);\n  res.send(key.toString('hex') + fs.readFileSync('a'));\n});\n`;
    const source: SourceText = { file: 'untitled:Untitled-1', text, language: 'javascript', fragment: true };
    assert.equal(
      await fixed(source, {}),
      `app.post('/', async (req, res) => {\n  const key = await promisify(crypto.scrypt)(req.body.secret, 'salt', 32);\n  res.send(key.toString('hex') + (await fs.promises.readFile('a')));\n});\n`,
    );
  });

  it('line ends, tabs and quotes as it finds them', async () => {
    const text = `const { readFileSync } = require("fs")\r\nconst app = require("express")()\r\n\r\napp.get("/", (req, res) => {\r\n\tconst page = readFileSync("a.html")\r\n\tres.send(page)\r\n})\r\n`;
    assert.equal(
      await fixed({ file: '/project/main.js', text, language: 'javascript' }, { express: '^4.18.0' }),
      `const { readFile } = require("fs/promises")\r\nconst app = require("express")()\r\n\r\napp.get("/", async (req, res, next) => {\r\n\ttry {\r\n\t\tconst page = await readFile("a.html")\r\n\t\tres.send(page)\r\n\t} catch (err) {\r\n\t\tnext(err)\r\n\t}\r\n})\r\n`,
    );
  });

  it('every use of an imported name, and then the import', async () => {
    const text = `import { gzipSync } from 'zlib';\n\nexport async function pack(a, b) {\n  return [gzipSync(a), gzipSync(b)];\n}\n`;
    assert.equal(
      await fixed({ file: '/project/main.mjs', text, language: 'javascript' }, { koa: '^3.0.0' }),
      `import { gzip } from 'zlib';\nimport { promisify } from 'util';\n\nconst gzipAsync = promisify(gzip);\n\nexport async function pack(a, b) {\n  return [await gzipAsync(a), await gzipAsync(b)];\n}\n`,
    );
  });

  it('a hint of what takes little: a file beside the code, one entry removed, a task nobody waits for', async () => {
    const severityOf = async (text: string) => (await findings(text)).map(({ severity }) => severity);
    const handler = (call: string) => `const path = require('path');\n${express}const page = path.join(__dirname, 'views');\napp.get('/', (req, res) => {\n  res.send(${call});\n});\n`;
    assert.deepEqual(await severityOf(handler("fs.readFileSync(path.join(page, 'index.html'))")), ['hint']);
    assert.deepEqual(await severityOf(handler("fs.readFileSync(path.join(page, 'requests.log'))")), ['information']);
    assert.deepEqual(await severityOf(handler('fs.readFileSync(req.query.file)')), ['information']);
    assert.deepEqual(await severityOf(handler('fs.rmSync(req.file.path)')), ['hint']);
    assert.deepEqual(await severityOf(handler('fs.removeSync(req.file.path)').replace("'fs'", "'fs-extra'").replace("'node:fs'", "'fs-extra'")), ['hint']);
    assert.deepEqual(await severityOf(handler('fs.removeSync(req.query.folder)').replace("'fs'", "'fs-extra'").replace("'node:fs'", "'fs-extra'")), ['information']);
    assert.deepEqual(await severityOf(handler('fs.rmSync(req.query.folder, { recursive: true })')), ['information']);
    assert.deepEqual(await severityOf(handler("fs.readFileSync('about.html')")), ['information']);
    assert.deepEqual(await severityOf(handler("fs.readFileSync('settings.json')")), ['hint']);
    assert.deepEqual(await severityOf(handler("fs.readFileSync('signing/' + req.params.shop + '-cert.pem')")), ['hint']);
    assert.deepEqual(await severityOf(handler("[fs.readFileSync('signing/' + req.params.shop + '.csv')]")), ['information']);
    assert.deepEqual(await severityOf(handler("fs.readFileSync(path.join(app.get('views'), 'about.html'))")), ['hint']);
    assert.deepEqual(await severityOf(handler("fs.readFileSync(path.join('pages', `${req.params.page}.html`))")), ['hint']);
    assert.deepEqual(await severityOf(handler("fs.readdirSync(path.join(process.cwd(), 'plugins'))")), ['hint']);
    assert.deepEqual(await severityOf(handler("fs.readdirSync('uploads')")), ['information']);
    assert.deepEqual(await severityOf(handler("fs.readFileSync(path.join(page, `${req.params.page}.txt`))")), ['hint']);
    assert.deepEqual(await severityOf(handler("fs.readFileSync(path.join('notes', `${req.params.page}.txt`))")), ['information']);
    assert.deepEqual(await severityOf(handler('fs.readdirSync(path.join(page, req.params.owner))')), ['information']);
    const listing = (route: string) => `${express}app.get('${route}', (req, res) => {\n  res.json(fs.readdirSync('logs/' + req.query.level));\n});\n`;
    assert.deepEqual(await severityOf(listing('/logs')), ['hint']);
    assert.deepEqual(await severityOf(listing('/catalogs')), ['information']);
    const preview = (route: string) => `${express}app.get('${route}', (req, res) => res.send(fs.readFileSync('layout.hbs', 'utf8')));\n`;
    assert.deepEqual(await severityOf(preview('/preview/:mail')), ['hint']);
    assert.deepEqual(await severityOf(preview('/mail/:mail')), ['information']);
    assert.deepEqual(await severityOf(`${handler('fs.readFileSync(req.query.file)')}\nexport const config = { runtime: 'edge' };\n`), ['hint']);
    assert.deepEqual(await severityOf("const { execFileSync } = require('child_process');\nexports.scan = async (host) => execFileSync('probe', [host]);\n"), ['hint']);
  });

  it('a hint of a few bytes written, and of maintenance; what a request sends and what grows is shown', async () => {
    const severityOf = async (text: string) => (await findings(text)).map(({ severity }) => severity);
    const handler = (body: string, route = '/notes') => `${express}app.post('${route}', (req, res) => {\n  ${body}\n  res.end();\n});\n`;
    assert.deepEqual(await severityOf(handler("fs.writeFileSync('conf/server.json', JSON.stringify(req.body));")), ['hint']);
    assert.deepEqual(await severityOf(handler("fs.writeFileSync('state.json', JSON.stringify({ seen: Date.now() }));")), ['hint']);
    assert.deepEqual(await severityOf(handler("fs.writeFileSync('incoming.xml', req.body);")), ['information']);
    assert.deepEqual(await severityOf(handler("const notes = JSON.parse(fs.readFileSync('notes.json', 'utf8'));\n  notes.push(req.body);\n  fs.writeFileSync('notes.json', JSON.stringify(notes));")), ['information', 'information']);
    assert.deepEqual(await severityOf(handler("fs.cpSync(req.body.from, 'data', { recursive: true });", '/restore')), ['hint']);
    assert.deepEqual(await severityOf(handler("fs.cpSync(req.body.from, 'data', { recursive: true });")), ['information']);
    const guarded = (guard: string) => `${express}app.post('/packs', ${guard}, (req, res) => {\n  res.json(fs.readFileSync(req.file.path, 'utf8'));\n});\n`;
    assert.deepEqual(await severityOf(guarded('isAdmin')), ['hint']);
    assert.deepEqual(await severityOf(guarded('isMember')), ['information']);
    const hashing = (name: string) => `const bcrypt = require('bcrypt');\nmodule.exports.${name} = async function ${name}(user) {\n  user.password = bcrypt.hashSync(user.password, 10);\n};\n`;
    assert.deepEqual(await severityOf(hashing('register')), ['information']);
    assert.deepEqual(await severityOf(hashing('createDefaultUser')), ['hint']);
    const helper = (passed: string) => `${express}function page(name) {\n  return fs.readFileSync(name, 'utf8');\n}\napp.get('/:name', (req, res) => res.send(page(${passed})));\n`;
    assert.deepEqual(await severityOf(helper("'imprint' + '.txt'")), ['hint']);
    assert.deepEqual(await severityOf(helper('req.params.name')), ['information']);
  });
});
