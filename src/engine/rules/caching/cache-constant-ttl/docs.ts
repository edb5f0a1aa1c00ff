import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds:
    'A loop that stores one cache entry after another, each under a key of its own, all with the same expiry: a warm-up after a deploy, ' +
    'a nightly refresh, a list whose items are cached one by one. The list must be loaded there, or the file must read such keys, and the client be proven ' +
    '(ioredis, node-redis, @upstash/redis, cache-manager, node-cache).',
  why:
    'Entries that are stored together expire together, and the database gets all their loads in one second. 1,000 entries with an ' +
    'expiry of 3600 s all ended in one second; with up to a tenth added by chance they ended over 359 s, at most 7 in any second.',
  fix:
    '*review*: adds up to a tenth of the expiry by chance, `ttl + Math.floor(Math.random() * ttl * 0.1)`, anew for each entry. Decide whether an entry may live that ' +
    'much longer.',
  notWhen:
    'Entries that are filled when they are asked for are spread by the requests themselves, so a store outside a loop is left alone. Locks, sessions, ' +
    'one-time codes, rate windows, tokens and reservations end when they must. An expiry below 30 s or one that differs from item to item is left alone too. It is always a hint: how many keys the loop has is ' +
    'not to be seen, and a handful that end together harm nobody.',
  sources: [
    { title: "AWS Builders' Library: Timeouts, retries, and backoff with jitter", url: 'https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/' },
    { title: 'Redis: EXPIRE', url: 'https://redis.io/docs/latest/commands/expire/' },
  ],
};
