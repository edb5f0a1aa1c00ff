import type { Rule } from '../rule';
import { breakersAt, checkBreaker } from './breaker-without-timeout/cockatiel';
import { docs } from './breaker-without-timeout/docs';
import { checkExecutions } from './breaker-without-timeout/gobreaker';
import { checkLocalClass, halfOpenSpellings, mayBreak } from './breaker-without-timeout/localBreaker';
import { checkConstruction, constructionsAt } from './breaker-without-timeout/opossum';

const libraries = /^(?:opossum|cockatiel)$/;
/** Of Node's sockets and streams. */
const streamOption = 'allowHalfOpen';
const libraryTriggers = ['opossum', 'CircuitBreaker', 'circuitBreaker'];

export const breakerWithoutTimeout: Rule = {
  id: 'breaker-without-timeout',
  title: 'A circuit breaker around a call that nothing ends',
  area: 'pools',
  languages: ['javascript', 'typescript', 'tsx', 'go'],
  grade: 'review',
  severity: 'information',
  lesson: 'incident-reading#blind-breaker',
  defaultOn: true,
  docs,
  script: {
    triggers: [...libraryTriggers, ...halfOpenSpellings],
    mayHold: ({ literal, text, offset, memo, names }) => (halfOpenSpellings.includes(literal) && !text.startsWith(streamOption, offset - streamOption.indexOf(literal)) && memo.once(mayBreak, text)) || names(libraries),
    *check({ node, literal }, source) {
      if (halfOpenSpellings.includes(literal)) yield* checkLocalClass(node, source);
      for (const construction of constructionsAt(node, source)) yield* checkConstruction(construction, source);
      for (const breaker of breakersAt(node, source)) yield* checkBreaker(breaker, source);
    },
  },
  go: {
    triggers: ['gobreaker'],
    check: ({ node }, source) => checkExecutions(node, source),
  },
};
