import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { SourceText } from '../../../src/engine/engine';
import type { Finding } from '../../../src/engine/finding';
import { fixText } from '../../../src/engine/fix/fixText';
import { callWithoutDeadline } from '../../../src/engine/rules/pools/call-without-deadline';
import { languageOf } from '../../../src/engine/syntax/languages';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(callWithoutDeadline, { hits: 63, misses: 68 });

const folder = path.join(process.cwd(), 'test/engine/rules/call-without-deadline/fixtures/hits');
const files = new Map([['package.json', readFileSync(path.join(folder, '../package.json'), 'utf8')]]);

function sourceOf(name: string): SourceText {
  const language = languageOf(name);
  assert.ok(language !== undefined);
  return { file: `/project/main${path.extname(name)}`, text: readFileSync(path.join(folder, name), 'utf8').replace(/[«»]/g, ''), language };
}

async function only(name: string): Promise<Finding> {
  const [finding, ...more] = (await (await analyzerFor(callWithoutDeadline, files)).analyze(sourceOf(name))) ?? [];
  assert.ok(finding !== undefined && more.length === 0, name);
  return finding;
}

describe('call-without-deadline', () => {
  const titles: readonly [fixture: string, title: string][] = [
    ['express-handler.ts', 'Give up the call after 5 s'],
    ['fetch-client-signal.ts', 'Give up the call after 5 s, whatever else ends it'],
    ['fetch-ignored-timeout.ts', 'Make the timeout of 2 s end the call'],
    ['axios-instance.ts', 'Give the instance a timeout of 5 s, a figure to choose: its longest call decides'],
    ['report-by-name.ts', 'Give up the call after 60 s, a figure to choose: it may rightly take long'],
    ['publish-by-name.ts', 'Give up the call after 60 s, a figure to choose: it may rightly take long'],
    ['map-of-others.ts', 'Give up the call after 60 s, a figure to choose: it may rightly take long'],
    ['long-by-comment.ts', 'Give up the call after 60 s, a figure to choose: it may rightly take long'],
    ['go-query-by-name.go', 'Give the client a timeout of 60 s, a figure to choose: it may rightly take long'],
    ['go-client-aligned.go', 'Give the client a timeout of 5 s'],
    ['go-post-form.go', 'Use a client that gives up after 5 s'],
    ['go-exec-output.go', 'Pass ctx, so that the process ends with its caller'],
  ];
  for (const [fixture, title] of titles) {
    it(`offers "${title}" for review in ${fixture}`, async () => {
      assert.deepEqual(
        (await only(fixture)).fixes.map((fix) => [fix.title, fix.safety]),
        [[title, 'review']],
      );
    });
  }

  const http = 'import "net/http"\n';
  const callers: readonly [who: string, severity: string, says: string, text: string][] = [
    ['a handler', 'information', 'every request', `package api\nimport "example.com/shop/prices"\n${http}func show(w http.ResponseWriter, r *http.Request) { prices.Load() }\n`],
    ['a goroutine', 'information', 'every goroutine', 'package api\nimport "example.com/shop/prices"\nfunc Watch() { go prices.Load() }\n'],
    ['a start', 'hint', 'whoever calls it', 'package main\nimport "example.com/shop/prices"\nfunc main() { prices.Load() }\n'],
    ['a command line', 'hint', 'whoever calls it', 'package cli\nimport (\n\t"example.com/shop/prices"\n\t"github.com/spf13/cobra"\n)\nfunc run(c *cobra.Command, args []string) { prices.Load() }\n'],
    ['nobody', 'hint', 'whoever calls it', 'package main\nfunc main() {}\n'],
  ];
  for (const [who, severity, says, caller] of callers) {
    it(`reports a call that ${who} comes to as ${severity}`, async () => {
      const text = `package prices\n${http}func Load() {\n\tres, err := http.Get("https://prices.example.com/today")\n\tread(res, err)\n}\n`;
      const project = new Map([['go.mod', 'module example.com/shop\n'], ['prices/prices.go', text], ['caller.go', caller]]);
      const [finding] = (await (await analyzerFor(callWithoutDeadline, project)).analyze({ file: '/project/prices/prices.go', text, language: 'go' })) ?? [];
      assert.equal(finding?.severity, severity);
      assert.ok(finding.message.includes(says), finding.message);
    });
  }

  const mains: readonly [what: string, start: string, severities: readonly Finding['severity'][]][] = [
    ['a handler of the same main package', 'func show(w http.ResponseWriter, r *http.Request) { load() }\nfunc main() {\n\thttp.HandleFunc("/", show)\n\tstop(http.ListenAndServe(":8080", nil))\n}\n', ['information']],
    ['the start of a main package that serves', 'func main() {\n\tload()\n\tstop(http.ListenAndServe(":8080", nil))\n}\n', []],
    ['a program', 'func main() { load() }\n', []],
  ];
  for (const [what, start, severities] of mains) {
    it(`reports what ${what} comes to as ${severities.join() || 'nothing'}`, async () => {
      const text = `package main\n${http}func load() {\n\tres, err := http.Get("https://prices.example.com/today")\n\tread(res, err)\n}\n${start}`;
      const project = new Map([['go.mod', 'module example.com/shop\n'], ['main.go', text], ['store/store.go', 'package store\n']]);
      const findings = (await (await analyzerFor(callWithoutDeadline, project)).analyze({ file: '/project/main.go', text, language: 'go' })) ?? [];
      assert.deepEqual(findings.map(({ severity }) => severity), severities);
    });
  }

  const beside: readonly [what: string, text: string, severity: Finding['severity']][] = [
    ['telemetry that somebody chose', 'func Start(cfg Config) {\n\tif cfg.TelemetryOptIn {\n\t\tgo func() { read(http.Get("https://usage.example.com/start")) }()\n\t}\n}\n', 'hint'],
    ['another choice', 'func Start(cfg Config) {\n\tif cfg.Prices {\n\t\tgo func() { read(http.Get("https://usage.example.com/start")) }()\n\t}\n}\n', 'information'],
    ['a command of go-flags', 'func (cmd *Logout) Execute(args []string) error {\n\treturn cmd.end()\n}\n\nfunc (cmd *Logout) end() error {\n\tres, err := http.Get("https://prices.example.com/end")\n\treturn read(res, err)\n}\n', 'hint'],
  ];
  for (const [what, body, severity] of beside) {
    it(`reports a call of ${what} as ${severity}`, async () => {
      const findings = await (await analyzerFor(callWithoutDeadline, files)).analyze({ file: '/project/prices/prices.go', text: `package prices\n\n${http}\n${body}`, language: 'go' });
      assert.deepEqual(findings?.map((finding) => finding.severity), [severity]);
    });
  }

  const places: readonly [file: string, severities: readonly string[]][] = [
    ['pkg/orders/client.go', ['information']],
    ['pkg/sdk/client.go', ['hint']],
    ['internal/version/client.go', ['hint']],
    ['pkg/diagnostics/client.go', ['hint']],
    ['pkg/ordertest/client.go', []],
    ['pkg/latest/client.go', ['information']],
    ['quickstart/client.go', []],
    ['queues/migrate.go', []],
    ['integrations/prices/client.go', ['information']],
  ];
  for (const [file, expected] of places) {
    it(`reports a call of ${file} as ${expected.join() || 'nothing'}`, async () => {
      const text = readFileSync(path.join(folder, 'go-get-service.go'), 'utf8').replace(/[«»]/g, '');
      const findings = await (await analyzerFor(callWithoutDeadline, files)).analyze({ file: `/project/${file}`, text, language: 'go' });
      assert.deepEqual(findings?.map(({ severity }) => severity), expected);
    });
  }

  const severities: readonly [fixture: string, severity: Finding['severity']][] = [
    ['express-handler.ts', 'warning'],
    ['nest-service.ts', 'information'],
    ['axios-instance.ts', 'information'],
    ['dropped-uncaught.js', 'hint'],
    ['dropped-then.js', 'hint'],
    ['dropped-then-of-a-request.ts', 'hint'],
    ['own-machine.ts', 'hint'],
    ['fetch-then.js', 'information'],
    ['go-get-handler.go', 'warning'],
    ['go-get-service.go', 'information'],
    ['telemetry.ts', 'hint'],
    ['go-health-check.go', 'hint'],
  ];
  for (const [fixture, severity] of severities) {
    it(`reports ${fixture} as ${severity}`, async () => {
      assert.equal((await only(fixture)).severity, severity);
    });
  }

  const service = `import axios from 'axios';\nexport class RatesService {\n  async find(currency: string) {\n    const { data } = await axios.get('https://rates.example/' + currency);\n    return data;\n  }\n}\n`;
  const controller = (use: string, decorator = "Get('rates')") =>
    `import { Controller, Get } from '@nestjs/common';\nimport { Cron } from '@nestjs/schedule';\nimport { RatesService } from './rates';\n@Controller()\nexport class Rates {\n  constructor(private readonly rates: RatesService) {}\n  @${decorator}\n  async show() {\n    ${use}\n  }\n}\n`;
  const ofProject: readonly [what: string, text: string, severity: Finding['severity'], message: RegExp][] = [
    ['a controller waits', controller(`return this.rates.find('EUR');`), 'information', /every request or message whose handling comes here waits with it/],
    ['a controller drops', controller(`void this.rates.find('EUR');`), 'hint', /nobody waits for this one/],
    ['a clock calls', controller(`await this.rates.find('EUR');`, `Cron('* * * * *')`), 'hint', /nobody waits for this one/],
    ['a race bounds', controller(`return Promise.race([this.rates.find('EUR'), late()]);`), 'hint', /its callers end their wait themselves/],
    ['a table of names may stand for', `export const table = { 'GET /rates': 'rates.find' };\n`, 'hint', /the project's own calls do not show that a request does/],
    ['another class by the same name of its method is meant', `import { Tables } from './tables';\nimport { router } from './router';\nexport * from './rates';\nconst rates = new Tables();\nrouter.get('/rates', async (req, res) => res.json(await rates.find('EUR')));\n`, 'hint', /nothing in the project does yet/],
    ['a host of code tells of a push', `import { router } from './router';\nimport { RatesService } from './rates';\nconst rates = new RatesService();\nrouter.post('/pushes', async (req, res) => {\n  if (req.headers['x-github-event'] === 'push') await rates.find('EUR');\n  res.sendStatus(204);\n});\n`, 'hint', /its callers end their wait themselves/],
    ['another sender waits for', `import { router } from './router';\nimport { RatesService } from './rates';\nconst rates = new RatesService();\nrouter.post('/pushes', async (req, res) => {\n  if (req.headers['x-request-id'] !== undefined) await rates.find('EUR');\n  res.sendStatus(204);\n});\n`, 'information', /every request or message whose handling comes here/],
    ['a route hands to its router', `import { Router } from './router';\nimport { RatesService } from './rates';\nconst rates = new RatesService();\nRouter.get('/rates', checked, rates.find);\n`, 'information', /every request or message whose handling comes here/],
    ['a handler calls that has answered', `import express from 'express';\nimport { RatesService } from './rates';\nexpress().post('/rates', async (req, res) => {\n  res.sendStatus(202);\n  await new RatesService().find('EUR');\n});\n`, 'hint', /nobody waits for this one/],
    ['only a start calls', `import { RatesService } from './rates';\nawait new RatesService().find('EUR');\n`, 'hint', /what runs when the program starts waits with it/],
    ['nothing calls', `export const currency = 'EUR';\n`, 'hint', /nothing in the project does yet/],
  ];
  for (const [what, text, severity, message] of ofProject) {
    it(`reports a call in a function that ${what} as ${severity}`, async () => {
      const files = new Map([['package.json', '{"dependencies": {"@nestjs/core": "^10.0.0", "axios": "^1.7.0"}}'], ['src/rates.ts', service], ['src/controller.ts', text]]);
      const findings = await (await analyzerFor(callWithoutDeadline, files)).analyze({ file: '/project/src/rates.ts', text: service, language: 'typescript' });
      assert.ok(findings !== undefined);
      assert.deepEqual(findings.map((finding) => finding.severity), [severity]);
      assert.match(findings[0]?.message ?? '', message);
    });
  }

  for (const [engines, fixes] of [['^10.15.3', 0], ['12.x || 14.x', 0], ['>=10', 1], ['16.14', 1], ['*', 1]] as const) {
    it(`offers ${fixes === 0 ? 'no edit' : 'an edit'} for a fetch on Node ${engines}`, async () => {
      const text = `import express from 'express';\nexpress().get('/rates', async (req, res) => {\n  const answer = await fetch('https://rates.example/today');\n  res.json(await answer.json());\n});\n`;
      const files = new Map([['package.json', JSON.stringify({ engines: { node: engines }, dependencies: { express: '^5.0.0' } })]]);
      const findings = await (await analyzerFor(callWithoutDeadline, files)).analyze({ file: '/project/rates.js', text, language: 'javascript' });
      assert.ok(findings);
      assert.deepEqual(findings.map((finding) => finding.fixes.length), [fixes]);
      if (fixes === 0) assert.match(findings[0]?.message ?? '', /names a Node that has no AbortSignal\.timeout/);
    });
  }

  const nest = '{"scripts": {"start": "node main.js", "login-stub": "node login-stub.ts"}, "dependencies": {"@nestjs/core": "^10.0.0", "axios": "^1.7.0"}}';
  const fetching = `const answer = await fetch('https://rates.example/today');\n    return answer.json();`;
  const inClass = (members: string) => `export class Rates {\n  ${members}\n}\n`;
  const single: readonly [what: string, file: string, config: string, text: string, severity: Finding['severity'] | undefined, message: RegExp][] = [
    ['a function in Deno', 'api/rates.ts', 'deno.json', `export async function rates() {\n    ${fetching}\n}\n`, 'hint', /Deno sets it no timeout/],
    ["a function of Supabase's", 'supabase/functions/rates/index.ts', 'package.json', `export async function rates() {\n    ${fetching}\n}\n`, undefined, /^$/],
    ['a get whose answer nobody hears', 'ping.ts', 'package.json', `import http from 'node:http';\nexport async function ping(url: URL) {\n  await http.get(url);\n}\n`, 'hint', /nobody waits for this one/],
    ['a get with a callback', 'ping.ts', 'package.json', `import http from 'node:http';\nexport async function ping(url: URL) {\n  http.get(url, (answer) => console.log(answer.statusCode));\n}\n`, 'information', /everyone who waits/],
    ['a script that a service holds', 'script-runner.service.ts', 'package.json', inClass(`async move() {\n    ${fetching}\n  }`), 'hint', /everyone who waits/],
    ['a method that only connect calls', 'rates.ts', 'package.json', inClass(`async connect() {\n    await this.greet();\n  }\n  private async greet() {\n    ${fetching}\n  }`), 'hint', /everyone who waits/],
    ['a method that more than connect calls', 'rates.ts', 'package.json', inClass(`async connect() {\n    await this.greet();\n  }\n  async find() {\n    await this.greet();\n  }\n  private async greet() {\n    ${fetching}\n  }`), 'information', /everyone who waits/],
    ['a route for debugging', 'routes/debug-errors.ts', 'package.json', `import express from 'express';\nexport const router = express.Router();\nrouter.get('/debug-errors', async (req, res) => {\n    ${fetching.replace('return answer.json()', 'res.json(await answer.json())')}\n});\n`, 'hint', /waits with it/],
    ['another route', 'routes/errors.ts', 'package.json', `import express from 'express';\nexport const router = express.Router();\nrouter.get('/debug-errors', async (req, res) => {\n    ${fetching.replace('return answer.json()', 'res.json(await answer.json())')}\n});\n`, 'warning', /waits with it/],
    ['a program for development, as it says', 'login.ts', 'package.json', `// This is for dev testing only\nexport async function rates() {\n    ${fetching}\n}\n`, undefined, /^$/],
    ['a stand-in that only a script of its name starts', 'login-stub.ts', 'package.json', `export async function rates() {\n    ${fetching}\n}\n`, undefined, /^$/],
    ['a stand-in that nothing starts', 'rates-stub.ts', 'package.json', `export async function rates() {\n    ${fetching}\n}\n`, 'information', /waits with it/],
    ['a page for administrators', 'controllers/info.ts', 'package.json', `export const index = async (req) => {\n    await signedIn(req);\n    if (!req.user.isAdmin) throw new Error('403');\n    ${fetching}\n};\n`, 'hint', /waits with it/],
  ];
  for (const [what, file, config, text, severity, message] of single) {
    it(`reports a call in ${what} as ${severity ?? 'nothing'}`, async () => {
      const analyzer = await analyzerFor(callWithoutDeadline, new Map([[config, config === 'deno.json' ? '{}' : nest]]));
      const findings = await analyzer.analyze({ file: `/project/${file}`, text, language: 'typescript' });
      assert.deepEqual(findings?.map((finding) => finding.severity), severity === undefined ? [] : [severity]);
      assert.match(findings[0]?.message ?? '', message);
    });
  }

  const limits: readonly [what: string, use: string, severities: readonly Finding['severity'][]][] = [
    ['one request has none', `export const load = (path) => client.get(path).json();\n`, ['hint']],
    ['a request of a route has none', `import express from 'express';\nexpress().get('/rates', async (req, res) => {\n  res.json(await client.get('today').json());\n});\n`, ['information']],
    ['each request has its own', `export const load = (path) => client.get(path, { timeout: { request: 900 } }).json();\n`, []],
    ['the instance is handed on', `use(client);\nexport const load = (path) => client.get(path, { timeout: { request: 900 } }).json();\n`, ['hint']],
  ];
  for (const [what, use, severities] of limits) {
    it(`reports an instance of which ${what} as ${severities.join() || 'nothing'}`, async () => {
      const text = `import got from 'got';\nexport default got.extend({ prefixUrl: 'https://rates.example' });\n`;
      const project = new Map([['package.json', nest], ['src/client.ts', text], ['src/load.ts', `import client from './client';\n${use}`]]);
      const findings = await (await analyzerFor(callWithoutDeadline, project)).analyze({ file: '/project/src/client.ts', text, language: 'typescript' });
      assert.deepEqual(findings?.map(({ severity }) => severity), severities);
    });
  }

  const shared: readonly [what: string, files: Readonly<Record<string, string>>, found: number][] = [
    ['each request of another file has its own', { 'src/load.ts': `import { rates } from './rates';\nexport const load = (path) => rates.get(path, { timeout: 900 });\n` }, 0],
    ['one request of another file has none', { 'src/load.ts': `import { rates } from './rates';\nexport const load = (path) => rates.get(path, { timeout: 900 });\nexport const all = () => rates.get('/');\n` }, 1],
    ['one file has requests without', { 'src/load.ts': `import { rates } from './rates';\nexport const load = (path) => rates.get(path, { timeout: 900 });\n`, 'src/all.ts': `import { rates } from './rates';\nexport const all = () => rates.get('/');\n` }, 1],
    ['a barrel passes it on', { 'src/load.ts': `import { rates } from './rates';\nexport const load = (path) => rates.get(path, { timeout: 900 });\n`, 'src/index.ts': `export { rates } from './rates';\n` }, 1],
  ];
  for (const [what, others, found] of shared) {
    it(`reports an instance exported by name, of which ${what}, ${found === 0 ? 'not' : 'once'}`, async () => {
      const text = `import axios from 'axios';\nexport const rates = axios.create({ baseURL: 'https://rates.example' });\n`;
      const project = new Map([['package.json', nest], ['src/rates.ts', text], ...Object.entries(others)]);
      const findings = await (await analyzerFor(callWithoutDeadline, project)).analyze({ file: '/project/src/rates.ts', text, language: 'typescript' });
      assert.equal(findings?.length, found);
    });
  }

  const importing: readonly [who: string, text: string, severity: Finding['severity']][] = [
    ['a route of another file', `import express from 'express';\nimport { rates } from './rates';\nexpress().get('/rates', async (req, res) => {\n  res.json((await rates.get('/today')).data);\n});\n`, 'information'],
    ['a clock of another file', `import { rates } from './rates';\nsetInterval(async () => { keep((await rates.get('/today')).data); }, 60_000);\n`, 'hint'],
    ['a job that a loader may find', `import { rates } from './rates';\nexport default { run: async () => rates.get('/today') };\n`, 'hint'],
  ];
  for (const [who, use, severity] of importing) {
    it(`reports an exported instance that ${who} uses as ${severity}`, async () => {
      const text = `import axios from 'axios';\nexport const rates = axios.create({ baseURL: 'https://rates.example' });\n`;
      const project = new Map([['package.json', nest], ['src/rates.ts', text], ['src/use.ts', use]]);
      const findings = await (await analyzerFor(callWithoutDeadline, project)).analyze({ file: '/project/src/rates.ts', text, language: 'typescript' });
      assert.deepEqual(findings?.map((finding) => finding.severity), [severity]);
    });
  }

  const asking: readonly [who: string, text: string, severity: Finding['severity']][] = [
    ['a clock', `export const jobs = [{ cronTime: '0 10 * * *', onTick: find }];`, 'hint'],
    ['a start', `await find();`, 'hint'],
    ['a controller', `import { Controller, Get } from '@nestjs/common';\n@Controller()\nexport class Rates {\n  @Get('rates')\n  show() {\n    return find();\n  }\n}`, 'information'],
  ];
  for (const [who, use, severity] of asking) {
    it(`reports an instance by which only ${who} asks as ${severity}`, async () => {
      const text = `import axios from 'axios';\nconst client = axios.create({ baseURL: 'https://rates.example' });\nexport const find = async () => (await client.get('/today')).data;\n`;
      const project = new Map([['package.json', nest], ['src/rates.ts', text], ['src/use.ts', `import { find } from './rates';\n${use}\n`]]);
      const findings = await (await analyzerFor(callWithoutDeadline, project)).analyze({ file: '/project/src/rates.ts', text, language: 'typescript' });
      assert.deepEqual(findings?.map((finding) => finding.severity), [severity]);
    });
  }

  const goClient = (rest: string) => `package rates\n\nimport (\n\t"io"\n\t"net/http"\n)\n\nfunc (c *Client) Find(w http.ResponseWriter, url string) ([]byte, error) {\n\tres, err := http.Get(url)\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\tdefer res.Body.Close()\n${rest}\n}\n`;
  const reads = goClient('\treturn io.ReadAll(res.Body)');
  const caller = (block: string) => `package jobs\n\nfunc (s *Sync) Run() error {\n\tfound, err := s.rates.Find(s.w, "/today")\n\tif err != nil {\n\t\t${block}\n\t}\n\treturn s.removeAllBut(found.Names())\n}\n`;
  const harms: readonly [what: string, text: string, use: string, refused: RegExp | undefined][] = [
    ['an edit where the body is read here', reads, '', undefined],
    ['no edit where the body is stored as a reader', goClient('\tbody := res.Body\n\treturn nil, c.cache.Put(url, res.ContentLength, body)'), '', /which `c\.cache\.Put` gets as a reader.*ResponseHeaderTimeout of a Transport\.$/],
    ['no edit where a caller goes on after the error', reads, caller('s.log.Error(err)'), /a caller only logs the error and goes on with the empty value/],
    ['no edit where the body is closed before the error is looked at', reads.replace(/\tif err != nil \{[^}]*\}\n(.*)\n/, '$1\n\tif err != nil {\n\t\treturn nil, err\n\t}\n'), '', /the response is used before the error is looked at/],
    ['no edit where the error is thrown away', reads.replace('res, err', 'res, _').replace(/\tif err != nil \{[^}]*\}\n/, ''), '', /the response is used before the error is looked at/],
    ['an edit where the caller returns the error', reads, caller('return err'), undefined],
  ];
  for (const [what, text, use, refused] of harms) {
    it(`offers in Go ${what}`, async () => {
      const project = new Map([['go.mod', 'module example.com/shop\n'], ['rates/rates.go', text], ['jobs/sync.go', use]]);
      const [finding, ...others] = (await (await analyzerFor(callWithoutDeadline, project)).analyze({ file: '/project/rates/rates.go', text, language: 'go' })) ?? [];
      assert.deepEqual([others.length, finding?.fixes.length], [0, refused === undefined ? 1 : 0]);
      if (refused !== undefined) assert.match(finding?.message ?? '', refused);
    });
  }

  const messages: readonly [fixture: string, message: RegExp][] = [
    ['dropped-uncaught.js', /nobody waits for this one, .* No edit is offered: nothing catches its rejection, which would end the process\.$/],
    ['express-handler.ts', /gives up after 300 s without headers.*every request that comes here waits with it/],
    ['got-json.mjs', /`got` waits for ever/],
    ['fetch-abort-error.ts', /is a TimeoutError, which the test for AbortError here does not match/],
    ['fetch-client-signal.ts', /Only the client of this request going away ends `fetch` early/],
    ['fetch-ignored-timeout.ts', /fetch ignores `timeout: 2000`/],
    ['https-timeout-unheard.js', /`timeout: 3000` only emits an event/],
    ['go-background.go', /http\.DefaultClient has no Timeout, and the request no context with a deadline/],
  ];
  for (const [fixture, message] of messages) {
    it(`says what happens in ${fixture}`, async () => {
      assert.match((await only(fixture)).message, message);
    });
  }

  const refusals: readonly [fixture: string, reason: RegExp][] = [
    ['fetch-returned.ts', /the response goes on to other code/],
    ['http-no-error-listener.js', /nothing listens to the request's error event/],
    ['shared-options.ts', /options of this call are made elsewhere/],
    ['catch-throws-again.ts', /its catch throws again, to nobody: the rejection would end the process/],
    ['tool-calls.ts', /calls of tools too, which may rightly take longer/],
    ['http-response-piped-elsewhere.mjs', /the response goes on to other code/],
    ['http-response-handed-on.ts', /the response goes on to other code/],
    ['language-model.ts', /a model's answer takes longer than the 5 s/],
  ];
  for (const [fixture, reason] of refusals) {
    it(`says why ${fixture} gets no fix`, async () => {
      const { fixes, message } = await only(fixture);
      assert.deepEqual(fixes, []);
      assert.match(message, reason);
    });
  }

  it('takes the number from the settings', async () => {
    const settings = { timeoutMs: 1500, queueLimit: 1, concurrency: 1, attempts: 1, cacheSeconds: 1, cacheEntries: 1, bodyLimitBytes: 1 };
    const analyzer = await analyzerFor(callWithoutDeadline, files, settings);
    assert.match((await fixText(analyzer, sourceOf('got-json.mjs'), { safety: 'review' })).text, /timeout: \{ request: 1500 \}/);
    assert.match((await fixText(analyzer, sourceOf('go-client-local.go'), { safety: 'review' })).text, /Timeout: 1500 \* time\.Millisecond/);
  });

  const rejected: readonly [what: string, load: string, use: string, refused: boolean][] = [
    ['a caller that drops its chain', 'const load = (id) => fetch(`https://stock.example/${id}`).then((res) => res.json());', 'load(req.params.id).then((stock) => res.json(stock));', true],
    ['a caller whose catch rejects to nobody', 'const load = (id) => fetch(`https://stock.example/${id}`).then((res) => res.json());', 'return load(req.params.id).then((stock) => res.json(stock)).catch((error) => {\n    Promise.reject(error);\n  });', true],
    ['a caller that catches', 'const load = (id) => fetch(`https://stock.example/${id}`).then((res) => res.json());', 'load(req.params.id).then((stock) => res.json(stock)).catch(next);', false],
    ['a caller that awaits', 'const load = (id) => fetch(`https://stock.example/${id}`).then((res) => res.json());', 'res.json(await load(req.params.id));', false],
    ['a function that catches itself', 'const load = (id) => fetch(`https://stock.example/${id}`).then((res) => res.json()).catch(() => []);', 'load(req.params.id).then((stock) => res.json(stock));', false],
    ['a caller of a caller', 'const askFor = (id) => fetch(`https://stock.example/${id}`).then((res) => res.json());\nexport async function load(id) {\n  return (await askFor(id)).items;\n}', 'load(req.params.id).then((stock) => res.json(stock));', true],
  ];
  for (const [what, load, use, refused] of rejected) {
    it(`${refused ? 'offers no edit' : 'offers one'} for the sake of ${what}`, async () => {
      const text = load.startsWith('const load') ? `export ${load}\n` : `${load}\n`;
      const route = `import express from 'express';\nimport { load } from './stock.js';\nexport const app = express();\napp.get('/stock/:id', async (req, res, next) => {\n  ${use}\n});\n`;
      const project = new Map([...files, ['stock.js', text], ['routes.js', route]]);
      const [finding] = (await (await analyzerFor(callWithoutDeadline, project)).analyze({ file: '/project/stock.js', text, language: 'javascript' })) ?? [];
      assert.equal(finding?.fixes.length, refused ? 0 : 1);
      assert.equal(/a caller of `\w+` does not catch its rejection, which would end the process/.test(finding.message), refused);
    });
  }

  const direct = `res.json(await (await fetch('https://stock.example/1')).json());`;
  const unheard: readonly [what: string, version: string, use: string, isSaid: boolean, more?: Readonly<Record<string, string>>][] = [
    ['an async handler of Express 4', '^4.18.0', direct, true],
    ['one that catches', '^4.18.0', `try { ${direct} } catch (error) { next(error); }`, false],
    ['one of Express 5', '^5.0.0', direct, false],
    ['one that awaits a function that gives its promise on', '^4.18.0', 'res.json(await load(req.params.id));', true],
    ['one that catches what such a function rejects with', '^4.18.0', 'try { res.json(await load(req.params.id)); } catch (error) { next(error); }', false],
    ['a program that listens for what nobody handles', '^4.18.0', direct, false, { 'main.js': "import './stock.js';\nprocess.on('unhandledRejection', report);" }],
  ];
  for (const [what, version, use, isSaid, more] of unheard) {
    it(`${isSaid ? 'says' : 'does not say'} that nobody hears of the deadline in ${what}`, async () => {
      const load = use.includes('load(') ? 'async function load(id) {\n  return (await fetch(`https://stock.example/${id}`)).json();\n}\n' : '';
      const text = `import express from 'express';\n${load}export const app = express();\napp.get('/stock/:id', async (req, res, next) => {\n  ${use}\n});\n`;
      const project = new Map([['package.json', JSON.stringify({ dependencies: { express: version } })], ['stock.js', text], ['prices.js', 'export const price = 1;'], ...Object.entries(more ?? {})]);
      const all = (await (await analyzerFor(callWithoutDeadline, project)).analyze({ file: '/project/stock.js', text, language: 'javascript' })) ?? [];
      const shown = all.filter(({ severity }) => severity !== 'hint');
      assert.equal(shown.length, 1);
      assert.equal(/Express 4 does not see what an async handler rejects with: catch the deadline's error before, or Node ends the process\.$/.test(shown[0]?.message ?? ''), isSaid, shown[0]?.message);
    });
  }

  it('takes a handler that keeps its answer in a file of a fixed name for an experiment', async () => {
    const severity = async (target: string) => {
      const text = `import express from 'express';\nimport fs from 'node:fs/promises';\nexpress().get('/weights', async (req, res) => {\n  const weights = await (await fetch('https://weights.example')).json();\n  await fs.writeFile(${target}, JSON.stringify(weights));\n  res.json(weights);\n});\n`;
      return (await (await analyzerFor(callWithoutDeadline, files)).analyze({ file: '/project/weights.js', text, language: 'javascript' }))?.[0]?.severity;
    };
    assert.deepEqual([await severity("'weights.json'"), await severity('config.weightsFile'), await severity("'/var/lib/shop/weights.json'")], ['hint', 'warning', 'warning']);
  });

  it('takes what its only caller keeps under one key in Go for asked once', async () => {
    const severity = async (key: string, kept: string) => {
      const text = `package zone\n${http}const zoneKey = "zone"\n\nfunc Of(host string) (string, error) {\n\tif zone, ok := zones.Get(${key}); ok {\n\t\treturn zone, nil\n\t}\n\tzone, err := askZone(host)\n\tif err != nil {\n\t\treturn "", err\n\t}\n\t${kept}\n\treturn zone, nil\n}\n\nfunc askZone(host string) (string, error) {\n\tres, err := http.Get("https://zones.example.com")\n\treturn read(res, err)\n}\n`;
      const caller = 'package api\nimport "example.com/shop/zone"\n' + http + 'func show(w http.ResponseWriter, r *http.Request) { zone.Of(r.Host) }\n';
      const project = new Map([['go.mod', 'module example.com/shop\n'], ['zone/zone.go', text], ['api/api.go', caller]]);
      return (await (await analyzerFor(callWithoutDeadline, project)).analyze({ file: '/project/zone/zone.go', text, language: 'go' }))?.map((finding) => finding.severity);
    };
    assert.deepEqual(await severity('zoneKey', 'zones.Add(zoneKey, zone)'), ['hint']);
    assert.deepEqual(await severity('host', 'zones.Add(host, zone)'), ['information']);
    assert.deepEqual(await severity('zoneKey', 'log.Print(zone)'), ['information']);
  });

  it('knows a model by its address, and a chat program by its own', async () => {
    const analyzer = await analyzerFor(callWithoutDeadline, new Map([['package.json', '{ "dependencies": { "express": "^5.1.0", "axios": "^1.12.0" } }']]));
    const refused = async (url: string) => {
      const text = `import axios from 'axios';\nexport const ask = async (body) => (await axios.post(${url}, body)).data;\n`;
      return (await analyzer.analyze({ file: '/project/lib/ask.js', text, language: 'javascript' }))?.map(({ fixes }) => fixes.length === 0);
    };
    assert.deepEqual(await refused("'https://slack.com/api/chat.postMessage'"), [false]);
    assert.deepEqual(await refused("'http://models.local/api/chat'"), [true]);
    assert.deepEqual(await refused('process.env.BASE_URL + process.env.LLAMA_PATH'), [true]);
  });

  it('leaves the files of a start, of acceptance tests and of examples alone', async () => {
    const text = "import axios from 'axios';\nexport const settings = async () => (await axios.get(process.env.SETTINGS_URL)).data;\n";
    const analyzer = await analyzerFor(callWithoutDeadline, new Map([['package.json', '{ "dependencies": { "express": "^5.1.0", "axios": "^1.12.0" } }']]));
    const found = async (file: string) => (await analyzer.analyze({ file: `/project/lib/${file}`, text, language: 'javascript' }))?.length;
    assert.deepEqual([await found('settings.js'), await found('bootevent.js'), await found('bootstrap.js'), await found('acceptance/support/sign.js'), await found('more-examples/client.js')], [1, 0, 0, 0, 0]);
  });

  it('takes axios and fetch for the libraries in a fragment', async () => {
    const analyzer = await analyzerFor(callWithoutDeadline);
    const text = `const { data } = await axios.get(url);\nconst answer = await fetch(other);\nconst body = await answer.json();\n`;
    const source = { file: 'untitled:1', text, language: 'javascript', fragment: true } as const;
    assert.equal(
      (await fixText(analyzer, source, { safety: 'review' })).text,
      `const { data } = await axios.get(url, { timeout: 5000 });\nconst answer = await fetch(other, { signal: AbortSignal.timeout(5000) });\nconst body = await answer.json();\n`,
    );
    assert.deepEqual(await analyzer.analyze({ ...source, fragment: false }), []);
  });
});
