import { cacheWithoutTtl } from '../../../src/engine/rules/caching/cache-without-ttl';
import { testRule } from '../support/ruleTests';

testRule(cacheWithoutTtl, { hits: 15, misses: 15 });
