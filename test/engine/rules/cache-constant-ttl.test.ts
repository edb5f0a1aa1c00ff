import { cacheConstantTtl } from '../../../src/engine/rules/caching/cache-constant-ttl';
import { testRule } from '../support/ruleTests';

testRule(cacheConstantTtl, { hits: 13, misses: 13 });
