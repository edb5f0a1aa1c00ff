import type { Rule } from '../rule';
import { docs } from './check-then-create/docs';
import { script } from './check-then-create/script';

export const checkThenCreate: Rule = {
  id: 'check-then-create',
  title: 'A check that a create races past',
  area: 'consistency',
  languages: ['javascript', 'typescript', 'tsx'],
  grade: 'safe',
  severity: 'information',
  lesson: 'double-charge#find-then-create',
  defaultOn: true,
  isUnproven: true,
  docs,
  script,
};
