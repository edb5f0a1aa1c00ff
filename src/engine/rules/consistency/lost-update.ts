import type { Rule } from '../rule';
import { docs } from './lost-update/docs';
import { script } from './lost-update/script';

export const lostUpdate: Rule = {
  id: 'lost-update',
  title: 'A value read, changed and written back',
  area: 'consistency',
  languages: ['javascript', 'typescript', 'tsx'],
  grade: 'safe',
  severity: 'information',
  lesson: 'data-access#balance',
  defaultOn: true,
  isUnproven: true,
  docs,
  script,
};
