import type { Rule } from '../rule';
import { docs } from './pool-acquire-without-timeout/docs';
import { go } from './pool-acquire-without-timeout/go';
import { script } from './pool-acquire-without-timeout/script';

export const poolAcquireWithoutTimeout: Rule = {
  id: 'pool-acquire-without-timeout',
  title: 'A wait for a pooled connection that nothing ends',
  area: 'pools',
  languages: ['javascript', 'typescript', 'tsx', 'go'],
  grade: 'review',
  severity: 'information',
  lesson: 'incident-reading#unbounded-acquire',
  defaultOn: true,
  docs,
  script,
  go,
};
