import { mayCache } from '../../facts/javascript/redisClients';
import { redisCallNamed } from '../../facts/javascript/redisCalls';
import { isBesideServer } from '../../facts/javascript/startup';
import type { ScriptSource } from '../../source';
import type { Draft, Rule } from '../rule';
import { docs } from './cache-stale-after-write/docs';
import { repair } from './cache-stale-after-write/fix';
import { staleWrites, type StaleWrite } from './cache-stale-after-write/staleWrites';

export const cacheStaleAfterWrite: Rule = {
  id: 'cache-stale-after-write',
  title: 'A write that leaves the old record in the cache',
  area: 'caching',
  languages: ['javascript', 'typescript', 'tsx'],
  grade: 'review',
  severity: 'information',
  lesson: 'stale-bio#update-without-delete',
  defaultOn: true,
  docs,
  script: {
    triggers: ['.set(', '.setex(', '.setEx(', '.psetex('],
    needsSql: true,
    mayHold: mayCache,
    *check({ node }, source) {
      const store = redisCallNamed(node, source);
      if (store?.value === undefined || isBesideServer(source)) return;
      for (const stale of staleWrites(source)) if (stale.entries[0]?.fill.store.call.id === store.call.id) yield draft(stale, source);
    },
  },
};

function draft(stale: StaleWrite, source: ScriptSource): Draft {
  const { write, entries } = stale;
  const outcome = repair(stale, source);
  const [entry] = entries;
  const isList = entry?.parts.length === 0;
  const expiry = entry?.fill.store.expiry;
  const until = expiry?.state === 'set' ? (expiry.seconds === undefined ? 'until it expires' : `for up to ${expiry.seconds} s`) : 'for good';
  const message = `What this writes stays old in the cache: requests that find ${entry?.key.text ?? 'the key'} are given the earlier value ${until}.`;
  return {
    start: write.call.startIndex,
    end: write.call.endIndex,
    // A list that is a little behind is often meant; a record that was just changed seldom is.
    severity: isList && expiry?.state === 'set' ? 'hint' : 'information',
    message: 'refusal' in outcome ? `${message} No edit is offered: ${outcome.refusal}.` : message,
    fixes: 'fix' in outcome ? [outcome.fix] : [],
  };
}
