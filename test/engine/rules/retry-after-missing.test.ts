import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { retryAfterMissing } from '../../../src/engine/rules/http/retry-after-missing';
import { analyzerFor, testRule, testSettings } from '../support/ruleTests';

testRule(retryAfterMissing, { hits: 14, misses: 17 });

const folder = path.join(process.cwd(), 'test/engine/rules/retry-after-missing/fixtures/hits');

async function fixesOf(fixture: string, timeoutMs = testSettings.timeoutMs) {
  const text = readFileSync(path.join(folder, fixture), 'utf8').replace(/[«»]/g, '');
  const analyzer = await analyzerFor(retryAfterMissing, new Map([['package.json', JSON.stringify({ dependencies: { express: '^5.1.0' } })]]), { ...testSettings, timeoutMs });
  const findings = await analyzer.analyze({ file: `/project/${fixture}`, text, language: fixture.endsWith('.ts') ? 'typescript' : 'javascript' });
  return (findings ?? []).flatMap(({ fixes }) => fixes.map(({ title, safety, edits }) => ({ title, safety, newText: edits[0]?.newText })));
}

describe('retry-after-missing', () => {
  it("takes the seconds from the limit's own window", async () => {
    assert.deepEqual(await fixesOf('window.ts'), [{ title: 'Ask the client to come back after the window, 60 s', safety: 'review', newText: ".set('Retry-After', String(Math.ceil(WINDOW_MS / 1000)))" }]);
  });

  it('is more than a hint outside a middleware where a file that is all there is answers programs', async () => {
    const text = "import express from 'express';\nconst app = express();\nconst jobs = [];\napp.post('/jobs', (req, res) => {\n  if (jobs.length > 1000) return res.status(503).json({ error: 'the queue is full' });\n  jobs.push(req.body);\n  res.sendStatus(202);\n});\n";
    const severityOf = async (source: string, files: ReadonlyMap<string, string> = new Map()) =>
      (await (await analyzerFor(retryAfterMissing, files)).analyze({ file: '/project/server.js', text: source, language: 'javascript' }))?.map(({ severity }) => severity);
    assert.deepEqual(await severityOf(text), ['information']);
    assert.deepEqual(await severityOf(text.replace('json({ error: ', 'send(').replace("full' }", "full'")), ['hint']);
    assert.deepEqual(await severityOf(text, new Map([['package.json', '{ "dependencies": { "express": "^5.0.0" } }']])), ['hint']);
  });

  it('takes them from the settings where the file names no window, a second at least', async () => {
    assert.deepEqual(await fixesOf('express.js', 12_500), [{ title: 'Ask the client to come back after 13 s (choose the figure: the window is not known here)', safety: 'review', newText: ".set('Retry-After', '13')" }]);
    assert.deepEqual((await fixesOf('express.js', 10)).map(({ newText }) => newText), [".set('Retry-After', '1')"]);
  });

  it('takes the window that the handler works with, and names it', async () => {
    const titleOf = async (fixture: string) => (await fixesOf(fixture)).map(({ title }) => title.replace('Ask the client to come back after ', ''));
    assert.deepEqual(await titleOf('expiry-of-settings.js'), ['the window, expireSeconds']);
    assert.deepEqual(await titleOf('window-in-call.js'), ['the window, 45 s']);
    assert.deepEqual(await titleOf('two-windows.js'), ['5 s (choose the figure: the window is not known here)']);
  });

  it('is a hint outside a middleware that lets requests through', async () => {
    const severityOf = async (handler: string) => {
      const analyzer = await analyzerFor(retryAfterMissing, new Map([['package.json', JSON.stringify({ dependencies: { express: '^5.1.0' } })]]));
      const text = `import express from 'express';\nimport { busy, used } from './used.js';\nconst app = express();\n${handler}\n`;
      return (await analyzer.analyze({ file: '/project/main.js', text, language: 'javascript' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual(await severityOf('app.use((req, res, next) => {\n  if (used(req)) return res.sendStatus(429);\n  next();\n});'), ['information']);
    assert.deepEqual(await severityOf("app.use((req, res, next) => {\n  if (used(req)) return res.status(429).json({ text: req.i18n.translate('too_many_logins') });\n  next();\n});"), ['hint']);
    assert.deepEqual(await severityOf("app.post('/invites', (req, res, next) => {\n  if (used(req)) return res.sendStatus(429);\n  busy(req).catch((error) => next(error));\n});"), ['hint']);
  });

  it('is a hint before the paths of administrators, and tells the window as it is spelt', async () => {
    const findingsOf = async (first: string) => {
      const analyzer = await analyzerFor(retryAfterMissing, new Map([['package.json', JSON.stringify({ dependencies: { express: '^5.1.0' } })]]));
      const text = `import express from 'express';\nimport { used } from './used.js';\nconst WINDOW = '2 m';\nexpress().use((req, res, next) => {\n  ${first}\n  if (used(req, WINDOW)) return res.sendStatus(429);\n  next();\n});\n`;
      return (await analyzer.analyze({ file: '/project/main.js', text, language: 'javascript' })) ?? [];
    };
    assert.deepEqual((await findingsOf(`if (!req.path.startsWith('/api/admin')) return next();`)).map(({ severity }) => severity), ['hint']);
    const [shown] = await findingsOf(`if (!req.path.startsWith('/api')) return next();`);
    assert.equal(shown?.severity, 'information');
    assert.deepEqual(shown.fixes.map(({ title }) => title), ['Ask the client to come back after the window, 120 s']);
  });

  it('is a hint for a 503 of a server that is taken down', async () => {
    const severityOf = async (condition: string, told: string) => {
      const analyzer = await analyzerFor(retryAfterMissing, new Map([['package.json', JSON.stringify({ dependencies: { express: '^5.1.0' } })]]));
      const text = `import express from 'express';\nimport { state } from './state.js';\nexpress().use((req, res, next) => {\n  if (${condition}) return res.status(503).send('${told}');\n  next();\n});\n`;
      return (await analyzer.analyze({ file: '/project/main.js', text, language: 'javascript' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual(await severityOf('state.isShuttingDown', 'restarting'), ['hint']);
    assert.deepEqual(await severityOf('state.maintenance', 'down for maintenance'), ['hint']);
    assert.deepEqual(await severityOf('state.queue.length > 100', 'busy'), ['information']);
  });

  it('is a hint where nothing calls the function that makes the handler', async () => {
    const limiter = `import { used } from './used.js';\n\nexport const perUser = (limit) => (req, res, next) => {\n  if (used(req) > limit) return res.status(429).send('too many requests');\n  return next();\n};\n`;
    const severityWith = async (app: string) => {
      const files = new Map([['package.json', JSON.stringify({ dependencies: { express: '^5.1.0' } })], ['limiter.js', limiter], ['main.js', app]]);
      return (await (await analyzerFor(retryAfterMissing, files)).analyze({ file: '/project/limiter.js', text: limiter, language: 'javascript' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual(await severityWith("import express from 'express';\nexpress().listen(80);\n"), ['hint']);
    assert.deepEqual(await severityWith("import express from 'express';\nimport { perUser } from './limiter.js';\nexpress().use(perUser(10)).listen(80);\n"), ['information']);
  });

  it('is a hint for work in progress, and for a refusal that says something else', async () => {
    const severityOf = async (condition: string, answer: string) => {
      const analyzer = await analyzerFor(retryAfterMissing, new Map([['package.json', JSON.stringify({ dependencies: { express: '^5.1.0' } })]]));
      const text = `import express from 'express';\nimport { state } from './state.js';\nexpress().use((req, res, next) => {\n  if (${condition}) {\n    ${answer}\n    return;\n  }\n  next();\n});\n`;
      return (await analyzer.analyze({ file: '/project/main.js', text, language: 'javascript' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual(await severityOf('state.deploying(req.user)', "res.status(429);\n    res.send('A deployment of yours is still in progress');"), ['hint']);
    assert.deepEqual(await severityOf('state.refuses(req.user)', "res.status(429).json({ error: 'unknown_licence' });"), ['hint']);
    assert.deepEqual(await severityOf('state.refuses(req.user)', "res.status(429).json({ error: 'too_many_requests' });"), ['information']);
    assert.deepEqual(await severityOf('state.refuses(req.user)', 'res.sendStatus(429);'), ['information']);
    assert.deepEqual(await severityOf('state.used(req.user) > state.limit', "res.status(429).send({ code: 'E1170' });"), ['information']);
    assert.deepEqual(await severityOf('!account.plan_valid', "res.status(429).send({ code: 'E1170' });"), []);
  });

  it('is a hint where somebody is shown the answer', async () => {
    const severityOf = async (answer: string, before = '', after = '') => {
      const analyzer = await analyzerFor(retryAfterMissing, new Map([['package.json', JSON.stringify({ dependencies: { express: '^5.1.0' } })]]));
      const text = `import express from 'express';\nimport { used, tell } from './used.js';\nexpress().use((req, res, next) => {\n  ${before}\n  if (used(req)) {\n    ${answer}\n  }\n  next();\n});\n${after}\n`;
      return (await analyzer.analyze({ file: '/project/main.js', text, language: 'javascript' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual(await severityOf("return res.status(429).render('wait');"), ['hint']);
    assert.deepEqual(await severityOf("res.status(429);\n    return res.redirect('/wait');"), ['hint']);
    assert.deepEqual(await severityOf("return res.status(429).send('<h1>Too many seats</h1>');"), ['hint']);
    assert.deepEqual(await severityOf('return res.status(429).send(tell.TOO_MANY);', 'const who = req.signedCookies.seat;'), ['hint']);
    assert.deepEqual(await severityOf('return res.status(429).json(tell.TOO_MANY);', 'const who = req.signedCookies.seat;'), ['information']);
    assert.deepEqual(await severityOf('return res.status(429).send(tell.TOO_MANY);'), ['information']);
    const home = "express().get('/', (req, res) => res.render('home'));";
    assert.deepEqual(await severityOf('return res.status(429).send(tell.TOO_MANY);', '', home), ['hint']);
    assert.deepEqual(await severityOf('return res.status(429).send({ code: 7 });', '', home), ['information']);
    assert.deepEqual(await severityOf("res.status(429).json({ code: 7 });\n    return;", '', home), ['information']);
  });

  it('keeps line ends and tabs', async () => {
    const text = "const http = require('http');\r\nhttp.createServer((req, res) => {\r\n\tres.statusCode = 429;\r\n\tres.end();\r\n});\r\n";
    const analyzer = await analyzerFor(retryAfterMissing);
    const [finding] = (await analyzer.analyze({ file: '/project/main.js', text, language: 'javascript' })) ?? [];
    assert.equal(finding?.fixes[0]?.edits[0]?.newText, "\r\n\tres.setHeader('Retry-After', '5');");
  });
});
