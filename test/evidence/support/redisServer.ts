import Redis from 'ioredis';
import { startRedis } from '../../support/redis';
import { versionOf } from './figures';

/** A throwaway Redis that the modules under test connect to by `REDIS_URL`. */
export interface RedisUnderTest {
  /** The test's own connection. */
  readonly client: Redis;
  /** Of the server and the clients. */
  readonly versions: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function redisUnderTest(context: Mocha.Context): Promise<RedisUnderTest> {
  const server = await startRedis(context);
  const client = new Redis(server.url);
  process.env['REDIS_URL'] = server.url;
  return {
    client,
    versions: { redis: server.version, ioredis: versionOf('ioredis'), 'node-redis': versionOf('redis') },
    async stop() {
      client.disconnect();
      delete process.env['REDIS_URL'];
      await server.stop();
    },
  };
}
