import { superLinearRegex } from '../../../src/engine/rules/event-loop/super-linear-regex';
import { testRule } from '../support/ruleTests';

testRule(superLinearRegex, { hits: 12, misses: 12 });
