import { cacheStampede } from '../../../src/engine/rules/caching/cache-stampede';
import { testRule } from '../support/ruleTests';

testRule(cacheStampede, { hits: 12, misses: 12 });
