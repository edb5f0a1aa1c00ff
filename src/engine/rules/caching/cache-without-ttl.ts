import { mayCache } from '../../facts/javascript/redisClients';
import { fillAt } from '../../facts/javascript/cacheFill';
import { redisCallNamed, type RedisCall } from '../../facts/javascript/redisCalls';
import { isBesideServer, isSetup } from '../../facts/javascript/startup';
import { wordsAsObject } from '../../fix/javascript/redisOptions';
import type { ScriptSource } from '../../source';
import type { Draft, Rule } from '../rule';
import { docs } from './cache-without-ttl/docs';
import { expiryEdits } from './cache-without-ttl/fix';
import { doneElsewhere, isLimitedElsewhere, isSeenTo, isVersioned } from './cache-without-ttl/lifetime';

export const cacheWithoutTtl: Rule = {
  id: 'cache-without-ttl',
  title: 'A cache entry that never expires',
  area: 'caching',
  languages: ['javascript', 'typescript', 'tsx'],
  grade: 'review',
  severity: 'information',
  lesson: 'stale-bio#no-ttl',
  defaultOn: true,
  docs,
  script: {
    triggers: ['.set('],
    needsSql: true,
    mayHold: mayCache,
    *check({ node }, source) {
      const store = redisCallNamed(node, source);
      if (store === undefined || store.command !== 'set' || isBesideServer(source)) return;
      if (store.expiry.state === 'ignored') yield* lostWords(store, source);
      else yield* endless(store, source);
    },
  },
};

/** node-redis given the words of ioredis. With NX among them it is a claim, which get-then-set reports. */
function* lostWords(store: RedisCall, source: ScriptSource): Iterable<Draft> {
  if (store.flags.has('NX')) return;
  yield {
    start: store.call.startIndex,
    end: store.call.endIndex,
    severity: 'warning',
    message: 'node-redis reads the expiry from an object and passes over these words: the key never expires.',
    fixes: [{ title: 'Give the expiry in the object that node-redis reads', safety: 'review', edits: wordsAsObject(store, source) }],
  };
}

function* endless(store: RedisCall, source: ScriptSource): Iterable<Draft> {
  if (store.expiry.state !== 'none' || store.flags.size > 0) return;
  const fill = fillAt(store, source);
  if (fill === undefined || isSetup(fill.fn, source) || isLimitedElsewhere(fill, source)) return;
  const elsewhere = doneElsewhere(fill, source);
  const isKeptFresh = elsewhere !== undefined || isSeenTo(fill, source);
  // An expiry would drop what is renewed there, and requests would wait for the load in between.
  const edit = elsewhere === 'renewed' ? undefined : expiryEdits(store, source);
  yield {
    start: store.call.startIndex,
    end: store.call.endIndex,
    severity: isKeptFresh || isVersioned(store, source) ? 'hint' : 'information',
    message: messageOf(elsewhere === 'renewed', isKeptFresh),
    fixes: edit === undefined ? [] : [{ title: `Let the entry expire after ${edit.life}`, safety: 'review', edits: edit.edits }],
  };
}

function messageOf(isRenewed: boolean, isKeptFresh: boolean): string {
  if (isRenewed) return 'This entry never expires, and another file stores it anew: should that stop, the old value stays for good. No automatic fix: an expiry shorter than the time between two renewals would let requests wait for the load.';
  if (isKeptFresh) return 'This entry never expires: a load that ends just after the key is deleted or refreshed stores the old value for good.';
  return 'This entry never expires: what it was loaded from may change, and every key stays in memory.';
}
