import { getThenSet } from '../../../src/engine/rules/consistency/get-then-set';
import { testRule } from '../support/ruleTests';

testRule(getThenSet, { hits: 15, misses: 12 });
