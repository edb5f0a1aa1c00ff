import type { Rule } from '../rule';
import { docs } from './retry-without-backoff/docs';
import { go } from './retry-without-backoff/go';
import { script } from './retry-without-backoff/script';

export const retryWithoutBackoff: Rule = {
  id: 'retry-without-backoff',
  title: 'A failed call that is repeated at once',
  area: 'pools',
  languages: ['javascript', 'typescript', 'tsx', 'go'],
  grade: 'review',
  severity: 'information',
  lesson: 'dead-dependency#tight-retry',
  defaultOn: true,
  isUnproven: true,
  docs,
  script,
  go,
};
