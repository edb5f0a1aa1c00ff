import assert from 'node:assert/strict';
import { mayRunInRequestsAt } from '../../../src/engine/facts/javascript/glance';
import { namedIn } from '../../../src/engine/facts/javascript/reach';
import { requestPlace } from '../../../src/engine/facts/javascript/requestPath';
import { nodeAt, scriptSource } from '../support/parse';

const express = `import express from 'express'; const app = express(); `;

/** `mark` stands where the question is asked. */
const cases: readonly [name: string, text: string, role: string][] = [
  ['a plain handler', `${express}app.get('/', (req, res) => { mark; });`, 'handler'],
  ['an async handler', `${express}app.get('/', async (req, res) => { mark; });`, 'async'],
  ['a callback in a handler', `${express}app.get('/', (req, res) => { [1].map(() => mark); });`, 'callback'],
  ['an async callback in a plain handler', `${express}app.get('/', (req, res) => { [1].map(async () => mark); });`, 'async'],
  ['an exported async function', `export async function find() { mark; }`, 'async'],
  ['a method of a service', `export class Users { async find() { mark; } }`, 'async'],
  ['a callback in an async function', `export async function find() { [1].map(() => mark); }`, 'callback'],
  ["a promise's executor", `export function find() { return new Promise((resolve) => { mark; }); }`, 'callback'],
  ['a function that a handler calls', `${express}function page() { mark; } app.get('/', (req, res) => res.send(page()));`, 'helper'],
  ['a function that nothing here calls', `export function page() { mark; }`, ''],
  ['the top level', `mark;`, ''],
  ['a call at the top level', `async function warm() { mark; } await warm();`, ''],
  ['an immediate function', `(async () => { mark; })();`, ''],
  ['a start-up spread over functions', `async function fill() { mark; } async function boot() { await fill(); } boot();`, ''],
  ['a start-up function that requests call too', `${express}async function fill() { mark; } app.get('/', async () => { await fill(); }); fill();`, 'async'],
  ['a function that is also handed on', `async function fill() { mark; } register(fill); fill();`, 'async'],
  ['a constructor', `export class Users { constructor() { mark; } }`, ''],
  ['a field', `export async function make() { return class { key = mark; }; }`, ''],
  ['a lifecycle hook', `export class Users { async onModuleInit() { mark; } }`, ''],
  ['a function by the name of start-up', `export async function loadTlsConfig() { mark; }`, ''],
  ['a user who registers', `export class Users { async register() { mark; } }`, 'async'],
  ['a listening callback', `${express}app.listen(80, async () => { mark; });`, ''],
  ['an exit listener set in a handler', `${express}app.get('/', () => { process.on('exit', () => { mark; }); });`, ''],
  ['a plugin', `export default async function (app) { mark; app.register(other); }`, ''],
  ['a function that mounts routes', `export async function api(app) { mark; app.get('/', (req, res) => {}); }`, ''],
  ['a function that reads from another service', `export async function api(http) { mark; return http.get('/users', { timeout: 5 }); }`, 'async'],
  ['a function that may end the process', `export async function check() { mark; process.exit(1); }`, ''],
  ['a program', `const [file] = process.argv; export async function check() { mark; }`, ''],
  ['a worker', `import { parentPort } from 'worker_threads'; parentPort.on('message', async () => { mark; });`, ''],
  ['the owner of a worker', `import { Worker } from 'worker_threads'; export async function run1() { mark; return new Worker('x', { workerData: 1 }); }`, 'async'],
];

describe('requestPlace', () => {
  for (const [name, text, role] of cases) {
    it(`${name}: ${role === '' ? 'outside' : role}`, async () => {
      const source = await scriptSource(text, { packageJson: { dependencies: { koa: '^3.0.0' } } });
      assert.equal(requestPlace(nodeAt(source, 'mark'), source)?.role ?? '', role);
    });
  }

  it('asks for a server, but not of a pasted fragment', async () => {
    const text = `export async function find() { mark; }`;
    const library = await scriptSource(text, { packageJson: { dependencies: { lru: '1' }, devDependencies: { express: '5' } } });
    const desktop = await scriptSource(text, { packageJson: { dependencies: { express: '5' }, devDependencies: { electron: '37' } } });
    const pasted = await scriptSource(text, { fragment: true });
    assert.deepEqual(
      [library, desktop, pasted].map((source) => requestPlace(nodeAt(source, 'mark'), source)?.role),
      [undefined, undefined, 'async'],
    );
  });

  it('leaves out files beside the server', async () => {
    const packageJson = { bin: './src/desk.js', dependencies: { express: '5' } };
    const roles = await Promise.all(
      ['config.ts', 'hash.worker.ts', 'desk.js', 'users.ts'].map(async (file) => {
        const source = await scriptSource(`export async function find() { mark; }`, { packageJson, file });
        return requestPlace(nodeAt(source, 'mark'), source)?.role;
      }),
    );
    assert.deepEqual(roles, [undefined, undefined, undefined, 'async']);
  });

  describe('at a glance', () => {
    const mayRun = async (text: string) => {
      const { file, project, fragment, memo } = await scriptSource(text);
      return mayRunInRequestsAt({ file, text, project, fragment, memo, offset: text.lastIndexOf('mark'), literal: 'mark', names: (pattern) => namedIn(text).names.some((name) => pattern.test(name)) });
    };
    for (const [name, text] of cases.filter(([, , role]) => role !== '')) it(`may be: ${name}`, async () => assert.equal(await mayRun(text), true));

    const never: Readonly<Record<string, string>> = {
      'the top level': 'async function find() {}\nmark;',
      'a function that nothing calls': 'export async function find() {}\nexport function page() { mark; }',
      'a callback that nothing calls': 'find(async () => {});\nexport const page = () => [1].map(() => { mark; });',
      'a function that only the top level calls': 'async function find() {}\nfunction page() { mark; }\npage();',
      'a method': 'class Pages { async find() {}\n page() { mark; } }\npage();',
    };
    for (const [name, text] of Object.entries(never)) it(`never is: ${name}`, async () => assert.equal(await mayRun(text), false));

    it('may be in a function with a statement before that no semicolon ends', async () => {
      assert.equal(await mayRun('const other = one ? two : three\n\nconst page = () => { mark }\n\nexport const find = async () => page()'), true);
      assert.equal(await mayRun('const other: Page = one\nconst page: Page = () => { mark }\nexport const find = async () => page()'), true);
    });

    const helpers = ['async function find() { page(); }', 'const find = (req) => page<string>();', 'new Promise(() => page?.());', 'async () => [...page()];'];
    for (const caller of helpers) it(`may be what this calls: ${caller}`, async () => assert.equal(await mayRun(`${caller}\nfunction page() { mark; }`), true));
  });
});
