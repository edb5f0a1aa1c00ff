import assert from 'node:assert/strict';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { cacheStaleAfterWrite } from '../../src/engine/rules/caching/cache-stale-after-write';
import { startPostgres, type Postgres } from '../support/postgres';
import { recordFigures, versionOf } from './support/figures';
import { fixedBy, run } from './support/fixedModule';
import { redisUnderTest, type RedisUnderTest } from './support/redisServer';

const readers = 100;

const profiles = `
import Redis from 'ioredis';
import { Pool } from 'pg';

export const pool = new Pool({ connectionString: process.env['DATABASE_URL'] });
export const redis = new Redis(process.env['REDIS_URL'] ?? '');

export async function bio(user: string): Promise<string> {
  const cached = await redis.get(\`profile:\${user}\`);
  if (cached) return JSON.parse(cached).bio;
  const { rows } = await pool.query('SELECT bio FROM profiles WHERE user_id = $1', [user]);
  await redis.set(\`profile:\${user}\`, JSON.stringify(rows[0]), 'EX', 3600);
  return rows[0].bio;
}

export async function setBio(userId: string, text: string): Promise<void> {
  await pool.query('UPDATE profiles SET bio = $1 WHERE user_id = $2', [text, userId]);
}
`;

interface Profiles {
  readonly pool: Pool;
  readonly redis: Redis;
  bio(user: string): Promise<string>;
  setBio(user: string, text: string): Promise<void>;
}

describe('cache-stale-after-write on PostgreSQL and Redis', function () {
  this.timeout(60_000);
  let server: RedisUnderTest | undefined;
  let database: Postgres | undefined;

  before(async function () {
    server = await redisUnderTest(this);
    database = await startPostgres(this);
    process.env['DATABASE_URL'] = database.url;
  });

  after(async () => {
    delete process.env['DATABASE_URL'];
    await server?.stop();
    await database?.stop();
  });

  /** How many of the readers after an update are given what was there before it. */
  async function stale(text: string): Promise<{ readonly count: number; readonly seconds: number }> {
    const module = await run<Profiles>(text);
    await module.redis.flushall();
    await module.pool.query("DROP TABLE IF EXISTS profiles; CREATE TABLE profiles (user_id text PRIMARY KEY, bio text); INSERT INTO profiles VALUES ('u1', 'old')");
    assert.equal(await module.bio('u1'), 'old');
    await module.setBio('u1', 'new');
    const given: string[] = [];
    for (let i = 0; i < readers; i++) given.push(await module.bio('u1'));
    const seconds = await module.redis.ttl('profile:u1');
    module.redis.disconnect();
    await module.pool.end();
    return { count: given.filter((bio) => bio === 'old').length, seconds };
  }

  it('readers get the old bio before, the new one after', async () => {
    const { before, after } = await fixedBy(cacheStaleAfterWrite, profiles);
    const [old, fresh] = [await stale(before), await stale(after)];
    assert.equal(old.count, readers);
    assert.ok(old.seconds > 3500, 'and will for an hour');
    assert.equal(fresh.count, 0);
    recordFigures('cache-stale-after-write', { ...server?.versions, postgresql: database?.version ?? '', pg: versionOf('pg') }, [
      { what: `stale answers among ${readers} reads after an update`, before: old.count, after: fresh.count },
    ]);
  });
});
