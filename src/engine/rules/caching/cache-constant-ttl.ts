import { mayCache } from '../../facts/javascript/redisClients';
import { redisCallNamed } from '../../facts/javascript/redisCalls';
import { isBesideServer } from '../../facts/javascript/startup';
import type { Rule } from '../rule';
import { bulkStoreAt } from './cache-constant-ttl/bulk';
import { docs } from './cache-constant-ttl/docs';
import { jitterEdit } from './cache-constant-ttl/fix';

export const cacheConstantTtl: Rule = {
  id: 'cache-constant-ttl',
  title: 'Cache entries that all expire in the same second',
  area: 'caching',
  languages: ['javascript', 'typescript', 'tsx'],
  grade: 'review',
  severity: 'hint',
  lesson: 'hourly-stampede#same-second',
  defaultOn: true,
  docs,
  script: {
    triggers: ['.set(', '.setex(', '.setEx(', '.psetex('],
    needsSql: true,
    mayHold: mayCache,
    *check({ node }, source) {
      const store = redisCallNamed(node, source);
      if (store === undefined || isBesideServer(source)) return;
      const bulk = bulkStoreAt(store, source);
      if (bulk === undefined) return;
      const edit = jitterEdit(store, bulk.amount, source);
      const message = 'All entries of this loop expire in the same second, and every one of them is then loaded at once.';
      yield {
        start: store.call.startIndex,
        end: store.call.endIndex,
        message: edit === undefined ? `${message} No edit is offered: the expiry is written elsewhere.` : message,
        fixes: edit === undefined ? [] : [{ title: 'Spread the expiry over another tenth of its time', safety: 'review', edits: [edit] }],
      };
    },
  },
};
