import { checkThenInsert } from '../../../src/engine/rules/consistency/check-then-insert';
import { testRule } from '../support/ruleTests';

testRule(checkThenInsert, { hits: 20, misses: 20 });
