import { migrationRules } from '../../../src/engine/rules/migrations/family';
import { testRule } from '../support/ruleTests';

for (const rule of migrationRules) testRule(rule, { hits: 12, misses: 12 });
