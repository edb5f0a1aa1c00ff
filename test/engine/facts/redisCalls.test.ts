import assert from 'node:assert/strict';
import { keyShape, keyText, redisCallsIn, type RedisCall } from '../../../src/engine/facts/javascript/redisCalls';
import type { ScriptSource } from '../../../src/engine/source';
import { scriptSource } from '../support/parse';

const calls = (source: ScriptSource) => redisCallsIn(source.tree.rootNode, source);

async function only(text: string, packageJson: unknown = {}): Promise<{ readonly call: RedisCall; readonly source: ScriptSource }> {
  const source = await scriptSource(text, { packageJson });
  const [call, ...more] = calls(source);
  assert.ok(call !== undefined && more.length === 0, `${more.length + (call === undefined ? 0 : 1)} calls in ${text}`);
  return { call, source };
}

const ioredis = `import Redis from 'ioredis'; const redis = new Redis();`;
const nodeRedis = `import { createClient } from 'redis'; const redis = createClient();`;

describe('a call of a Redis client', () => {
  const proven: readonly [name: string, text: string, library: string][] = [
    ['ioredis', `${ioredis} redis.get('k');`, 'ioredis'],
    ['ioredis by name', `import { Redis } from 'ioredis'; const redis = new Redis(); redis.get('k');`, 'ioredis'],
    ['a cluster', `import Redis from 'ioredis'; const redis = new Redis.Cluster([]); redis.get('k');`, 'ioredis'],
    ['CommonJS', `const IORedis = require('ioredis'); const redis = new IORedis(); redis.get('k');`, 'ioredis'],
    ['a typed parameter', `import type { Redis } from 'ioredis'; export function f(redis: Redis) { return redis.get('k'); }`, 'ioredis'],
    ['injected in Nest', `import Redis from 'ioredis'; class A { constructor(@Inject('REDIS') private readonly redis: Redis) {} f() { return this.redis.get('k'); } }`, 'ioredis'],
    ['a class field', `import Redis from 'ioredis'; class A { private redis = new Redis(); f() { return this.redis.get('k'); } }`, 'ioredis'],
    ['a getter function', `import Redis from 'ioredis'; const client = new Redis(); const getRedis = () => client; getRedis().get('k');`, 'ioredis'],
    ['node-redis', `${nodeRedis} redis.get('k');`, 'redis'],
    ['node-redis with handlers', `import { createClient } from 'redis'; export async function f() { const redis = await createClient().on('error', log).connect(); return redis.get('k'); }`, 'redis'],
    ['node-redis by type', `import type { RedisClientType } from 'redis'; class A { constructor(private redis: RedisClientType) {} f() { return this.redis.get('k'); } }`, 'redis'],
    ['upstash', `import { Redis } from '@upstash/redis'; const redis = Redis.fromEnv(); redis.get('k');`, 'upstash'],
    ['cache-manager', `import type { Cache } from 'cache-manager'; class A { constructor(@Inject(CACHE_MANAGER) private cache: Cache) {} f() { return this.cache.get('k'); } }`, 'cache-manager'],
    ['node-cache', `import NodeCache from 'node-cache'; const cache = new NodeCache(); cache.get('k');`, 'node-cache'],
    ['lru-cache', `import { LRUCache } from 'lru-cache'; const cache = new LRUCache({ max: 5 }); cache.get('k');`, 'lru-cache'],
  ];
  for (const [name, text, library] of proven) {
    it(`is known by its client: ${name}`, async () => {
      const found = calls(await scriptSource(text)).filter(({ command }) => command === 'get');
      assert.deepEqual(found.map((call) => [call.library, call.key?.text]), [[library, `'k'`]]);
    });
  }

  it('is known behind a function that hands its arguments on', async () => {
    const found = calls(await scriptSource(`${ioredis} const read = (key) => redis.get(key); read('k');`));
    assert.deepEqual(found.map(({ key }) => key?.text), ['key', `'k'`]);
  });

  it('is known behind promisify', async () => {
    const { call } = await only(`import redis from 'redis'; import { promisify } from 'util'; const client = redis.createClient(); const getAsync = promisify(client.get).bind(client); getAsync('k');`, { dependencies: { redis: '^3.1.0' } });
    assert.deepEqual([call.library, call.command], ['redis@3', 'get']);
  });

  for (const [name, text] of [
    ['a Map', `const redis = new Map(); redis.get('k');`],
    ['an unknown object', `export function f(redis) { return redis.get('k'); }`],
    ['a subscription', `${ioredis} redis.options.keyPrefix.at(0);`],
  ] as const) {
    it(`is not known for ${name}`, async () => {
      assert.deepEqual(calls(await scriptSource(text)), []);
    });
  }
});

describe('how long a stored value lives', () => {
  const client = { ioredis, redis: nodeRedis, upstash: `import { Redis } from '@upstash/redis'; const redis = Redis.fromEnv();`, memory: `import NodeCache from 'node-cache'; const redis = new NodeCache();`, bounded: `import NodeCache from 'node-cache'; const redis = new NodeCache({ stdTTL: 60 });` };
  const cases: readonly [client: keyof typeof client, call: string, expected: string][] = [
    ['ioredis', `redis.set('k', 'v')`, 'none'],
    ['ioredis', `redis.set('k', 'v', 'EX', 60)`, '60 s'],
    ['ioredis', `redis.set('k', 'v', 'px', 60_000, 'nx')`, '60 s NX'],
    ['ioredis', `redis.set('k', 'v', 'KEEPTTL')`, 'kept KEEPTTL'],
    ['ioredis', `redis.set('k', 'v', 'EXAT', at)`, 'at'],
    ['ioredis', `redis.set('k', 'v', 'EX', ttl)`, '? s'],
    ['ioredis', `redis.set('k', 'v', ...rest)`, 'unknown'],
    ['ioredis', `redis.setex('k', 2 * 60, 'v')`, '120 s'],
    ['ioredis', `redis.psetex('k', 500, 'v')`, '0.5 s'],
    ['ioredis', `redis.setnx('k', 'v')`, 'none'],
    ['ioredis', `redis.set('k', 'v', 'EX', 60 + Math.floor(Math.random() * 6))`, '? s jittered'],
    ['redis', `redis.set('k', 'v', { EX: 60, NX: true })`, '60 s NX'],
    ['redis', `redis.set('k', 'v', { expiration: { type: 'EX', value: 60 }, condition: 'NX' })`, 'at NX'],
    ['redis', `redis.set('k', 'v', {})`, 'none'],
    ['redis', `redis.set('k', 'v', options)`, 'unknown'],
    ['redis', `redis.set('k', 'v', 'EX', 60)`, 'ignored EX 60'],
    ['redis', `redis.set('k', 'v', 'EX', 60, 'NX')`, 'ignored EX 60 NX'],
    ['redis', `redis.setEx('k', 60, 'v')`, '60 s'],
    ['redis', `redis.setNX('k', 'v')`, 'none'],
    ['upstash', `redis.set('k', 'v', { ex: 60, nx: true })`, '60 s NX'],
    ['memory', `redis.set('k', 'v', 60)`, '60 s'],
    ['memory', `redis.set('k', 'v')`, 'none'],
    ['bounded', `redis.set('k', 'v')`, 'unknown'],
  ];
  for (const [name, text, expected] of cases) {
    it(`${name}: ${text} is ${expected}`, async () => {
      const { call } = await only(`${client[name]} ${text};`, { dependencies: { redis: '^5.9.0' } });
      const { expiry, flags } = call;
      const life =
        expiry.state === 'set'
          ? `${expiry.seconds ?? '?'} s${expiry.isJittered ? ' jittered' : ''}`
          : expiry.state === 'ignored'
            ? `ignored ${expiry.unit} ${expiry.amount.text}`
            : expiry.state;
      assert.equal([life, ...flags].join(' '), expected);
      assert.equal(call.value?.text, `'v'`);
    });
  }

  it('reads the words of node-redis before version 4', async () => {
    const { call } = await only(`${nodeRedis} redis.set('k', 'v', 'EX', 60);`, { dependencies: { redis: '^3.1.2' } });
    assert.equal(call.expiry.state, 'set');
  });

  it('does not judge the words of node-redis where its version is not known', async () => {
    const { call } = await only(`${nodeRedis} redis.set('k', 'v', 'EX', 60);`);
    assert.equal(call.expiry.state, 'unknown');
  });

  it('knows what is sent in a batch', async () => {
    const found = calls(await scriptSource(`${ioredis} redis.multi().set('k', 'v').expire('k', 60).exec();`));
    assert.deepEqual(found.map(({ command, isBatched }) => [command, isBatched]), [['multi', false], ['set', true], ['expire', true], ['exec', true]]);
  });
});

describe('a key', () => {
  it('is the same where a constant holds it', async () => {
    const source = await scriptSource(`${ioredis} export async function f(id) { const key = \`user:\${id}\`; await redis.get(key); await redis.set(\`user:\${id}\`, 'v'); }`);
    const [read, written] = calls(source).map(({ key }) => (key === undefined ? '' : keyText(key, source)));
    assert.equal(read, written);
  });

  for (const [text, pattern] of [
    ['`user:${id}:posts`', 'user:*:posts'],
    [`'user:' + id`, 'user:*'],
    ['`${prefix}:${id}`', 'app:*'],
    [`'users'`, 'users'],
    ['id', undefined],
  ] as const) {
    it(`${text} has the shape ${pattern ?? 'unknown'}`, async () => {
      const source = await scriptSource(`${ioredis} const prefix = 'app'; export const f = (id) => redis.get(${text});`);
      const [call] = calls(source);
      assert.equal(call?.key === undefined ? undefined : keyShape(call.key, source)?.pattern, pattern);
    });
  }
});
