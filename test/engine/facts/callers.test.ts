import assert from 'node:assert/strict';
import { waiterOf, type Waiter } from '../../../src/engine/facts/javascript/callers';
import { Mentions } from '../../../src/engine/facts/project/mentions';
import { ReadProject } from '../../../src/engine/facts/project/project';
import type { Rule } from '../../../src/engine/rules/rule';
import { closestCall } from '../../../src/engine/syntax/nodes';
import { listUnder } from '../support/listUnder';
import { probeAnalyzer, probeRule } from '../support/probe';
import { analyzerFor } from '../support/ruleTests';

/** Reports who waits for each call of `ask`. */
const probe: Rule = probeRule('callers', {
  script: {
    triggers: ['ask('],
    *check({ node }, source) {
      const call = closestCall(node);
      if (call !== undefined) yield { start: call.startIndex, end: call.endIndex, message: waiterOf(call, source), fixes: [] };
    },
  },
});

type Files = Readonly<Record<string, string>>;

const packageJson = JSON.stringify({ dependencies: { express: '^4.18.2' } });
const route = `import express from 'express';\nconst app = express();\n`;
/** A second file of the project: one alone says nothing of who calls it. */
const aside = { 'other.ts': 'export const nothing = 1;' };

async function askedIn(files: Files): Promise<readonly string[]> {
  const all = new Map(Object.entries({ 'package.json': packageJson, ...files }));
  const [main = ''] = Object.keys(files);
  const analyzer = await analyzerFor(probe, all);
  const findings = await analyzer.analyze({ file: `/project/${main}`, text: files[main] ?? '', language: main.endsWith('.js') ? 'javascript' : 'typescript' });
  return (findings ?? []).map(({ message }) => message);
}

/** The first file holds the call. */
const cases: readonly [name: string, expected: Waiter, files: Files][] = [
  ['a handler that awaits it', 'request', { 'a.ts': `${route}app.get('/', async (req, res) => { res.json(await ask()); });` }],
  ['a handler that drops it', 'nobody', { 'a.ts': `${route}app.get('/', async (req, res) => { ask(); res.end(); });` }],
  ['a handler that voids it', 'nobody', { 'a.ts': `${route}app.get('/', async (req, res) => { void ask(); res.end(); });` }],
  ['a handler that drops a chain', 'nobody', { 'a.ts': `${route}app.get('/', (req, res) => { ask().then(() => log()).catch(report); res.end(); });` }],
  ['a chain that answers', 'request', { 'a.ts': `${route}app.get('/', (req, res) => { ask().then((rate) => res.json(rate)); });` }],
  ['a chain inside a chain', 'request', { 'a.ts': `${route}app.get('/', (req, res) => { find().then(() => ask()).then((rate) => res.json(rate)); });` }],
  ['all of a list', 'request', { 'a.ts': `${route}app.get('/', async (req, res) => { await Promise.all(ids.map((id) => ask(id))); res.end(); });` }],
  ['each of a list, dropped', 'nobody', { 'a.ts': `${route}app.get('/', async (req, res) => { ids.forEach(async (id) => { await ask(id); }); res.end(); });` }],
  ['a race', 'bounded', { 'a.ts': `${route}app.get('/', async (req, res) => { res.json(await Promise.race([ask(), late()])); });` }],
  ['a promise of a listener', 'request', { 'a.ts': `${route}app.get('/', async (req, res) => { await new Promise((resolve) => { bus.once('ready', async () => { await ask(); resolve(1); }); }); res.end(); });` }],
  ['a helper that is given a context, dropped', 'nobody', { 'a.ts': `export async function tell(rate, ctx) { await ask(); }`, 'b.ts': `${route}import { tell } from './a';\napp.get('/', async (req, res) => { tell(1, ctx); res.end(); });` }],
  ['a helper that is given the context of a chat', 'unknown', { 'a.ts': `export async function tell(ctx) { await ask(); }`, 'b.ts': `import { Bot } from 'grammy';\nimport { tell } from './a';\nconst bot = new Bot(token);\nbot.on('message', (ctx) => { tell(ctx); });` }],
  ['a tick', 'nobody', { 'a.ts': `import { CronJob } from 'cron';\nnew CronJob({ cronTime: '0 10 * * *', onTick: async () => { await ask(); } });`, ...aside }],
  ['a member that is a tick', 'nobody', { 'a.ts': `export default { refresh: async () => ask() };`, 'b.ts': `import all from './a';\nexport const jobs = [{ cronTime: '0 10 * * *', onTick: all.refresh }];` }],
  ['a member that another option takes', 'unknown', { 'a.ts': `export default { refresh: async () => ask() };`, 'b.ts': `import all from './a';\nexport const pages = [{ path: '/', onOpen: all.refresh }];` }],
  ['a table of a command', 'startup', { 'a.ts': `export async function refresh() { await ask(); }`, 'b.ts': `import { refresh } from './a';\nconst all = { refresh };\nawait all[process.argv[2]]();\nprocess.exit(0);` }],
  ['a table of a program that serves', 'unknown', { 'a.ts': `export async function refresh() { await ask(); }`, 'b.ts': `import { refresh } from './a';\nconst all = { refresh };\nserve(all).listen(process.argv[2]);\nstop.then(() => process.exit(0));` }],
  ['a procedure of administrators', 'administrators', { 'a.ts': `export async function check() { return ask(); }`, 'b.ts': `import { check } from './a';\nexport const router = createRouter({ add: adminProcedure.input(schema).mutation(async ({ input }) => check(input)) });` }],
  ['a procedure that lets only administrators on', 'administrators', { 'a.ts': `export async function check() { return ask(); }`, 'b.ts': `import { check } from './a';\nexport const router = createRouter({ add: procedure.use(signedIn).use(superAdminAuth).mutation(async () => check()) });` }],
  ['a procedure of everybody', 'request', { 'a.ts': `export async function check() { return ask(); }`, 'b.ts': `import { check } from './a';\nexport const router = createRouter({ add: procedure.input(z.object({ isAdmin: z.boolean() })).mutation(async () => check()) });` }],
  ['as the default export, by a path of tsconfig.json', 'request', { 'server/rates.ts': `export default async function () { return ask(); }`, 'server/tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", /* ours */ "paths": { "@server/*": ["./*"], "@shared/*": ["../shared/*"] } } }', 'server/b.ts': `${route}import load from '@server/rates';\napp.get('/', async (req, res) => { res.json(await load()); });` }],
  ['by a path of a tsconfig.json that another extends', 'request', { 'rates.ts': `export default async function () { return ask(); }`, 'tsconfig.base.json': '{ "compilerOptions": { "paths": { "our-rates": ["./rates.ts"] } } }', 'api/tsconfig.json': '{ "extends": "../tsconfig.base.json" }', 'api/b.ts': `${route}import load from 'our-rates';\napp.get('/', async (req, res) => { res.json(await load()); });` }],
  ['another file by a path of tsconfig.json', 'uncalled', { 'a/rates.ts': `export async function rates() { return ask(); }`, 'tsconfig.json': '{ "compilerOptions": { "paths": { "@b/*": ["b/*"] } } }', 'b/rates.ts': `export async function rates() {}`, 'c.ts': `${route}import { rates } from '@b/rates';\napp.get('/', async (req, res) => { res.json(await rates()); });` }],
  ['a timer', 'nobody', { 'a.ts': `setInterval(async () => { await ask(); }, 1000);`, ...aside }],
  ['a scheduled job', 'nobody', { 'a.ts': `import cron from 'node-cron';\ncron.schedule('* * * * *', async () => { await ask(); });`, ...aside }],
  ['a job of an agenda', 'nobody', { 'a.ts': `agenda.define('refresh', async (job, done) => { await ask(); done(); });`, ...aside }],
  ['a chain that tells somebody else', 'nobody', { 'a.ts': `export async function tell(client, chat) { ask().then(() => { client.markSeen(chat); }); }\nsetInterval(() => tell(one, two), 1000);`, ...aside }],
  ['a chain that answers a socket', 'request', { 'a.ts': `import http from 'node:http';\nhttp.createServer((incoming, outgoing) => { ask().then((rate) => outgoing.end(rate)); });`, ...aside }],
  ['an event', 'nobody', { 'a.ts': `invoices.on('paid', async () => { await ask(); });`, ...aside }],
  ['a message of a queue', 'request', { 'a.ts': `queue.process(async (job) => { await ask(); });`, ...aside }],
  ['a message of a socket', 'unknown', { 'a.ts': `socket.on('rates', async () => { await ask(); });`, ...aside }],
  ['the top level', 'startup', { 'a.ts': `await ask();`, ...aside }],
  ['a function that the top level calls', 'startup', { 'a.ts': `async function load() { await ask(); }\nawait load();`, ...aside }],
  ['a constructor', 'startup', { 'a.ts': `export class Rates { constructor() { this.rates = ask().then(read); } }`, ...aside }],
  ['a hook of a module', 'startup', { 'a.ts': `export class Rates { async onModuleInit() { await ask(); } }`, ...aside }],
  ['a function nobody calls', 'uncalled', { 'a.ts': `export async function rates() { return ask(); }`, ...aside }],
  ['a method nobody calls', 'uncalled', { 'a.ts': `export class Rates { async find() { return ask(); } }`, ...aside }],
  ['functions that only call each other', 'unknown', { 'a.ts': `export async function a() { await b(); await ask(); }\nexport async function b() { await a(); }`, ...aside }],
  ['a function that only calls itself', 'uncalled', { 'a.ts': `export async function again() { await ask(); await again(); }`, ...aside }],
  ['a method of a class that a package knows', 'unknown', { 'a.ts': `import { Command } from 'commands';\nexport class Rates extends Command { async find() { return ask(); } }`, ...aside }],
  ['a method of a class of the project', 'uncalled', { 'a.ts': `import { Base } from './base';\nexport class Rates extends Base { async find() { return ask(); } }`, 'base.ts': 'export class Base {}' }],
  ['a handler in another file', 'request', { 'a.ts': `export async function rates() { return ask(); }`, 'b.ts': `${route}import { rates } from './a';\napp.get('/', async (req, res) => { res.json(await rates()); });` }],
  ['a handler two files away', 'request', { 'a.ts': `export async function rates() { return ask(); }`, 'b.ts': `import { rates } from './a';\nexport const quote = async () => rates();`, 'c.ts': `${route}import { quote } from './b';\napp.get('/', async (req, res) => { res.json(await quote()); });` }],
  ['under another name', 'request', { 'a.ts': `export async function rates() { return ask(); }`, 'b.ts': `${route}import { rates as load } from './a';\napp.get('/', async (req, res) => { res.json(await load()); });` }],
  ['taken out of a module', 'nobody', { 'a.js': `exports.rates = async () => ask();`, 'b.js': `const express = require('express');\nconst app = express();\nconst { rates: load } = require('./a');\napp.get('/', (req, res) => { load(); res.end(); });` }],
  ['through a namespace', 'request', { 'a.ts': `export async function rates() { return ask(); }`, 'b.ts': `${route}import * as all from './a';\napp.get('/', async (req, res) => { res.json(await all.rates()); });` }],
  ['as the default export', 'request', { 'rates.ts': `export default async function () { return ask(); }`, 'b.ts': `${route}import load from './rates';\napp.get('/', async (req, res) => { res.json(await load()); });` }],
  ['as the module itself', 'nobody', { 'rates.js': `module.exports = async () => { await ask(); };`, 'b.js': `const express = require('express');\nconst app = express();\nconst load = require('./rates');\napp.get('/', (req, res) => { load(); res.end(); });` }],
  ['a file that drops it', 'nobody', { 'a.ts': `export async function tell() { await ask(); }`, 'b.ts': `${route}import { tell } from './a';\napp.get('/', async (req, res) => { tell(); res.end(); });` }],
  ['one of many that waits', 'request', { 'a.ts': `export async function tell() { await ask(); }`, 'b.ts': `${route}import { tell } from './a';\napp.get('/', async (req, res) => { tell(); res.end(); });`, 'c.ts': `${route}import { tell } from './a';\napp.get('/', async (req, res) => { await tell(); res.end(); });` }],
  ['a caller that ends its wait', 'bounded', { 'a.ts': `export class Gateway { async lookUp() { return ask(); } }`, 'b.ts': `import pTimeout from 'p-timeout';\nexport class Many { async first(all) { const found = all[0].lookUp(); return pTimeout(found, { milliseconds: 100 }); } }` }],
  ['a method by injection', 'request', { 'a.ts': `export class RatesService { async find() { return ask(); } }`, 'b.ts': `import { Controller, Get } from '@nestjs/common';\n@Controller()\nexport class Rates { constructor(private readonly rates: RatesService) {}\n @Get() show() { return this.rates.find(); } }` }],
  ['a method on a schedule', 'nobody', { 'a.ts': `export class RatesService { async find() { return ask(); } }`, 'b.ts': `import { Cron } from '@nestjs/schedule';\nexport class Jobs { constructor(private readonly rates: RatesService) {}\n @Cron('* * * * *') async refresh() { await this.rates.find(); } }` }],
  ['a method of a resolver', 'request', { 'a.ts': `export class Rates { @Query() async rates() { return ask(); } }`, ...aside }],
  ['a private method', 'request', { 'a.ts': `${route}class Rates { #find() { return ask(); }\n async show(req, res) { res.json(await this.#find()); } }`, ...aside }],
  ['a method of the same name on another class that is handed in', 'nobody', { 'a.ts': `export class Rates { async find() { return ask(); } }`, 'users.ts': `export class Users {\n  async find() { return 1; }\n}`, 'clock.ts': `import { Rates } from './a';\nsetInterval(() => new Rates().find(), 1000);`, 'b.ts': `${route}import { Users } from './users';\nclass Pages { constructor(private readonly users: Users) {}\n async show() { await this.users.find(); } }\napp.get('/', async (req, res) => { await new Pages(new Users()).show(); });` }],
  ['a method of the class that is handed in', 'request', { 'a.ts': `export class Rates {\n  async find() { return ask(); }\n}`, 'b.ts': `${route}import { Rates } from './a';\nclass Pages { constructor(private readonly rates: Rates) {}\n async show() { await this.rates.find(); } }\napp.get('/', async (req, res) => { await new Pages(new Rates()).show(); });` }],
  ['a method of a class that builds on the one that is handed in', 'request', { 'a.ts': `import { Users } from './users';\nexport class Rates extends Users { async find() { return ask(); } }`, 'users.ts': `export class Users {\n  async find() { return 1; }\n}`, 'b.ts': `${route}import { Users } from './users';\nimport { Rates } from './a';\nclass Pages { constructor(private readonly users: Users) {}\n async show() { await this.users.find(); } }\napp.get('/', async (req, res) => { await new Pages(new Rates()).show(); });` }],
  ['a method of a class that is handed in as another that has none of the name', 'request', { 'a.ts': `export class Rates { async find() { return ask(); } }`, 'users.ts': `export class Users extends Made {}`, 'made.ts': `import { Rates } from './a';\nexport const made = new Rates();`, 'b.ts': `${route}import { Users } from './users';\nimport { made } from './made';\nclass Pages { constructor(private readonly users: Users) {}\n async show() { await this.users.find(); } }\napp.get('/', async (req, res) => { await new Pages(made).show(); });` }],
  ['a method of the same name on another class', 'uncalled', { 'a.ts': `export class Rates { async find() { return ask(); } }`, 'b.ts': `${route}class Users { async find() {}\n async show() { await this.find(); } }\napp.get('/', async (req, res) => { await new Users().show(); });` }],
  ['a function of the same name in another file', 'uncalled', { 'a.ts': `export async function start() { await ask(); }`, 'b.ts': `${route}import { start } from './c';\napp.get('/', async (req, res) => { await start(); });`, 'c.ts': `export async function start() {}` }],
  ['a method of a package of the same name', 'uncalled', { 'a.ts': `export class Rates { async lookUp() { return ask(); } }`, 'b.ts': `${route}import dns from 'dns-lite';\napp.get('/', async (req, res) => { await dns.lookUp(); });` }],
  ['handed to a router', 'request', { 'a.ts': `export async function show(input) { return ask(); }`, 'b.ts': `import { show } from './a';\nimport { router } from './router';\nrouter.get('/', show);` }],
  ['handed to a router in a wrapper', 'request', { 'a.ts': `export class Rates { show = async (input) => ask();\n mount(router) { router.get('/', wrap(this.show)); } }`, ...aside }],
  ['handed to a timer', 'nobody', { 'a.ts': `export async function refresh() { await ask(); }`, 'b.ts': `import { refresh } from './a';\nsetInterval(refresh, 1000);` }],
  ['bound and handed to a timer', 'nobody', { 'a.ts': `export class Rates { async refresh() { await ask(); }\n watch() { setInterval(this.refresh.bind(this), 1000); } }`, ...aside }],
  ['named in a table of routes', 'unknown', { 'a.ts': `export async function show() { return ask(); }`, 'b.ts': `export const routes = { 'GET /rates': 'rates.show' };` }],
  ['named in a log line', 'uncalled', { 'a.ts': `export async function show() { return ask(); }`, 'b.ts': `logger.error('show');` }],
  ['kept in an object that is handed on', 'unknown', { 'a.ts': `export async function show() { return ask(); }`, 'b.ts': `import { show } from './a';\nserve({ show });` }],
  ['a field of an object that others get', 'request', { 'a.js': `module.exports = { rates: async () => ask() };`, 'b.js': `const express = require('express');\nconst app = express();\nconst api = require('./a');\napp.get('/', async (req, res) => { res.json(await api.rates()); });` }],
  ['what a factory returns', 'request', { 'a.ts': `export function make() { async function rates() { return ask(); }\n return { rates }; }`, 'b.ts': `${route}import { make } from './a';\nconst api = make();\napp.get('/', async (req, res) => { res.json(await api.rates()); });` }],
  ['a function in a wrapper', 'request', { 'a.ts': `export const rates = memoize(async () => ask());`, 'b.ts': `${route}import { rates } from './a';\napp.get('/', async (req, res) => { res.json(await rates()); });` }],
  ['a callback that hears of it', 'request', { 'a.ts': `export function rates(callback) { ask().then((rate) => callback(rate)); }`, 'b.ts': `${route}import { rates } from './a';\napp.get('/', (req, res) => { rates((rate) => { res.json(rate); }); });` }],
  ['a helper that is given a request', 'nobody', { 'a.ts': `import { Request } from 'express';\nexport async function tell(client: string, req: Request) { await ask(); }`, 'b.ts': `${route}import { tell } from './a';\napp.get('/', (req, res) => { tell('a', req); res.end(); });` }],
  ['a promise that a function logs', 'nobody', { 'a.ts': `export async function tell() { await ask(); }`, 'b.ts': `${route}import { tell } from './a';\napp.get('/', (req, res) => { reported(tell()); res.end(); });` }],
  ['a promise in a list', 'request', { 'a.ts': `export async function tell() { await ask(); }`, 'b.ts': `${route}import { tell } from './a';\napp.get('/', async (req, res) => { const all = []; all.push(tell()); await Promise.all(all); });` }],
  ['a command that somebody types', 'startup', { 'a.ts': `program.option('--all').action(async (options) => { await ask(); });`, ...aside }],
  ['a button of a bot', 'request', { 'a.ts': `bot.action('rates', async (press) => { await ask(); });`, ...aside }],
  ['a verified sign-in', 'request', { 'a.ts': `async function verify(token, profile) { await ask(); }\npassport.use(new GoogleStrategy(options, verify));`, ...aside }],
  ['a route of Next', 'request', { 'app/rates/route.ts': `export async function GET() { return Response.json(await ask()); }`, ...aside }],
  ['a route of Next in a wrapper', 'request', { 'app/rates/route.ts': `export const GET = withSession(async ({ session }) => { return Response.json(await ask()); });`, ...aside }],
  ['another function of that file', 'unknown', { 'app/rates/route.ts': `export async function generate() { return ask(); }`, ...aside }],
  ['an API of Next that is made of an object', 'request', { 'pages/api/rates.ts': `export const api = { GET: { handle: async () => ask() } };\nexport default handlerOf(api);`, ...aside }],
  ['a server action', 'request', { 'actions.ts': `'use server';\nexport async function rates() { return ask(); }`, ...aside }],
  ['a resolver in an object', 'request', { 'a.ts': `export const resolvers = { Query: { async rates() { return ask(); } } };`, ...aside }],
  ['a test', 'uncalled', { 'a.ts': `export async function tell() { await ask(); }`, 'a.test.ts': `${route}import { tell } from './a';\napp.get('/', async (req, res) => { await tell(); });` }],
  ['a script', 'startup', { 'a.ts': `export async function tell() { await ask(); }`, 'scripts/tell.ts': `import { tell } from '../a';\nasync function go() { await tell(); }\nvoid go();` }],
  ['a file whose folder holds routes', 'request', { 'routes/rates.ts': `export async function load() { return ask(); }`, ...aside }],
  ['a file a framework may find', 'unknown', { 'plugins/rates.ts': `export async function load() { return ask(); }`, ...aside }],
  ['a job that stands among routes', 'unknown', { 'routes/jobs/rates.ts': `export async function load() { return ask(); }`, ...aside }],
  ['handed to a client behind a path', 'unknown', { 'a.ts': `export async function show(input) { return ask(); }`, 'b.ts': `import { show } from './a';\nimport { client } from './client';\nclient.get('/', show);` }],
  ['handed to a router without a path', 'unknown', { 'a.ts': `export async function show(input) { return ask(); }`, 'b.ts': `import { show } from './a';\nimport { router } from './router';\nrouter.get(show);` }],
  ['a wrapper that is called on the spot', 'request', { 'a.ts': `export async function find() { return ask(); }`, 'b.ts': `${route}import { find } from './a';\napp.get('/', async (req, res) => { res.json(await again(() => find())()); });` }],
  ['an action of Slack that was acknowledged', 'nobody', { 'a.ts': `export async function tell() { return ask(); }`, 'b.ts': `import { App } from '@slack/bolt';\nimport { tell } from './a';\nconst app = new App({});\napp.action('join', async ({ ack, body }) => { await ack();\n await tell(body.user); });` }],
  ['an action of Slack before it is acknowledged', 'request', { 'a.ts': `export async function tell() { return ask(); }`, 'b.ts': `import { App } from '@slack/bolt';\nimport { tell } from './a';\nconst app = new App({});\napp.action('join', async ({ ack, body }) => { await tell(body.user);\n await ack(); });` }],
  ['a handler that has answered', 'nobody', { 'a.ts': `export async function tell() { return ask(); }`, 'b.ts': `${route}import { tell } from './a';\napp.get('/', async (req, res) => { res.status(202).send();\n if (req.query.loud) { await tell(); } });` }],
  ['a handler that answers in a branch', 'request', { 'a.ts': `export async function tell() { return ask(); }`, 'b.ts': `${route}import { tell } from './a';\napp.get('/', async (req, res) => { if (req.query.quiet) { res.end(); return; }\n await tell();\n res.end(); });` }],
  ['a command of yargs', 'startup', { 'a.ts': `exports.command = 'seed';\nexports.desc = 'Fills the tables';\nexports.handler = async (argv) => { await ask(); };`, ...aside }],
  ['a field of graphql', 'request', { 'a.ts': `import { notes } from './notes';\nexport const note = { type: notes, resolve: async (parent, args) => ask() };`, ...aside }],
  ['a resolve of something else', 'unknown', { 'a.ts': `export const path = { alias: 'x', resolve: async (parent, args) => ask() };`, 'b.ts': `import { path } from './a';\nuse(path.resolve);` }],
  ['a handler in a table of a router', 'request', { 'a.ts': `import { site } from './site';\nexport const notes = site.router(contract, { add: { handler: async ({ body }) => ask() } });`, ...aside }],
  ['what a cache is to keep', 'request', { 'a.ts': `import { cache } from './cache';\nexport async function find(id) { return cache.get(id, async () => ask()); }`, 'b.ts': `${route}import { find } from './a';\napp.get('/', async (req, res) => { res.json(await find(req.query.id)); });` }],
  ['a cloud function of Parse', 'request', { 'a.ts': `export default async function sign(input) { return ask(); }`, 'b.ts': `import sign from './a';\nParse.Cloud.define('sign', sign);` }],
  ['a socket that tells when it is done', 'request', { 'a.ts': `export async function save() { return ask(); }`, 'b.ts': `import { save } from './a';\nexport const listen = (socket) => { socket.on('note', async (note, callback) => { await save(); callback(); }); };` }],
  ['a socket that tells nobody', 'unknown', { 'a.ts': `export async function save() { return ask(); }`, 'b.ts': `import { save } from './a';\nexport const listen = (socket) => { socket.on('note', async (note) => { await save(); }); };` }],
];

describe('waiterOf', () => {
  for (const [name, expected, files] of cases) it(`${expected}: ${name}`, async () => assert.deepEqual(await askedIn(files), [expected]));

  it('knows nothing of a file that stands alone', async () => {
    assert.deepEqual(await askedIn({ 'a.ts': `export async function rates() { return ask(); }` }), ['unknown']);
  });

  it('looks into the other packages of a workspace, and of nothing else', async () => {
    const files = { 'rates/a.ts': `export async function rates() { return ask(); }`, 'rates/package.json': '{"name": "rates"}', 'web/b.ts': `${route}import { rates } from 'rates';\napp.get('/', async (req, res) => { res.json(await rates()); });`, 'rates/c.ts': 'export {};' };
    assert.deepEqual(await askedIn({ ...files, 'package.json': '{"workspaces": ["*"]}' }), ['request']);
    assert.deepEqual(await askedIn(files), ['uncalled']);
  });

  it('does not know who calls what a file without a package.json exports', async () => {
    const text = `import { a } from 'b';\nexport async function tell() { await ask(); }\nasync function unused() { await ask(); }`;
    const analyzer = await analyzerFor(probe, new Map([['a.ts', text], ['other.ts', 'export const nothing = 1;']]));
    const findings = await analyzer.analyze({ file: '/project/a.ts', text, language: 'typescript' });
    assert.deepEqual(findings?.map(({ message }) => message), ['unknown', 'uncalled']);
  });

  it('asks again when a file of a caller changes, comes or goes', async () => {
    const text = `export async function tell() { await ask(); }`;
    const caller = (use: string) => `${route}import { tell } from './a';\napp.get('/', async (req, res) => { ${use}; res.end(); });`;
    const files = new Map([['/project/package.json', packageJson], ['/project/a.ts', text], ['/project/b.ts', caller('tell()')]]);
    const read = (file: string) => files.get(file);
    const mentions = new Mentions(() => listUnder([...files.keys()].filter((file) => file.endsWith('.ts'))), read);
    const project = new ReadProject(read, undefined, '/project', undefined, mentions);
    const analyzer = probeAnalyzer([probe], { projectOf: () => project });
    const asked = async () => (await analyzer.analyze({ file: '/project/a.ts', text, language: 'typescript' }))?.map(({ message }) => message);
    const change = (file: string, now: string | undefined) => {
      if (now === undefined) files.delete(file);
      else files.set(file, now);
      mentions.forget([file]);
      analyzer.forgetFiles([file]);
      project.forgetTexts();
    };
    assert.deepEqual(await asked(), ['nobody']);
    change('/project/b.ts', caller('await tell()'));
    assert.deepEqual(await asked(), ['request']);
    change('/project/b.ts', 'export {};');
    assert.deepEqual(await asked(), ['uncalled']);
    change('/project/c.ts', caller('await tell()'));
    assert.deepEqual(await asked(), ['request']);
    change('/project/c.ts', undefined);
    assert.deepEqual(await asked(), ['uncalled']);
  });
});
