import { poolAcquireWithoutTimeout } from '../../../src/engine/rules/pools/pool-acquire-without-timeout';
import { testRule } from '../support/ruleTests';

testRule(poolAcquireWithoutTimeout, { hits: 30, misses: 25 });
