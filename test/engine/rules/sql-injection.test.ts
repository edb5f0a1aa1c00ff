import { sqlInjection } from '../../../src/engine/rules/data-access/sql-injection';
import { testRule } from '../support/ruleTests';

testRule(sqlInjection, { hits: 25, misses: 25 });
