import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds:
    'An UPDATE, DELETE or INSERT in a file that also caches such records: a function reads a key, loads the record by one query and stores it under ' +
    'that key; another function writes the same table or model, and neither it nor its callers in the file delete the key or store it anew. A record must be named by the same columns ' +
    'that make up the key; a list under one key is concerned by every write. Queries and clients must be proven.',
  why:
    'After the write, readers are given the value from before it until the entry expires: with an expiry of 3600 s, for an hour. All 100 reads after an ' +
    'update gave the old text; with the key deleted, none did.',
  fix:
    '*review*: adds `await redis.del(key)` after the write, with the key made from the values the write names. Keep the expiry all the same: a load that began before the write may ' +
    'store the old value after the deletion.',
  notWhen:
    'Entries that live 60 s or less, lists that may be a little behind (a hint), functions that call anything named after a cache. Inside a transaction no edit is offered: ' +
    'until it commits, a reader would load the old value again. Invalidation in another file, by a database hook or a message is not seen.',
  sources: [
    { title: 'Nishtala et al.: Scaling Memcache at Facebook', url: 'https://www.usenix.org/conference/nsdi13/technical-sessions/presentation/nishtala' },
    { title: 'Azure Architecture Center: Cache-Aside', url: 'https://learn.microsoft.com/en-us/azure/architecture/patterns/cache-aside' },
    { title: 'Redis: DEL', url: 'https://redis.io/docs/latest/commands/del/' },
  ],
};
