import assert from 'node:assert/strict';
import type { Redis } from 'ioredis';
import { getThenSet } from '../../src/engine/rules/consistency/get-then-set';
import { recordFigures } from './support/figures';
import { fixedBy, run } from './support/fixedModule';
import { redisUnderTest, type RedisUnderTest } from './support/redisServer';

const callers = 20;

const charging = `
import Redis from 'ioredis';
import { charge } from './cards';

export const redis = new Redis(process.env['REDIS_URL'] ?? '');

export async function pay(order: string): Promise<boolean> {
  const paid = await redis.get(\`paid:\${order}\`);
  if (paid !== null) return false;

  await charge(order);
  await redis.set(\`paid:\${order}\`, '1', 'EX', 3600);
  return true;
}
`;

const marking = `
import { createClient } from 'redis';

export const redis = createClient({ url: process.env['REDIS_URL'] ?? '' });

export async function first(event: string): Promise<boolean> {
  const seen = await redis.get(\`event:\${event}\`);
  if (seen) return false;
  await redis.set(\`event:\${event}\`, '1', { EX: 60 });
  return true;
}
`;

const locking = `
import { createClient } from 'redis';

export const redis = createClient({ url: process.env['REDIS_URL'] ?? '' });

export async function acquire(name: string): Promise<boolean> {
  return (await redis.set(\`lock:\${name}\`, 'me', 'EX', 30, 'NX')) === 'OK';
}
`;

interface Paying {
  readonly redis: Redis;
  pay(order: string): Promise<boolean>;
}

interface NodeRedis {
  readonly redis: { connect(): Promise<unknown>; destroy(): void };
}

describe(`get-then-set on Redis, ${callers} callers at once`, function () {
  this.timeout(60_000);
  let server: RedisUnderTest | undefined;
  let redis: Redis;

  before(async function () {
    server = await redisUnderTest(this);
    redis = server.client;
  });

  after(() => server?.stop());

  const together = <T>(call: () => Promise<T>) => Promise.allSettled(Array.from({ length: callers }, call));

  async function charges(text: string): Promise<number> {
    await redis.flushall();
    let count = 0;
    const charge = async () => {
      count++;
      await new Promise((done) => setTimeout(done, 50));
    };
    const module = await run<Paying>(text, { './cards': { charge } });
    const outcomes = await together(() => module.pay('o1'));
    module.redis.disconnect();
    assert.equal(outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value).length, count);
    return count;
  }

  /** How many callers were told that they are the one. */
  async function winners(text: string, name: 'first' | 'acquire'): Promise<number> {
    await redis.flushall();
    const module = await run<NodeRedis & Record<typeof name, (key: string) => Promise<boolean>>>(text);
    await module.redis.connect();
    const outcomes = await together(() => module[name]('k'));
    module.redis.destroy();
    return outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value).length;
  }

  it('charges once for each caller before, once after', async () => {
    const { before, after } = await fixedBy(getThenSet, charging);
    const figures = { before: await charges(before), after: await charges(after) };
    assert.ok(figures.before > 1);
    assert.equal(figures.after, 1);
    assert.equal(await redis.ttl('paid:o1'), 3600);
    const lock = await fixedBy(getThenSet, locking, { 'package.json': '{ "dependencies": { "redis": "^6.0.0" } }' });
    const locks = { before: await winners(lock.before, 'acquire'), after: await winners(lock.after, 'acquire') };
    assert.deepEqual(locks, { before: callers, after: 1 });
    recordFigures('get-then-set', server?.versions ?? {}, [
      { what: `charges for ${callers} concurrent calls with one key`, ...figures },
      { what: `lock holders among ${callers} callers, node-redis given the words of ioredis`, ...locks },
    ]);
  });

  it('gives the claim back when the charge fails', async () => {
    const { after } = await fixedBy(getThenSet, charging);
    await redis.flushall();
    const declined = await run<Paying>(after, { './cards': { charge: () => Promise.reject(new Error('declined')) } });
    await assert.rejects(declined.pay('o1'), /declined/);
    declined.redis.disconnect();
    assert.equal(await redis.exists('paid:o1'), 0);
    assert.equal(await charges(after), 1);
  });

  it('lets one caller of node-redis through', async () => {
    const { before, after } = await fixedBy(getThenSet, marking);
    assert.equal(await winners(before, 'first'), callers);
    assert.equal(await winners(after, 'first'), 1);
    assert.equal(await redis.ttl('event:k'), 60);
  });

  it('node-redis drops the words of ioredis: no expiry before, one after', async () => {
    const { before, after } = await fixedBy(getThenSet, locking, { 'package.json': '{ "dependencies": { "redis": "^6.0.0" } }' });
    await winners(before, 'acquire');
    assert.equal(await redis.ttl('lock:k'), -1);
    await winners(after, 'acquire');
    assert.equal(await redis.ttl('lock:k'), 30);
  });
});
