import assert from 'node:assert/strict';
import { requestPlace } from '../../../src/engine/facts/javascript/requestPath';
import { stateAround } from '../../../src/engine/facts/javascript/sharedState';
import { nodeAt, scriptSource } from '../support/parse';

/** The body of an async method `f(id, user)` of a class `A`, with `call()` in it. */
const cases: readonly [name: string, outside: string, body: string, state: string][] = [
  ['read before, written after', `let count = 0;`, `const n = count; call(); count = n + 1;`, 'count'],
  ['written before, read after', `let current;`, `current = user; call(); return current;`, 'current'],
  ['read and written in one expression', `let total = 0;`, `total += call();`, 'total'],
  ['only written, with what the call gave', `let last;`, `last = call();`, ''],
  ['only read', `let limit = 5;`, `if (limit > 1) call(); return limit;`, ''],
  ['read and written before', `let count = 0;`, `count = count + 1; call();`, ''],
  ['a map that is asked and filled', `const seen = new Map();`, `if (seen.has(id)) return; call(); seen.set(id, 1);`, 'seen'],
  ['an entry of a list', `const users = [];`, `const found = users.find((u) => u.id === id); call(); found.hash = 1;`, 'users'],
  ['a record that was awaited', `const users = makeUsers();`, `const found = await users.find(id); call(); found.hash = 1;`, ''],
  ['an object that belongs to the request', ``, `const n = user.count; call(); user.count = n + 1;`, ''],
  ['a client named like a map', `const redis = makeRedis();`, `if (await redis.get(id)) return; call(); redis.set(id, 1);`, ''],
  ['different properties', `const stats = { started: 0, done: 0 };`, `stats.started++; call(); stats.done++;`, ''],
  ['the same property', `const stats = { open: 0 };`, `stats.open++; call(); stats.open--;`, 'stats.open'],
  ['a field of a service', ``, `const n = this.count; call(); this.count = n + 1;`, 'this.count'],
  ['another field of a service', ``, `this.salt = 1; this.hash = call(this.salt);`, ''],
  ['a loop', `let count = 0;`, `for (const x of id) { call(); if (count < 5) count = count + x; }`, 'count'],
  ['a local variable', ``, `let total = 0; for (const x of id) total += call(x); return total;`, ''],
  ['a global', ``, `const old = process.env.MODE; call(); process.env.MODE = old;`, 'process.env.MODE'],
];

async function stateOf(text: string): Promise<string> {
  const source = await scriptSource(text, { packageJson: { dependencies: { express: '5' } } });
  const call = nodeAt(source, text.includes('call(this.salt)') ? 'call(this.salt)' : text.includes('call(x)') ? 'call(x)' : 'call()');
  const place = requestPlace(call, source);
  assert.ok(place !== undefined);
  return stateAround(call, place.unit, source) ?? '';
}

describe('stateAround', () => {
  for (const [name, outside, body, state] of cases) {
    it(name, async () => {
      assert.equal(await stateOf(`${outside} export class A { async f(id, user) { ${body} } }`), state);
    });
  }

  const body = `async f() { this.password = call(this.password); }`.replace('call(this.password)', 'hash(this.password, call())');
  it("is not a model's own record", async () => {
    assert.equal(await stateOf(`schema.pre('save', async function () { this.password = this.password + call(); });`), '');
    assert.equal(await stateOf(`import { Entity } from 'typeorm'; @Entity() export class User { ${body} }`), '');
    assert.equal(await stateOf(`import { Injectable } from '@nestjs/common'; @Injectable() export class Users { ${body} }`), 'this.password');
  });
});
