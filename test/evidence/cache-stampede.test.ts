import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { cacheStampede } from '../../src/engine/rules/caching/cache-stampede';
import { recordFigures } from './support/figures';
import { fixedBy, run } from './support/fixedModule';
import { redisUnderTest, type RedisUnderTest } from './support/redisServer';

const requests = 100;

const loading = `
import Redis from 'ioredis';
import { findLeaders } from './scores';

export const redis = new Redis(process.env['REDIS_URL'] ?? '');

export async function leaders(_request: Request): Promise<unknown> {
  const cached = await redis.get('leaders');
  if (cached) return JSON.parse(cached);
  const found = await findLeaders();
  await redis.set('leaders', JSON.stringify(found), 'EX', 60);
  return found;
}
`;

interface Loading {
  readonly redis: Redis;
  leaders(): Promise<unknown>;
}

const packageJson = { 'package.json': '{ "dependencies": { "express": "^5.1.0", "ioredis": "^6.0.0" } }' };

describe(`cache-stampede on Redis, ${requests} misses at once`, function () {
  this.timeout(60_000);
  let server: RedisUnderTest | undefined;
  let redis: Redis;

  before(async function () {
    server = await redisUnderTest(this);
    redis = server.client;
  });

  after(() => server?.stop());

  async function loads(text: string, findLeaders: () => Promise<unknown>): Promise<{ readonly count: number; readonly outcomes: PromiseSettledResult<unknown>[] }> {
    await redis.flushall();
    let count = 0;
    const counted = async () => {
      count++;
      await new Promise((done) => setTimeout(done, 50));
      return findLeaders();
    };
    const module = await run<Loading>(text, { './scores': { findLeaders: counted } });
    const outcomes = await Promise.allSettled(Array.from({ length: requests }, () => module.leaders()));
    module.redis.disconnect();
    return { count, outcomes };
  }

  it('runs a load for each miss before, one for all after', async () => {
    const { before, after } = await fixedBy(cacheStampede, loading, packageJson);
    const board = [{ player: 'a', points: 3 }];
    const [many, one] = [await loads(before, () => Promise.resolve(board)), await loads(after, () => Promise.resolve(board))];
    assert.equal(many.count, requests);
    assert.equal(one.count, 1);
    for (const outcome of one.outcomes) assert.deepEqual(outcome.status === 'fulfilled' && outcome.value, board);
    recordFigures('cache-stampede', server?.versions ?? {}, [{ what: `loads for ${requests} requests that miss at once`, before: many.count, after: one.count }]);
  });

  it('hands an error to all that wait, and loads anew for the next', async () => {
    const { after } = await fixedBy(cacheStampede, loading, packageJson);
    let count = 0;
    const findLeaders = async () => {
      const isFirst = ++count === 1;
      // Long enough for the other one to have asked Redis too.
      await delay(100);
      if (isFirst) throw new Error('down');
      return [];
    };
    const module = await run<Loading>(after, { './scores': { findLeaders } });
    await redis.flushall();
    const outcomes = await Promise.allSettled([module.leaders(), module.leaders()]);
    assert.deepEqual(outcomes.map(({ status }) => status), ['rejected', 'rejected']);
    assert.deepEqual(await module.leaders(), []);
    module.redis.disconnect();
    assert.equal(count, 2);
  });
});
