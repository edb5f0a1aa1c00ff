import assert from 'node:assert/strict';
import { enclosingHandler, isServerProject } from '../../../src/engine/facts/javascript/handlers';
import { nodeAt, scriptSource } from '../support/parse';

const express = `import express from 'express'; const app = express(); `;
const fastify = `import Fastify from 'fastify'; const app = Fastify(); `;

/** `mark` stands inside the function in question. */
const cases: readonly [name: string, text: string, expected: string][] = [
  ['an inline handler', `${express}app.get('/', (req, res) => { mark; });`, 'express 4 registered'],
  ['a named handler', `${express}function list(req, res) { mark; } app.get('/', list);`, 'express 4 registered'],
  ['a callback inside a handler', `${express}app.get('/', (req, res) => { [1].map(() => mark); });`, 'express 4 registered'],
  ['a handler in an array', `${express}app.post('/', [check, (req, res) => { mark; }]);`, 'express 4 registered'],
  ['a chained route', `${express}app.route('/x').get((req, res) => { mark; });`, 'express 4 registered'],
  ['a wrapped handler', `${express}app.get('/', guard((req, res) => { mark; }));`, 'express 4 wrapped'],
  ['a bound method', `${express}class A { constructor() { app.get('/', this.list.bind(this)); } list(req, res) { mark; } }`, 'express 4 registered'],
  ['a typed constant', `import { RequestHandler } from 'express'; export const list: RequestHandler = (a, b) => { mark; };`, 'express 4 typed'],
  ['a typed parameter', `import { Request } from 'express'; export function list(a: Request) { mark; }`, 'express 4 typed'],
  ['a controller by its shape', `export function list(req, res) { mark; res.json([]); }`, 'express 4 shaped'],
  ['a router parameter with a path', `export function mount(r) { r.get('/x', () => { mark; }); }`, 'express 4 registered'],
  ['a Fastify route', `${fastify}app.get('/', async () => { mark; });`, 'fastify registered'],
  ['a Fastify handler among options', `${fastify}app.route({ method: 'GET', url: '/', handler() { mark; } });`, 'fastify registered'],
  ['a Fastify hook', `${fastify}app.addHook('onRequest', async () => { mark; });`, 'fastify registered'],
  ['a Fastify hook that sees no request', `${fastify}app.addHook('onClose', async () => { mark; });`, ''],
  ['a middleware by its shape', `export function count(req, res, next) { mark; next(); }`, 'express 4 shaped'],
  ['an executor of three', `export function count(req, res, done) { mark; done(); }`, ''],
  ['a Fastify hook among options', `${fastify}app.get('/', { preHandler: async () => { mark; } }, list);`, 'fastify registered'],
  ['a compiler among options', `${fastify}app.get('/', { validatorCompiler: () => { mark; } }, list);`, ''],
  ['a Koa middleware', `import Koa from 'koa'; const app = new Koa(); app.use(async (ctx) => { mark; });`, 'koa registered'],
  ['a Koa error listener', `import Koa from 'koa'; const app = new Koa(); app.on('error', (error) => { mark; });`, ''],
  ['a Hono route by method name', `import { Hono } from 'hono'; const app = new Hono(); app.on('GET', '/', (c) => { mark; });`, 'hono registered'],
  ['a bare server', `import http from 'node:http'; http.createServer((req, res) => { mark; });`, 'http registered'],
  ['a request listener', `import http from 'node:http'; const s = http.createServer(); s.on('request', (req, res) => { mark; });`, 'http registered'],
  ['a close listener', `import http from 'node:http'; const s = http.createServer(); s.on('close', () => { mark; });`, ''],
  ['a Nest route', `import { Get } from '@nestjs/common'; class A { @Get() list() { mark; } }`, 'nest decorated'],
  ['a Nest provider', `import { Injectable } from '@nestjs/common'; @Injectable() class A { list() { mark; } }`, ''],
  ['an array method named like a verb', `const app = []; app.get('/', () => { mark; });`, ''],
];

describe('handlerOf', () => {
  for (const [name, text, expected] of cases) {
    it(name, async () => {
      const source = await scriptSource(text, { packageJson: { dependencies: { express: '^4.18.2' } } });
      const found = enclosingHandler(nodeAt(source, 'mark'), source)?.handler;
      assert.equal(found === undefined ? '' : [found.framework, found.major, found.evidence].filter(Boolean).join(' '), expected);
    });
  }

  it('takes the shape of Express for a handler where no package.json says what the file is of', async () => {
    const shapeOf = async (text: string, fragment = false) => {
      const source = await scriptSource(text, { packageJson: undefined, fragment });
      return enclosingHandler(nodeAt(source, 'mark'), source)?.handler.framework;
    };
    assert.equal(await shapeOf('exports.list = async (req, res) => { mark; res.json([]); };'), 'express');
    assert.equal(await shapeOf('exports.count = (req, res, next) => { mark; next(); };'), 'express');
    assert.equal(await shapeOf('exports.list = async (req, out) => { mark; out.json([]); };'), undefined);
    assert.equal(await shapeOf('exports.list = async (req, res) => { mark; res.json([]); };', true), undefined);
    assert.equal(await shapeOf('exports.list = async (request, reply) => { mark; reply.send([]); };'), undefined);
  });

  it('knows a server project by package.json and by an import', async () => {
    assert.equal(isServerProject(await scriptSource(`run();`, { packageJson: { dependencies: { koa: '3' } } })), true);
    assert.equal(isServerProject(await scriptSource(`import Fastify from 'fastify'; Fastify();`)), true);
    assert.equal(isServerProject(await scriptSource(`import chalk from 'chalk'; chalk();`)), false);
  });
});
