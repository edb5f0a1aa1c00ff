import assert from 'node:assert/strict';
import { isBodyText, isRequestData, isRequestText } from '../../../src/engine/facts/javascript/requestData';
import { nodeAt, scriptSource } from '../support/parse';

const express = `import express from 'express'; const app = express(); `;
const get = (body: string, parameters = 'req, res') => `${express}app.get('/', (${parameters}) => { ${body} });`;
const koa = (body: string) => `import Koa from 'koa'; const app = new Koa(); app.use(async (ctx) => { ${body} });`;
const hono = (body: string) => `import { Hono } from 'hono'; const app = new Hono(); app.get('/', async (c) => { ${body} });`;
const fastify = (body: string) => `import Fastify from 'fastify'; const app = Fastify(); app.get('/', async (request, reply) => { ${body} });`;
const http = (body: string) => `import http from 'node:http'; import url from 'node:url'; http.createServer((req, res) => { ${body} });`;
const guard = (used: string, type = 'ExecutionContext') => `import { ${type} } from '@nestjs/common'; import { GqlExecutionContext } from '@nestjs/graphql'; class A { canActivate(context: ${type}) { const x = ${used}; use(x); } }`;
const nest = (parameter: string, used = 'x') => `import { Body, Get, ParseIntPipe, Query, Req, Res } from '@nestjs/common'; class A { @Get() list(${parameter}) { use(${used}); } }`;

/** The expression in question is what the last `use(…)` is given. */
const fromRequest: readonly [name: string, text: string][] = [
  ['express body', get('use(req.body.id)')],
  ['a computed key', get('use(req.params[key])')],
  ['a header by name', get(`use(req.header('x-tenant'))`)],
  ['destructuring', get('const { query: { q: term } } = req; use(term)')],
  ['destructured parameters', get('use(query.q)', '{ query }, res')],
  ['a default', get(`const { sort = 'id' } = req.query; use(sort)`)],
  ['rest', get('const { id, ...others } = req.body; use(others.name)')],
  ['an alias', get('const body = req.body; const name = body.name; use(name)')],
  ['a later assignment', get(`let name = ''; if (req.body.name) { name = req.body.name; } use(name)`)],
  ['a template', get('use(`%${req.query.q}%`)')],
  ['a concatenation', get(`use('%' + req.query.q + '%')`)],
  ['a fallback', get(`use(req.query.q ?? '')`)],
  ['a branch', get(`use(x ? req.query.q : 'id')`)],
  ['string methods', get('use(req.query.q.trim().toLowerCase())')],
  ['a conversion to text', get('use(String(req.query.q))')],
  ['a cast', get('use((req.query.q as string))')],
  ['an element of a list', get('for (const id of req.body.ids) use(id)')],
  ['an element a callback gets', get('req.body.ids.map((id) => use(id))')],
  ['a joined list', get(`use(req.body.ids.map((id) => "'" + id + "'").join(','))`)],
  ['a parameter of a helper', `${express}function find(id) { use(id); } app.get('/', (req, res) => find(req.params.id));`],
  ['a request handed to a helper', `${express}const find = (r) => { use(r.params.id); }; app.get('/', (req, res) => find(req));`],
  ['a member of an object handed on', `${express}function find({ id }) { use(id); } app.get('/', (req, res) => find({ id: req.params.id }));`],
  ['a parameter of a method', `${express}class A { constructor() { app.get('/', this.list.bind(this)); } list(req, res) { this.find(req.query.q); } find(q) { use(q); } }`],
  ['what a helper returns', `${express}const term = (r) => r.query.q.trim(); app.get('/', (req, res) => { use(term(req)); });`],
  ['an error handler', get('use(req.body.id)', 'error, req, res, next')],
  ['a typed request in second place', `import { Request } from 'express'; export function find(db: Db, r: Request) { use(r.query.q); }`],
  ['fastify', fastify('use(request.query.q)')],
  ['koa query', koa('use(ctx.query.q)')],
  ['koa body', koa('const { id } = ctx.request.body; use(id)')],
  ['hono query', hono(`use(c.req.query('q'))`)],
  ['hono json', hono('const { id } = await c.req.json(); use(id)')],
  ['an exported route', `export async function GET(request: Request) { use(request.headers.get('x-id')); }`],
  ['a fetch handler that is exported', `export default { async fetch(request, env) { use(request.headers.get('x-id')); } };`],
  ['an exported route in a constant', `export const POST = async (request) => { const { id } = await request.json(); use(id); };`],
  ['nest', nest(`@Query('q') x: string`)],
  ['nest body', nest('@Body() x: Dto', 'x.name')],
  ['nest request', nest('@Req() x', 'x.query.q')],
  ['the context of a Nest guard', guard(`context.switchToHttp().getRequest<Request>().headers['x-key']`)],
  ['the host of a Nest filter', guard('context.switchToHttp().getRequest().body.name', 'ArgumentsHost')],
  ['the context of a Nest resolver', guard('GqlExecutionContext.create(context).getContext().req.headers.authorization')],
  ['a bare url', http(`const u = new URL(req.url, 'http://x'); use(u.searchParams.get('q'))`)],
  ['a parsed url', http('use(url.parse(req.url, true).query.q)')],
  ['a body read by hand', http(`let body = ''; req.on('data', (chunk) => { body += chunk; }); req.on('end', () => { const data = JSON.parse(body); use(data.id); })`)],
  ['next', `import { NextRequest } from 'next/server'; export async function GET(request: NextRequest) { use(request.nextUrl.searchParams.get('q')); }`],
];

/** These come from the request, but are not any text the sender likes. */
const checked: readonly [name: string, text: string][] = [
  ['a number', get('use(Number(req.params.id))')],
  ['parseInt', get('const id = parseInt(req.params.id, 10); use(id)')],
  ['numbers', get('use(req.body.ids.map(Number))')],
  ['arithmetic', get('use((req.query.page - 1) * 20)')],
  ['a unary plus', get('use(+req.query.page)')],
  ['a length', get('use(req.body.ids.length)')],
  ['what a schema lets through', get('const { id } = schema.parse(req.body); use(id)')],
  ['what a Hono validator lets through', hono(`const { by } = c.req.valid('query'); use(by)`)],
  ['an id made of it', `import { ObjectId } from 'mongodb'; ${get('use(new ObjectId(req.params.id))')}`],
  ['a Nest pipe', nest(`@Query('q', ParseIntPipe) x: number`)],
];

const elsewhere: readonly [name: string, text: string][] = [
  ['the user a session names', get('use(req.user.id)')],
  ['a constant', get(`const q = 'x'; use(q)`)],
  ['an unrelated parameter', `export function find(id) { use(id); }`],
  ['a fetch method of a client', `export const client = { fetch(request) { use(request.headers.get('x-id')); } };`],
  ['the answer', get('use(res.locals.id)')],
  ['one of a list', get(`const by = columns.has(req.query.sort) ? req.query.sort : 'id'; use(by)`)],
  ['one of a list in place', get(`const by = req.query.sort; use(['name', 'id'].includes(by) ? by : 'id')`)],
  ['a client with the same members', `import axios from 'axios'; const req = await axios.get('/x'); use(req.body.id);`],
  ['placeholders', get(`use(req.body.ids.map(() => '?').join(','))`)],
  ['a comparison', get(`use(req.query.sort === 'asc')`)],
  ['a lookup by the request', get('use(columns[req.query.sort])')],
  ['a helper that is called with a constant', `${express}function find(id) { use(id); } app.get('/', (req, res) => find('a'));`],
  ['nest answer', nest('@Res() x', 'x.body')],
  ['whom a Nest guard has found before', guard('context.switchToHttp().getRequest().user.id')],
  ['the loaders of a Nest resolver', guard('GqlExecutionContext.create(context).getContext().loaders.byId')],
  ['the state of koa', koa('use(ctx.state.user.id)')],
  ['another function of the same shape', `import http from 'node:http'; function f(req, res) { use(req.url); }`],
];

const argument = async (text: string) => {
  const source = await scriptSource(text, { packageJson: { dependencies: { express: '^4' } } });
  const at = text.lastIndexOf('use(');
  const call = nodeAt(source, text.slice(at, at + 4));
  const given = (call.type === 'call_expression' ? call : call.parent)?.childForFieldName('arguments')?.namedChildren[0];
  assert.ok(given != null);
  return { given, source };
};

describe('isRequestData', () => {
  for (const [name, text] of fromRequest) {
    it(`knows ${name}`, async () => {
      const { given, source } = await argument(text);
      assert.deepEqual([isRequestData(given, source), isRequestText(given, source)], [true, true]);
    });
  }
  for (const [name, text] of checked) {
    it(`tells ${name} from text`, async () => {
      const { given, source } = await argument(text);
      assert.deepEqual([isRequestData(given, source), isRequestText(given, source)], [true, false]);
    });
  }
  for (const [name, text] of elsewhere) {
    it(`does not take ${name} for it`, async () => {
      const { given, source } = await argument(text);
      assert.deepEqual([isRequestData(given, source), isRequestText(given, source)], [false, false]);
    });
  }
});

it('asks a long chain of calls once', async () => {
  const chain = `.replace(/a/, 'b')`.repeat(60);
  const { given, source } = await argument(`export const clean = (text) => use(text${chain});`);
  const start = performance.now();
  assert.equal(isRequestText(given, source), false);
  assert.ok(performance.now() - start < 1000);
});

it('gives up a query that is put together in many assignments', async () => {
  const methods = ['where', 'andWhere', 'orWhere', 'join', 'leftJoin', 'orderBy', 'groupBy', 'having', 'limit', 'offset'];
  const links = methods.map((method) => `if (filter.${method}) query = query.${method}(filter.${method});`);
  const { given, source } = await argument(`export async function list(filter) { let query = db.select(); ${links.join(' ')} use(query); }`);
  assert.equal(isRequestData(given, source), false);
});

describe('isBodyText', () => {
  for (const [name, text, expected] of [
    ['the body', get('use(req.body.text)'), true],
    ['a body read by hand', http(`let body = ''; req.on('data', (chunk) => { body += chunk; }); req.on('end', () => use(body))`), true],
    ['a body that is awaited', hono('use((await c.req.json()).text)'), true],
    ['the body of Nest', nest('@Body() x: Dto', 'x.text'), true],
    ['the query', get('use(req.query.text)'), false],
    ['a header', get(`use(req.get('x-text'))`), false],
    ['the query of Nest', nest(`@Query('q') x: string`), false],
  ] as const) {
    it(`tells that ${name} is ${expected ? 'long' : 'short'}`, async () => {
      const { given, source } = await argument(text);
      assert.equal(isBodyText(given, source), expected);
    });
  }
});
