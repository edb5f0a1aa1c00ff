import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds:
    'A function that reads a Redis key with `GET` or `EXISTS`, goes on only where it holds nothing, and then writes the same key ' +
    'to keep others out: a lock, a mark that a webhook was processed, an idempotency key, a cooldown. The client must be proven ' +
    '(ioredis, node-redis, @upstash/redis), also where another file creates it. Also `set(key, value, \'EX\', 60, \'NX\')` on ' +
    'node-redis 4 and later, which reads an object and silently drops the words.',
  why:
    'Between the read and the write any number of callers find the key missing. Twenty calls at once with one key ran the work 20 ' +
    'times; with `SET key value EX ttl NX` it ran once.',
  fix:
    '*review*: the read becomes `SET … NX` in the form of the client (`\'EX\', ttl, \'NX\'` for ioredis, `{ EX: ttl, NX: true }` for ' +
    'node-redis), which answers OK to one caller and null to the others. Work that stood between check and write runs after the ' +
    'claim, and an error deletes the key again. Decide whether the expiry outlasts the work: a shorter one lets a ' +
    'second caller in, and after a crash the key stays claimed until it ends.',
  notWhen:
    'A cache fill, which hands on what it read and stores what it loaded, is left alone: writing it twice is harmless. So are keys ' +
    'behind a lock, `WATCH`, a script or another NX. Where the stored value depends on the work (a kept response), only the finding ' +
    'is shown: claim with a marker first. It is a hint where the project’s own code shows no request (or message of a queue) of others than ' +
    'administrators that comes to it: two at once are then not proven. For money, a unique key in the database is the stronger guard: Redis may lose a key.',
  sources: [
    { title: 'Redis: SET, with NX and EX', url: 'https://redis.io/docs/latest/commands/set/' },
    { title: 'Redis: distributed locks', url: 'https://redis.io/docs/latest/develop/clients/patterns/distributed-locks/' },
    { title: 'ioredis: README', url: 'https://github.com/redis/ioredis#readme' },
    { title: 'node-redis: SET options', url: 'https://github.com/redis/node-redis/blob/master/packages/client/lib/commands/SET.ts' },
  ],
};
