import { cacheStaleAfterWrite } from '../../../src/engine/rules/caching/cache-stale-after-write';
import { testRule } from '../support/ruleTests';

testRule(cacheStaleAfterWrite, { hits: 12, misses: 12 });
