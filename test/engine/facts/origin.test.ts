import assert from 'node:assert/strict';
import { goSource, nodeAt, scriptSource } from '../support/parse';

const scripts: readonly [name: string, text: string, expression: string, key: string][] = [
  ['named import', `import { Pool } from 'pg'; new Pool();`, 'new Pool()', 'pg:Pool.new'],
  ['aliased import', `import { readFileSync as read } from 'node:fs'; read('x');`, `read('x')`, 'fs:readFileSync.()'],
  ['default import member', `import pg from 'pg'; new pg.Pool();`, 'new pg.Pool()', 'pg:Pool.new'],
  ['namespace import', `import * as fs from 'fs'; fs.readFileSync;`, 'fs.readFileSync', 'fs:readFileSync'],
  ['require', `const fs = require('fs'); fs.readFileSync;`, 'fs.readFileSync', 'fs:readFileSync'],
  ['destructured require', `const { pbkdf2Sync: hash } = require('node:crypto'); hash();`, 'hash()', 'crypto:pbkdf2Sync.()'],
  ['require call', `const app = require('express')(); app.get;`, 'app.get', 'express:().get'],
  ['import equals', `import fs = require('fs'); fs.statSync;`, 'fs.statSync', 'fs:statSync'],
  ['promises namespace', `const { promises: p } = require('fs'); p.readFile;`, 'p.readFile', 'fs/promises:readFile'],
  ['dynamic import', `async function f() { const { gzipSync } = await import('zlib'); return gzipSync; }`, 'gzipSync', 'zlib:gzipSync'],
  ['alias of an alias', `import pg from 'pg'; const P = pg.Pool; const p = new P(); const q = p; q.connect;`, 'q.connect', 'pg:Pool.new.connect'],
  ['late single assignment', `import { Pool } from 'pg'; let pool; export function init() { pool = new Pool(); } export const f = () => pool.query;`, 'pool.query', 'pg:Pool.new.query'],
  ['two assignments prove nothing', `import { Pool } from 'pg'; let pool = new Pool(); pool = other(); pool.query;`, 'pool.query', ''],
  ['awaited client', `import { Pool } from 'pg'; const pool = new Pool(); async function f() { const c = await pool.connect(); return c.query; }`, 'c.query', 'pg:Pool.new.connect.().await.query'],
  ['parameter type', `import type { Pool } from 'pg'; function f(pool: Pool) { return pool.query; }`, 'pool.query', 'pg:Pool.new.query'],
  ['parameter named as its type', `import { Pool } from 'pg'; function f(Pool: Pool) { return Pool.query; }`, 'Pool.query', ''],
  ['class field', `import { Pool } from 'pg'; class A { pool = new Pool(); f() { return this.pool.query; } }`, 'this.pool.query', 'pg:Pool.new.query'],
  ['constructor assignment', `import { Pool } from 'pg'; class A { constructor() { this.pool = new Pool(); } f() { return this.pool.query; } }`, 'this.pool.query', 'pg:Pool.new.query'],
  ['parameter property', `import { Pool } from 'pg'; class A { constructor(private readonly pool: Pool) {} f() { return this.pool.query; } }`, 'this.pool.query', 'pg:Pool.new.query'],
  ['parameter property with a default', `import { Pool } from 'pg'; class A { constructor(private pool = new Pool()) {} f() { return this.pool.query; } }`, 'this.pool.query', 'pg:Pool.new.query'],
  ['shadowed name', `import { readFileSync } from 'fs'; function f(readFileSync) { return readFileSync; }`, 'readFileSync', ''],
  ['hoisted var', `function f() { if (x) { var fs = require('fs'); } return fs.statSync; }`, 'fs.statSync', 'fs:statSync'],
  ['await before type arguments', `import { Pool } from 'pg'; const pool = new Pool(); async function f() { const r = await pool.query<Row>('x'); return r.rows[0]; }`, 'r.rows[0]', 'pg:Pool.new.query.().await.rows.0'],
  ['result of a local function', `import { Pool } from 'pg'; let pool; function db() { pool ??= new Pool(); return pool; } db().query;`, 'db().query', ''],
  ['result of a local function that returns one thing', `import { Pool } from 'pg'; const pool = new Pool(); const db = () => pool; db().query;`, 'db().query', 'pg:Pool.new.query'],
  ['element behind a hole', `import { f } from 'm'; const [, second] = f(); second;`, 'second', 'm:f.().1'],
  ['global', `fetch('x');`, `fetch('x')`, ':fetch.()'],
  ['cycle', `const a = b; const b = a; a.x;`, 'a.x', ''],
];

describe('origin of a JavaScript value', () => {
  for (const [name, text, expression, key] of scripts) {
    it(name, async () => {
      const source = await scriptSource(text);
      assert.equal(source.origins.key(nodeAt(source, expression)), key);
    });
  }

  it('takes an unbound name for its usual library in a fragment only', async () => {
    const text = `crypto.pbkdf2Sync();`;
    const inFile = await scriptSource(text);
    const pasted = await scriptSource(text, { fragment: true });
    assert.equal(inFile.origins.key(nodeAt(inFile, 'crypto.pbkdf2Sync')), ':crypto.pbkdf2Sync');
    assert.equal(pasted.origins.key(nodeAt(pasted, 'crypto.pbkdf2Sync')), 'crypto:pbkdf2Sync');
  });
});

const header = `package main
import (
  "context"
  "github.com/jackc/pgx/v5/pgxpool"
  gb "github.com/sony/gobreaker/v2"
)
`;
const pool = 'github.com/jackc/pgx/v5/pgxpool';
const goCases: readonly [name: string, text: string, expression: string, key: string][] = [
  ['constructor result', `func f(ctx context.Context) { p, err := pgxpool.New(ctx, ""); _ = err; _ = p.Acquire }`, 'p.Acquire', `${pool}:New.().Acquire`],
  ['second result', `func f(ctx context.Context) { p, err := pgxpool.New(ctx, ""); _ = p; _ = err }`, 'err', `${pool}:New.().1`],
  ['typed parameter', `func f(p *pgxpool.Pool) { _ = p.Acquire }`, 'p.Acquire', `${pool}:Pool.new.Acquire`],
  ['struct field', `type S struct { pool *pgxpool.Pool }\nfunc (s *S) F() { _ = s.pool.Acquire }`, 's.pool.Acquire', `${pool}:Pool.new.Acquire`],
  ['package variable', `var p *pgxpool.Pool\nfunc f() { _ = p.Acquire }`, 'p.Acquire', `${pool}:Pool.new.Acquire`],
  ['renamed import and literal', `func f() { s := gb.Settings{}; _ = s.Name }`, 's.Name', 'github.com/sony/gobreaker/v2:Settings.new.Name'],
  ['generic constructor', `func f() { b := gb.NewCircuitBreaker[int](gb.Settings{}); _ = b.Execute }`, 'b.Execute', 'github.com/sony/gobreaker/v2:NewCircuitBreaker.().Execute'],
  ['shadowing comes into force after its statement', `func f(p *pgxpool.Pool) { p2 := p; p := p2; _ = p.Acquire }`, 'p.Acquire', `${pool}:Pool.new.Acquire`],
  ['result of a local function', `func open() (*pgxpool.Pool, error) { return nil, nil }\nfunc f() { p, err := open(); _ = err; _ = p.Acquire }`, 'p.Acquire', `${pool}:Pool.new.Acquire`],
  ['background context', `func f() { ctx := context.Background(); _ = ctx.Done }`, 'ctx.Done', 'context:Background.().Done'],
];

describe('origin of a Go value', () => {
  for (const [name, text, expression, key] of goCases) {
    it(name, async () => {
      const source = await goSource(header + text);
      assert.equal(source.origins.key(nodeAt(source, expression)), key);
    });
  }
});
