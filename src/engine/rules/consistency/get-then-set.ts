import { isRequested } from '../../facts/javascript/callers';
import { mayCache } from '../../facts/javascript/redisClients';
import { redisCallNamed, type RedisCall } from '../../facts/javascript/redisCalls';
import { wordsAsObject } from '../../fix/javascript/redisOptions';
import type { ScriptSource } from '../../source';
import type { Draft, Rule } from '../rule';
import { claimAt } from './get-then-set/claims';
import { docs } from './get-then-set/docs';
import { repair } from './get-then-set/fix';

export const getThenSet: Rule = {
  id: 'get-then-set',
  title: 'A check of a Redis key that a second caller passes too',
  area: 'consistency',
  languages: ['javascript', 'typescript', 'tsx'],
  grade: 'review',
  severity: 'information',
  lesson: 'double-charge#check-redis-first',
  defaultOn: true,
  isUnproven: true,
  docs,
  script: {
    triggers: ['.set(', '.setex(', '.setEx(', '.psetex('],
    needsSql: true,
    mayHold: mayCache,
    *check({ node }, source) {
      const store = redisCallNamed(node, source);
      if (store === undefined) return;
      yield* lostFlags(store, source);
      yield* raced(store, source);
    },
  },
};

/** node-redis given the words of ioredis: every caller gets OK. */
function* lostFlags(store: RedisCall, source: ScriptSource): Iterable<Draft> {
  if (store.library !== 'redis' || store.command !== 'set' || !store.flags.has('NX') || !isWords(store)) return;
  const life = store.expiry.state === 'ignored' ? ', and the key never expires' : '';
  yield {
    start: store.call.startIndex,
    end: store.call.endIndex,
    severity: 'warning',
    message: `node-redis reads options from an object and passes over these words: every caller gets OK${life}.`,
    fixes: [{ title: 'Give NX in the object that node-redis reads', safety: 'review', edits: wordsAsObject(store, source) }],
  };
}

const isWords = ({ call }: RedisCall): boolean => call.childForFieldName('arguments')?.namedChildren[2]?.type !== 'object';

function* raced(store: RedisCall, source: ScriptSource): Iterable<Draft> {
  const pair = claimAt(store, source);
  if (pair === undefined) return;
  const outcome = repair(pair, source);
  const message = 'Callers that read this key before one of them has written it all find nothing, and all go on.';
  yield {
    start: store.call.startIndex,
    end: store.call.endIndex,
    ...(isRequested(store.call, source) ? {} : { severity: 'hint' as const }),
    message: 'refusal' in outcome ? `${message} No edit is offered: ${outcome.refusal}.` : message,
    fixes: 'fix' in outcome ? [outcome.fix] : [],
  };
}
