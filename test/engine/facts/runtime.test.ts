import assert from 'node:assert/strict';
import { ReadProject } from '../../../src/engine/facts/project/project';
import { runtimeOf, type Runtime } from '../../../src/engine/facts/javascript/runtime';
import { scriptSource } from '../support/parse';

const express = '{"dependencies": {"express": "^5.1.0"}}';
const hono = '{"dependencies": {"hono": "^4.9.0"}}';

const texts: readonly [what: string, text: string, runtime: Runtime][] = [
  ['plain code', `export const load = () => fetch(url);`, 'node'],
  ["Deno's environment", `const key = Deno.env.get('KEY');`, 'deno'],
  ['an import of npm:', `import { Hono } from 'npm:hono@4';`, 'deno'],
  ['an import of jsr:', `import { serve } from "jsr:@std/http";`, 'deno'],
  ['a string that names npm:', `const from = 'npm:hono';`, 'node'],
  ['an edge route', `export const runtime = 'edge';`, 'isolate'],
  ['an edge function', `export const config = { runtime: 'edge' };`, 'isolate'],
  ['a route of Node', `export const runtime = 'nodejs';`, 'node'],
  ["a Worker's module", `import { env } from 'cloudflare:workers';`, 'isolate'],
  ["a Worker's handler", `export default { fetch(request: Request, env: Env, ctx: ExecutionContext) {} };`, 'isolate'],
];

const places: readonly [what: string, file: string, files: Readonly<Record<string, string>>, runtime: Runtime][] = [
  ['a deno.jsonc above', 'src/api/orders.ts', { 'deno.jsonc': '{}' }, 'deno'],
  ['a deno.json beside package.json', 'src/api/orders.ts', { 'deno.json': '{}', 'package.json': express }, 'node'],
  ['a deno.json above package.json', 'api/src/orders.ts', { 'deno.json': '{}', 'api/package.json': express }, 'node'],
  ['a wrangler.toml', 'src/orders.ts', { 'wrangler.toml': 'main = "src/orders.ts"', 'package.json': hono }, 'isolate'],
  ['a wrangler.jsonc beside a server of Node', 'src/orders.ts', { 'wrangler.jsonc': '{}', 'package.json': express }, 'node'],
  ['a wrangler.toml of the workspace', 'api/src/orders.ts', { 'wrangler.toml': '', 'api/package.json': hono }, 'node'],
  ["Supabase's functions", 'supabase/functions/orders/index.ts', { 'package.json': express }, 'isolate'],
];

describe('the runtime of a file', () => {
  for (const [what, text, runtime] of texts) {
    it(`with ${what} is ${runtime}`, async () => {
      assert.equal(runtimeOf(await scriptSource(text)), runtime);
    });
  }
  for (const [what, file, files, runtime] of places) {
    it(`with ${what} is ${runtime}`, async () => {
      const source = await scriptSource('export const load = () => fetch(url);');
      const project = new ReadProject((name) => files[name.slice('/project/'.length)], undefined, '/project');
      assert.equal(runtimeOf({ ...source, file: `/project/${file}`, project }), runtime);
    });
  }
});
