import assert from 'node:assert/strict';
import { readBefore } from '../../../src/engine/facts/javascript/cacheAccess';
import { fillAt } from '../../../src/engine/facts/javascript/cacheFill';
import { redisCallsIn } from '../../../src/engine/facts/javascript/redisCalls';
import { scriptSource } from '../support/parse';

const start = `import Redis from 'ioredis'; import { Pool } from 'pg'; import { findUser, createUser } from './users'; const redis = new Redis(); const pool = new Pool();`;

async function read(body: string) {
  const source = await scriptSource(`${start} export async function f(id: string) { ${body} }`);
  const store = redisCallsIn(source.tree.rootNode, source).findLast(({ command }) => command === 'set');
  assert.ok(store !== undefined);
  return { pair: readBefore(store, source), fill: fillAt(store, source) };
}

describe('a key that is read and then stored', () => {
  const guards: readonly [name: string, body: string, says: string][] = [
    ['an early return', `const c = await redis.get(id); if (c) return c; await redis.set(id, 'v');`, 'found'],
    ['an early throw', `const c = await redis.get(id); if (c !== null) throw new Error(c); await redis.set(id, 'v');`, 'found'],
    ['the check inline', `if (await redis.exists(id)) return; await redis.set(id, 'v');`, 'found'],
    ['a comparison', `const c = await redis.exists(id); if (c === 1) return; await redis.set(id, 'v');`, 'found'],
    ['the missing branch', `const c = await redis.get(id); if (!c) { await redis.set(id, 'v'); }`, 'missing'],
    ['nothing or null', `const c = await redis.get(id); if (c == null) await redis.set(id, 'v');`, 'missing'],
    ['the other branch', `const c = await redis.get(id); if (c) { use(c); } else { await redis.set(id, 'v'); }`, 'found'],
    ['what was parsed', `const c = await redis.get(id); const user = c ? JSON.parse(c) : null; if (user) return user; await redis.set(id, 'v');`, 'found'],
    ['a callback', `redis.get(id, (error, c) => { if (c) return; redis.set(id, 'v'); });`, 'found'],
  ];
  for (const [name, body, says] of guards) {
    it(`is decided by ${name}`, async () => {
      assert.equal((await read(body)).pair?.guard.says, says);
    });
  }

  for (const [name, body] of [
    ['another key is read', `const c = await redis.get('k'); if (c) return c; await redis.set(id, 'v');`],
    ['nothing decides', `const c = await redis.get(id); log(c); await redis.set(id, 'v');`],
    ['the branch goes on', `const c = await redis.get(id); if (c) log(c); await redis.set(id, 'v');`],
    ['it must be there', `const c = await redis.get(id); if (!c) return; await redis.set(id, 'v');`],
    ['either is enough', `const c = await redis.get(id); if (c || id) { await redis.set(id, 'v'); }`],
  ] as const) {
    it(`is no pair where ${name}`, async () => {
      assert.equal((await read(body)).pair, undefined);
    });
  }
});

describe('a cache fill', () => {
  const fills: readonly [name: string, body: string, kind: string | undefined][] = [
    ['a query', `const c = await redis.get(id); if (c) return c; const { rows } = await pool.query('SELECT name FROM users WHERE id = $1', [id]); await redis.set(id, JSON.stringify(rows[0]));`, 'query'],
    ['an HTTP call', `const c = await redis.get(id); if (c) return c; const body = await fetch(id); await redis.set(id, String(body));`, 'outbound'],
    ['a function that reads', `let u = await redis.get(id); if (u) return u; u = await findUser(id); await redis.set(id, u);`, 'function'],
    ['a function that makes', `const c = await redis.get(id); if (c) return c; const made = await createUser(id); await redis.set(id, made);`, undefined],
    ['a row that was inserted', `const c = await redis.get(id); if (c) return c; const r = await pool.query('INSERT INTO users (id) VALUES ($1) RETURNING id', [id]); await redis.set(id, r);`, undefined],
    ['a constant', `const c = await redis.get(id); if (c) return c; await redis.set(id, '1');`, undefined],
    ['what was read, changed', `const c = await redis.get(id); if (!c) { return; } const next = await findUser(c); await redis.set(id, next);`, undefined],
    ['a check alone', `const c = await redis.get(id); if (c) return; const u = await findUser(id); await redis.set(id, u);`, undefined],
  ];
  for (const [name, body, kind] of fills) {
    it(`${kind === undefined ? 'is not' : 'is'} one that stores ${name}`, async () => {
      assert.equal((await read(body)).fill?.kind, kind);
    });
  }
});
