import { syncInRequestPath } from '../../../src/engine/rules/event-loop/sync-in-request-path';
import { testRule } from '../support/ruleTests';

testRule(syncInRequestPath, { hits: 25, misses: 25 });
