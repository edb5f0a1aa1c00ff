import assert from 'node:assert/strict';
import type { Redis } from 'ioredis';
import { cacheConstantTtl } from '../../src/engine/rules/caching/cache-constant-ttl';
import { recordFigures } from './support/figures';
import { fixedBy, run } from './support/fixedModule';
import { redisUnderTest, type RedisUnderTest } from './support/redisServer';

const entries = 1000;

const warming = `
import Redis from 'ioredis';
import { findProducts } from './products';

export const redis = new Redis(process.env['REDIS_URL'] ?? '');

export async function warm(): Promise<void> {
  const products = await findProducts();
  await Promise.all(products.map((product) => redis.set(\`product:\${product.id}\`, JSON.stringify(product), 'EX', 3600)));
}
`;

interface Warming {
  readonly redis: Redis;
  warm(): Promise<void>;
}

describe(`cache-constant-ttl on Redis, ${entries} entries`, function () {
  this.timeout(60_000);
  let server: RedisUnderTest | undefined;
  let redis: Redis;

  before(async function () {
    server = await redisUnderTest(this);
    redis = server.client;
  });

  after(() => server?.stop());

  /** Seconds between the first entry that ends and the last, and how many end in the busiest second. */
  async function ends(text: string): Promise<{ readonly spread: number; readonly busiest: number }> {
    await redis.flushall();
    const findProducts = () => Promise.resolve(Array.from({ length: entries }, (_, id) => ({ id })));
    const module = await run<Warming>(text, { './products': { findProducts } });
    await module.warm();
    module.redis.disconnect();
    const now = Date.now();
    const times = await Promise.all((await redis.keys('*')).map(async (key) => now + (await redis.pttl(key))));
    const first = Math.min(...times);
    const counts = new Map<number, number>();
    for (const time of times) counts.set(Math.floor((time - first) / 1000), (counts.get(Math.floor((time - first) / 1000)) ?? 0) + 1);
    return { spread: Math.round((Math.max(...times) - first) / 1000), busiest: Math.max(...counts.values()) };
  }

  it('all end together before, over a tenth of the expiry after', async () => {
    const { before, after } = await fixedBy(cacheConstantTtl, warming);
    const [together, spread] = [await ends(before), await ends(after)];
    assert.ok(together.spread <= 1, `${together.spread} s`);
    assert.ok(spread.spread > 300 && spread.spread <= 361, `${spread.spread} s`);
    assert.ok(spread.busiest * 10 < together.busiest, `${spread.busiest} against ${together.busiest}`);
    recordFigures('cache-constant-ttl', server?.versions ?? {}, [
      { what: `time between the first and the last of ${entries} entries that expire`, before: together.spread, after: spread.spread, unit: 's' },
      { what: 'entries that expire in the busiest second', before: together.busiest, after: spread.busiest },
    ]);
  });
});
