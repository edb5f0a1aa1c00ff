import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds:
    'A cache fill without an expiry: a function reads a key, hands on what it held, and otherwise loads the value (a query, an HTTP ' +
    'call, an awaited function of the project) and stores it under that key for good. The client must be proven: ioredis, ' +
    'node-redis, @upstash/redis, or a node-cache without `stdTTL`. Also `set(key, value, \'EX\', 60)` on node-redis 4 and later, ' +
    'which reads an object and silently drops the words: `TTL` then answers -1.',
  why:
    'What was loaded changes in the database, and the cache serves the old value until something deletes the key. Each new key ' +
    'stays too: 1,000 fills left 1,000 keys with no expiry, and Redis keeps them until it is full.',
  fix:
    '*review*: adds the expiry in the form of the client, `\'EX\', 300` for ioredis and `{ EX: 300 }` for node-redis, with the constant ' +
    'the file gives its other entries or else the number from the settings. How stale an answer may be is your decision.',
  notWhen:
    'Locks, sessions, tokens, settings and kept answers are not caches. Values that are made from what was read (counters, ' +
    'histories) are not either, nor entries that another command of the function expires. Where the file deletes the key or stores it anew elsewhere, or another file does so with a constant key, the ' +
    'finding is a hint: a load that overlaps that still stores the old value. A key that another file stores anew gets no edit: its expiry depends on how often that is. So it is where the key carries a version or a digest, whose entry cannot get stale. A Redis with an `allkeys` eviction policy bounds the memory, not ' +
    'the staleness.',
  sources: [
    { title: 'Redis: key eviction', url: 'https://redis.io/docs/latest/develop/reference/eviction/' },
    { title: 'Redis: SET', url: 'https://redis.io/docs/latest/commands/set/' },
    { title: 'Nishtala et al.: Scaling Memcache at Facebook (stale sets)', url: 'https://www.usenix.org/conference/nsdi13/technical-sessions/presentation/nishtala' },
    { title: 'AWS: caching strategies', url: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Strategies.html' },
  ],
};
