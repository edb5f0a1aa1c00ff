import assert from 'node:assert/strict';
import type { Finding, Language } from '../../../src/engine/finding';
import { defaultFixSettings } from '../../../src/engine/fixSettings';
import { fixText } from '../../../src/engine/fix/fixText';
import { missingPayloadLimit } from '../../../src/engine/rules/memory/missing-payload-limit';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(missingPayloadLimit, { hits: 35, misses: 34 });

const packageJson = JSON.stringify({ type: 'module', dependencies: { express: '^5.0.0' } });

async function findings(text: string, language: Language = 'javascript'): Promise<readonly Finding[]> {
  const file = language === 'go' ? 'main.go' : 'main.js';
  const analyzer = await analyzerFor(missingPayloadLimit, new Map([['package.json', packageJson]]));
  return (await analyzer.analyze({ file: `/project/${file}`, text, language })) ?? [];
}

describe('missing-payload-limit', () => {
  it('never reports express.json() with no limit of its own', async () => {
    for (const call of ['express.json()', 'express.json({})', 'express.json({ strict: true })', "express.urlencoded({ extended: true })"]) {
      assert.deepEqual(await findings(`import express from 'express';\nexpress().use(${call});\n`), [], call);
    }
  });

  it('grows louder with what one request can do', async () => {
    const severityOf = async (text: string) => (await findings(text)).map(({ severity }) => severity);
    assert.deepEqual(await severityOf(`import multer from 'multer';\nexport const a = multer();\nexport const b = multer({ dest: 'x/' });\n`), ['warning', 'information']);
    assert.deepEqual(await severityOf(`import express from 'express';\nexpress().use(express.json({ limit: Infinity }), express.json({ limit: '99mb' }));\n`), ['warning']);
  });

  it('is a hint where no other file takes the instance that is exported', async () => {
    const severityWith = async (other: string, module = "import multer from 'multer';\nexport const upload = multer({ dest: '/tmp' });\n") => {
      const files = new Map([['package.json', packageJson], ['upload.js', module], ['routes.js', other]]);
      return (await (await analyzerFor(missingPayloadLimit, files)).analyze({ file: '/project/upload.js', text: module, language: 'javascript' }))?.map(({ severity }) => severity);
    };
    const common = "const multer = require('multer');\nconst upload = multer({ dest: '/tmp' });\nmodule.exports = { upload };\n";
    const ownOnly = "import multer from 'multer';\nimport { log } from './upload.js';\nconst upload = multer({ limits: { fileSize: 9 } });\nexport const route = upload.single('a');\n";
    assert.deepEqual(await severityWith(ownOnly), ['hint']);
    assert.deepEqual(await severityWith("export const nothing = 1;\n", common), ['hint']);
    assert.deepEqual(await severityWith("import { upload } from './upload.js';\nexport const route = upload.single('a');\n"), ['information']);
    assert.deepEqual(await severityWith("import * as files from './upload.js';\nexport const route = files.upload.single('a');\n"), ['information']);
    assert.deepEqual(await severityWith("const { upload } = require('./upload');\nexports.route = upload.single('a');\n", common), ['information']);
  });

  it('is a hint where a quota is checked for what busboy reads', async () => {
    const severityWith = async (check: string) => (await findings(`import express from 'express';\nimport busboy from 'busboy';\nimport { ensureStorageQuota, store, log } from './store.js';\nexpress().post('/x', async (req, res) => {\n  await ${check}(req.user);\n  const form = busboy({ headers: req.headers });\n  form.on('file', (name, file) => store(file));\n  req.pipe(form);\n});\n`)).map(({ severity }) => severity);
    assert.deepEqual(await severityWith('ensureStorageQuota'), ['hint']);
    assert.deepEqual(await severityWith('log'), ['information']);
  });

  it('offers no usual limit where what is uploaded is large by nature', async () => {
    const told = async (use: string) => (await findings(`import express from 'express';\nimport multer from 'multer';\nconst upload = multer({ dest: 'x/' });\nexpress().post('/x', ${use}, (req, res) => res.end());\n`)).map(({ fixes, message }) => [fixes.length, /may well be larger/.test(message)]);
    assert.deepEqual(await told("upload.single('avatar')"), [[1, false]]);
    assert.deepEqual(await told("upload.single('membersCsv')"), [[0, true]]);
    assert.deepEqual(await told("upload.array('members'), readCsvFiles"), [[0, true]]);
    assert.deepEqual(await told('upload.any()'), [[0, true]]);
    assert.deepEqual(await told("upload.single('backup')"), [[0, true]]);
  });

  const uploadsIn = async (other: Readonly<Record<string, string>>, text = "import multer from 'multer';\nexport const upload = multer({ storage: multer.memoryStorage() });\n") => {
    const files = new Map(Object.entries({ 'package.json': packageJson, 'routes/files.js': text, 'routes/use.js': "import { upload } from './files.js';\nexport const route = upload.single('a');\n", ...other }));
    return (await (await analyzerFor(missingPayloadLimit, files)).analyze({ file: '/project/routes/files.js', text, language: 'javascript' })) ?? [];
  };

  it('writes no limit on uploads that is below what the project states of their size', async () => {
    const told = async (other: Readonly<Record<string, string>>, text?: string) => (await uploadsIn(other, text)).map(({ message, fixes }) => fixes[0]?.title ?? message).join('');
    assert.equal(await told({}), 'Limit each file to 1 MB');
    assert.equal(await told({ 'checks/upload.js': 'const MAX_FILE_SIZE = 20 * 1024 * 1024;\n' }), 'Limit each file to 20 MB');
    assert.equal(await told({ 'checks/upload.ts': 'export const maxSizeMB: number = 8;\n' }), 'Limit each file to 8 MB');
    assert.equal(await told({ 'checks/upload.js': "const maxFileSize = '16mb';\n" }), 'Limit each file to 16 MB');
    assert.match(await told({ 'checks/upload.js': 'const maxSizeMB = 200;\n' }), /No automatic fix: the project speaks of sizes of 200 MB/);
    assert.equal(await told({}, "import multer from 'multer';\nconst storage = multer.diskStorage({ destination: '/tmp', limits: { fileSize: 5 * 1024 * 1024 } });\nexport const upload = multer({ storage });\n"), 'Limit each file to 5 MB');
    assert.equal(await told({}, "import multer from 'multer';\nexport const upload = multer({ dest: '/tmp' });\nexport const check = (req) => req.file.size > 6 * 1024 * 1024;\n"), 'Limit each file to 6 MB');
    assert.equal(await told({ 'cache.js': 'const MAX_SIZE = 20 * 1024 * 1024;\n' }), 'Limit each file to 1 MB');
    assert.equal(await told({ 'checks/upload.js': 'const maxSize = 500;\n' }), 'Limit each file to 1 MB');
    assert.equal(await told({}, "import multer from 'multer';\nexport const upload = multer({\n  // scans have up to 12 MB\n  storage: multer.memoryStorage(),\n});\n"), 'Limit each file to 12 MB');
  });

  it('writes no limit on pictures and papers that a phone or a scanner goes beyond', async () => {
    const titles = async (use: string) => (await findings(`import express from 'express';\nimport multer from 'multer';\nconst upload = multer({ dest: 'x/' });\nexpress().post('/x', ${use}, (req, res) => res.end());\n`)).map(({ fixes }) => fixes[0]?.title);
    assert.deepEqual(await titles("upload.single('passportPhoto')"), ['Limit each file to 10 MB']);
    assert.deepEqual(await titles("upload.single('settings')"), ['Limit each file to 1 MB']);
  });

  it('is a hint where no stranger gets as far as the upload', async () => {
    const severityWith = async (other: Readonly<Record<string, string>>) => (await uploadsIn(other)).map(({ severity }) => severity).join('');
    const guarded = "import { expressjwt } from 'express-jwt';\nexport const start = (app) => app.use(expressjwt({ secret: settings.secret, algorithms: ['HS256'] }));\n";
    assert.equal(await severityWith({ 'routes/start.js': guarded }), 'hint');
    assert.equal(await severityWith({ 'routes/start.js': guarded, 'routes/people.js': "export const find = (req) => db.find(req.user);\n" }), 'warning');
    assert.equal(await severityWith({ 'routes/start.js': guarded, 'routes/people.js': "export const all = () => db.query('SELECT name FROM users');\n" }), 'warning');
    assert.equal(await severityWith({ 'routes/start.js': 'export const start = (app) => app.use(log());\n' }), 'warning');
    const routed = (list: string) => `import { upload } from './files.js';\nimport { requireAuth, log } from '../checks.js';\nrouter.post('/', ${list}, store);\n`;
    assert.equal(await severityWith({ 'routes/icons.js': routed('requireAuth, log, upload') }), 'hint');
    assert.equal(await severityWith({ 'routes/icons.js': routed('log, upload') }), 'warning');
    assert.equal(await severityWith({ 'tls.js': 'export const options = { key, cert, requestCert: true };\n' }), 'hint');
    const quota = (asked: string) => ({ 'quota.js': `export const quota = async (req, res, next) => {\n  const length = Number(${asked});\n  if (length > (await left(req))) return res.sendStatus(413);\n  next();\n};\n` });
    assert.equal(await severityWith(quota("req.get('Content-Length')")), 'hint');
    assert.notEqual(await severityWith(quota('req.body.length')), 'hint');
    assert.equal(await severityWith({ 'tls.js': 'export const options = { key, cert, requestCert: false };\n' }), 'warning');
  });

  it('is a hint where a large limit was decided on', async () => {
    const severityOf = async (use: string) => (await findings(`import express from 'express';\nimport { importAll } from './import.js';\nconst app = express();\n${use}\n`)).map(({ severity }) => severity);
    assert.deepEqual(await severityOf("app.use(express.json({ limit: '200mb' }));"), ['hint']);
    assert.deepEqual(await severityOf("app.use(express.json({ limit: '2gb' }));"), ['information']);
    assert.deepEqual(await severityOf("app.use('/', express.json({ limit: '2gb' }));"), ['information']);
    assert.deepEqual(await severityOf("app.post('/import', express.json({ limit: '2gb' }), importAll);"), ['hint']);
    assert.deepEqual(await severityOf("const usual = express.json({ limit: '100kb' });\nconst large = express.json({ limit: '2gb' });"), ['hint']);
    assert.deepEqual(await severityOf("const forms = express.urlencoded({ limit: '100kb' });\nconst large = express.json({ limit: '2gb' });"), ['information']);
    assert.deepEqual(await severityOf("// scans of whole books come as base64\napp.use(express.json({ limit: '2gb' }));"), ['hint']);
    assert.deepEqual(await severityOf("// parse application/json\napp.use(express.json({ limit: '2gb' }));"), ['information']);
    assert.deepEqual(await severityOf("const fileLimit = '3gb';\napp.use(express.json({ limit: fileLimit }));"), ['information']);
    assert.deepEqual(await severityOf("app.post('/import', express.json({ limit: Infinity }), importAll);"), ['warning']);
  });

  it('is a hint where only administrators upload', async () => {
    const severityOf = async (routes: string) => (await findings(`import express from 'express';\nimport multer from 'multer';\nimport { requireAdmin, store } from './own.js';\nconst app = express();\nconst upload = multer();\n${routes}\n`)).map(({ severity }) => severity);
    assert.deepEqual(await severityOf("app.post('/logo', requireAdmin, upload.single('logo'), store);"), ['hint']);
    assert.deepEqual(await severityOf("app.post('/logo', requireAdmin, upload.single('logo'), store);\napp.post('/avatar', upload.single('avatar'), store);"), ['warning']);
  });

  it('is a hint of what helps those who develop the product', async () => {
    const analyzer = await analyzerFor(missingPayloadLimit, new Map([['package.json', packageJson]]));
    const severityOf = async (file: string, text: string) => (await analyzer.analyze({ file: `/project/${file}`, text, language: 'javascript' }))?.map(({ severity }) => severity).join('');
    const upload = "import multer from 'multer';\nexport const upload = multer();\n";
    const collected = "import http from 'node:http';\nhttp.createServer((req, res) => {\n  let body = '';\n  req.on('data', (chunk) => {\n    body += chunk;\n  });\n  req.on('end', () => res.end(body));\n});\n";
    assert.deepEqual([await severityOf('docker/mails/main.js', upload), await severityOf('dev-server/main.js', collected)], ['hint', 'hint']);
    assert.deepEqual([await severityOf('api/main.js', upload), await severityOf('api/main.js', collected)], ['warning', 'information']);
  });

  it('is a hint where a backup goes to disk', async () => {
    const analyzer = await analyzerFor(missingPayloadLimit, new Map([['package.json', packageJson]]));
    const severityOf = async (file: string, options: string) => (await analyzer.analyze({ file: `/project/routes/${file}`, text: `import multer from 'multer';\nexport const upload = multer(${options});\n`, language: 'javascript' }))?.map(({ severity }) => severity);
    assert.deepEqual(await severityOf('restore.js', "{ dest: 'tmp/' }"), ['hint']);
    assert.deepEqual(await severityOf('avatars.js', "{ dest: 'tmp/' }"), ['information']);
    assert.deepEqual(await severityOf('restore.js', ''), ['warning']);
  });

  it('writes the size of the settings', async () => {
    const analyzer = await analyzerFor(missingPayloadLimit, new Map([['package.json', packageJson]]), { ...defaultFixSettings, bodyLimitBytes: 10_485_760 });
    const text = `import express from 'express';\nimport multer from 'multer';\nexpress().use(express.json({ limit: '1gb' }));\nexport const upload = multer();\n`;
    const after = (await fixText(analyzer, { file: '/project/main.js', text, language: 'javascript' }, { safety: 'review' })).text;
    assert.equal(after, text.replace("'1gb'", "'10mb'").replace('multer()', 'multer({ limits: { fileSize: 10 * 1024 * 1024 } })'));
  });

  it('writes no limit on uploads that is below what the server lets in otherwise', async () => {
    const text = "import multer from 'multer';\nexport const upload = multer({ storage: multer.memoryStorage() });\n";
    const fixesWith = async (server: string) => {
      const analyzer = await analyzerFor(missingPayloadLimit, new Map([['package.json', packageJson], ['src/app.js', server]]));
      const found = await analyzer.analyze({ file: '/project/src/routes/media.js', text, language: 'javascript' });
      return found?.map(({ message, fixes }) => fixes[0]?.title ?? message);
    };
    const server = (use: string) => `import express from 'express';\nexport const app = express().use(${use});\n`;
    assert.deepEqual(await fixesWith(server("express.json({ limit: '20mb' }), express.urlencoded({ limit: '5mb' })")), ['Limit each file to 20 MB']);
    assert.deepEqual(await fixesWith(server('express.json()')), ['Limit each file to 1 MB']);
    assert.match((await fixesWith(server("express.json({ limit: '136mb' })")))?.[0] ?? '', /No automatic fix: the server lets in bodies of 136 MB/);
  });

  it('is a hint where every caller has checked a key of other services before', async () => {
    const severityOf = async (check: string) => (await findings(`import http from 'node:http';\nimport { checkInternalKey, log } from './own.js';\nfunction bodyOf(req) {\n  return new Promise((resolve, reject) => {\n    let body = '';\n    req.on('data', (chunk) => {\n      body += chunk;\n    });\n    req.on('end', () => resolve(body));\n    req.on('error', reject);\n  });\n}\nhttp.createServer(async (req, res) => {\n  ${check}\n  res.end(await bodyOf(req));\n});\n`)).map(({ severity }) => severity);
    assert.deepEqual(await severityOf('if (!checkInternalKey(req)) return res.writeHead(401).end();'), ['hint']);
    assert.deepEqual(await severityOf('if (!log(req)) return res.writeHead(500).end();'), ['information']);
  });

  it('leaves the files of a debugging interface alone', async () => {
    const text = `import http from 'node:http';\nhttp.createServer((req, res) => {\n  let body = '';\n  req.on('data', (chunk) => {\n    body += chunk;\n  });\n  req.on('end', () => res.end(body));\n});\n`;
    const analyzer = await analyzerFor(missingPayloadLimit);
    const found = async (file: string) => (await analyzer.analyze({ file: `/project/${file}`, text, language: 'javascript' }))?.length;
    assert.deepEqual([await found('api.js'), await found('debugApi.js')], [1, 0]);
  });

  it("is a hint behind the project's own nginx, where that has a limit", async () => {
    const severityWith = async (conf: string) => {
      const text = "import multer from 'multer';\nexport const upload = multer({ dest: 'tmp/' });\n";
      const analyzer = await analyzerFor(missingPayloadLimit, new Map([['package.json', packageJson], ['nginx/default.conf', conf], ['main.js', text]]));
      return (await analyzer.analyze({ file: '/project/main.js', text, language: 'javascript' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual(await severityWith('server {\n  client_max_body_size 20m;\n}\n'), ['hint']);
    assert.deepEqual(await severityWith('server {\n  client_max_body_size 0;\n}\n'), ['information']);
    assert.deepEqual(await severityWith('server {\n  # client_max_body_size 20m;\n}\n'), ['information']);
  });

  it('keeps line ends and tabs', async () => {
    const text = `import http from 'node:http';\n\nhttp.createServer((req, res) => {\n\tlet body = '';\n\treq.on('data', (chunk) => {\n\t\tbody += chunk;\n\t});\n\treq.on('end', () => res.end(body));\n});\n`;
    const analyzer = await analyzerFor(missingPayloadLimit);
    const after = (await fixText(analyzer, { file: '/project/main.js', text: text.replaceAll('\n', '\r\n'), language: 'javascript' }, { safety: 'review' })).text;
    assert.ok(after.includes('\tlet received = 0;\r\n\treq.on('), after);
    assert.ok(after.includes("\t\t\tres.writeHead(413, { Connection: 'close' }).end();\r\n\t\t\treturn;\r\n\t\t}\r\n"), after);
    assert.doesNotMatch(after, /[^\r]\n/);
  });

  describe('of a Go handler that reads a body, whole or decoded', () => {
    const handler = (read: string) => `package shop\n\nimport (\n\t"encoding/json"\n\t"io"\n\t"net/http"\n)\n\nfunc h(w http.ResponseWriter, r *http.Request) {\n\t${read}\n}\n`;
    const server = handler('io.ReadAll(r.Body)').replace('package shop', 'package main') + '\nfunc main() {\n\thttp.ListenAndServe(":8080", http.HandlerFunc(h))\n}\n';
    const severityOf = async (text: string, files: Readonly<Record<string, string>>, file = 'main.go') => {
      const analyzer = await analyzerFor(missingPayloadLimit, new Map([...Object.entries(files), [file, text]]));
      return (await analyzer.analyze({ file: `/project/${file}`, text, language: 'go' }))?.map(({ severity }) => severity);
    };
    const module = { 'go.mod': 'module example.com/shop\n' };

    it('is a hint where more of the program is elsewhere', async () => {
      assert.deepEqual(await severityOf(handler('io.ReadAll(r.Body)'), module), ['hint']);
      assert.deepEqual(await severityOf(handler('json.NewDecoder(r.Body).Decode(nil)'), module), ['hint']);
      assert.deepEqual(await severityOf(handler('io.ReadAll(r.Body)'), { 'other.go': 'package shop\n' }), ['hint']);
      assert.deepEqual(await severityOf(server, module, 'cmd/hook/main.go'), ['hint']);
    });

    it('is more where all of it is seen: one file, or the server of its module', async () => {
      assert.deepEqual(await severityOf(handler('io.ReadAll(r.Body)'), {}), ['information']);
      assert.deepEqual(await severityOf(handler('json.NewDecoder(r.Body).Decode(nil)'), {}), ['information']);
      assert.deepEqual(await severityOf(server, module), ['information']);
    });

    it('is a hint where the server listens for its own machine alone', async () => {
      assert.deepEqual(await severityOf(server.replace('":8080"', '"127.0.0.1:8080"'), module), ['hint']);
    });
  });

  it('knows the usual names in a pasted fragment', async () => {
    const analyzer = await analyzerFor(missingPayloadLimit);
    const countOf = async (text: string, language: Language) => (await analyzer.analyze({ file: 'untitled:1', text, language, fragment: true }))?.length;
    assert.equal(await countOf('const upload = multer({ storage: multer.memoryStorage() });\n', 'javascript'), 1);
    assert.equal(await countOf('package main\n\nfunc h(w http.ResponseWriter, r *http.Request) {\n\tio.ReadAll(r.Body)\n}\n', 'go'), 1);
  });
});
