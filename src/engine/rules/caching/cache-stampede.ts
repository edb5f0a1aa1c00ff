import { mayCache } from '../../facts/javascript/redisClients';
import { redisCallNamed } from '../../facts/javascript/redisCalls';
import type { Rule } from '../rule';
import { docs } from './cache-stampede/docs';
import { singleFlightFix } from './cache-stampede/fix';
import { stampedeAt } from './cache-stampede/stampede';

export const cacheStampede: Rule = {
  id: 'cache-stampede',
  title: 'A cache miss that every waiting request loads for itself',
  area: 'caching',
  languages: ['javascript', 'typescript', 'tsx'],
  grade: 'review',
  severity: 'hint',
  lesson: 'hourly-stampede#every-miss-loads',
  defaultOn: true,
  docs,
  script: {
    triggers: ['.set(', '.setex(', '.setEx(', '.psetex('],
    needsSql: true,
    mayHold: mayCache,
    *check({ node }, source) {
      const store = redisCallNamed(node, source);
      const stampede = store === undefined ? undefined : stampedeAt(store, source);
      if (stampede === undefined) return;
      yield {
        start: stampede.load.startIndex,
        end: stampede.load.endIndex,
        message: 'When this entry ends, every request that waits for it runs the load: a hundred misses are a hundred loads.',
        fixes: [singleFlightFix(stampede, source)],
      };
    },
  },
};
