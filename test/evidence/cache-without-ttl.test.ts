import assert from 'node:assert/strict';
import type { Redis } from 'ioredis';
import { cacheWithoutTtl } from '../../src/engine/rules/caching/cache-without-ttl';
import { recordFigures } from './support/figures';
import { fixedBy, run } from './support/fixedModule';
import { redisUnderTest, type RedisUnderTest } from './support/redisServer';

const keys = 1000;

const filling = `
import Redis from 'ioredis';
import { findUser } from './users';

export const redis = new Redis(process.env['REDIS_URL'] ?? '');

export async function user(id: number): Promise<unknown> {
  const cached = await redis.get(\`user:\${id}\`);
  if (cached) return JSON.parse(cached);
  const found = await findUser(id);
  await redis.set(\`user:\${id}\`, JSON.stringify(found));
  return found;
}
`;

const storing = `
import { createClient } from 'redis';

export const redis = createClient({ url: process.env['REDIS_URL'] ?? '' });

export const store = (id: number) => redis.set(\`report:\${id}\`, 'report', 'EX', 60);
`;

interface Filling {
  readonly redis: Redis;
  user(id: number): Promise<unknown>;
}

interface Storing {
  readonly redis: { connect(): Promise<unknown>; destroy(): void };
  store(id: number): Promise<unknown>;
}

describe(`cache-without-ttl on Redis, ${keys} keys`, function () {
  this.timeout(60_000);
  let server: RedisUnderTest | undefined;
  let redis: Redis;

  before(async function () {
    server = await redisUnderTest(this);
    redis = server.client;
  });

  after(() => server?.stop());

  /** The keys that nothing will ever remove. */
  async function endless(): Promise<number> {
    const lives = await Promise.all((await redis.keys('*')).map((key) => redis.ttl(key)));
    return lives.filter((life) => life === -1).length;
  }

  async function fill(text: string): Promise<number> {
    await redis.flushall();
    const module = await run<Filling>(text, { './users': { findUser: (id: number) => Promise.resolve({ id }) } });
    await Promise.all(Array.from({ length: keys }, (_, id) => module.user(id)));
    module.redis.disconnect();
    return endless();
  }

  async function store(text: string): Promise<number> {
    await redis.flushall();
    const module = await run<Storing>(text);
    await module.redis.connect();
    await module.store(1);
    module.redis.destroy();
    return redis.ttl('report:1');
  }

  it('leaves keys with no expiry before, none after', async () => {
    const { before, after } = await fixedBy(cacheWithoutTtl, filling);
    const figures = { before: await fill(before), after: await fill(after) };
    assert.deepEqual(figures, { before: keys, after: 0 });
    assert.equal(await redis.ttl('user:1'), 300);
    const words = await fixedBy(cacheWithoutTtl, storing, { 'package.json': '{ "dependencies": { "redis": "^6.0.0" } }' });
    const lives = { before: await store(words.before), after: await store(words.after) };
    assert.deepEqual(lives, { before: -1, after: 60 });
    recordFigures('cache-without-ttl', server?.versions ?? {}, [
      { what: `keys with no expiry after ${keys} fills`, ...figures },
      { what: "TTL of a key that node-redis stored with 'EX', 60", ...lives, unit: 's' },
    ]);
  });

  it('a plain SET takes the expiry of a key away, KEEPTTL keeps it', async () => {
    await redis.set('k', 'a', 'EX', 100);
    await redis.set('k', 'b', 'KEEPTTL');
    assert.ok((await redis.ttl('k')) > 0);
    await redis.set('k', 'c');
    assert.equal(await redis.ttl('k'), -1);
  });
});
