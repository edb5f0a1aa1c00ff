import { objectAccessWithoutOwner } from '../../../src/engine/rules/auth/object-access-without-owner';
import { testRule } from '../support/ruleTests';

testRule(objectAccessWithoutOwner, { hits: 25, misses: 25 });
