import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds:
    'A cache-aside load in the request path that all requests share: the key has no part that differs from one request to the ' +
    'next, or the function is a wrapper that is given the key and the load. Nothing lets one load serve the requests that ' +
    'miss together, and the entry expires, so this happens again and again. A hint.',
  why:
    'When the entry ends, every request that arrives before the first load is done runs the load too. A hundred requests at once ran 100 ' +
    'loads; with one flight for each key they ran 1.',
  fix:
    '*review*: keeps the promise of a running load in a `Map` of the module and gives it to the others; its entry is deleted when ' +
    'the load ends, failed or not. That is one load for each process; across processes a short lock (`SET … NX`) does the same. With lru-cache, ' +
    '`fetchMethod` and `cache.fetch(key)` already do this.',
  notWhen:
    'Keys of one user or one record, or of an admin page, which few requests ask for at once. Loads behind a lock, a memo or a revalidation. The waiting requests get the same object: where one of ' +
    'them changes it, it must be copied first. A request that is waiting for a load that hangs hangs with it: the load needs a deadline.',
  sources: [
    { title: 'Go: golang.org/x/sync/singleflight', url: 'https://pkg.go.dev/golang.org/x/sync/singleflight' },
    { title: 'lru-cache: fetchMethod', url: 'https://github.com/isaacs/node-lru-cache#readme' },
    { title: 'Vattani et al.: Optimal Probabilistic Cache Stampede Prevention', url: 'https://cseweb.ucsd.edu/~avattani/papers/cache_stampede.pdf' },
  ],
};
