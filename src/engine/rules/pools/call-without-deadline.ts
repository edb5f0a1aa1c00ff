import type { Rule } from '../rule';
import { docs } from './call-without-deadline/docs';
import { go } from './call-without-deadline/go';
import { script } from './call-without-deadline/script';

export const callWithoutDeadline: Rule = {
  id: 'call-without-deadline',
  title: 'An outgoing call that nothing ends',
  area: 'pools',
  languages: ['javascript', 'typescript', 'tsx', 'go'],
  grade: 'review',
  severity: 'information',
  lesson: 'dead-dependency#no-deadline',
  defaultOn: true,
  docs,
  script,
  go,
};
