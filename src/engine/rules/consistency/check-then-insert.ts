import type { Rule } from '../rule';
import { docs } from './check-then-insert/docs';
import { go } from './check-then-insert/go';
import { script } from './check-then-insert/script';
import { sql } from './check-then-insert/sql';

export const checkThenInsert: Rule = {
  id: 'check-then-insert',
  title: 'A check that an INSERT races past',
  area: 'consistency',
  languages: ['javascript', 'typescript', 'tsx', 'go', 'sql'],
  grade: 'safe',
  severity: 'information',
  lesson: 'incident-reading#racing-idempotency',
  defaultOn: true,
  isUnproven: true,
  docs,
  script,
  go,
  sql,
};
