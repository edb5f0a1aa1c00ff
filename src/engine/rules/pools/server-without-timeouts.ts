import type { GoSource } from '../../source';
import type { Draft, Rule, TreeHit } from '../rule';
import { docs } from './server-without-timeouts/docs';
import { openEcho } from './server-without-timeouts/echo';
import { openShortcut } from './server-without-timeouts/listen';
import { openLiteral } from './server-without-timeouts/literal';
import { switchedOff } from './server-without-timeouts/node';

type Check = (node: TreeHit['node'], source: GoSource) => Draft[];

const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['http.Server{', openLiteral],
  ['http.ListenAndServe', openShortcut],
  ['http.Serve(', openShortcut],
  ['http.ServeTLS(', openShortcut],
  ['.Run(', openShortcut],
  ['.RunTLS(', openShortcut],
  ['.Start(', openEcho],
  ['.StartTLS(', openEcho],
]);

export const serverWithoutTimeouts: Rule = {
  id: 'server-without-timeouts',
  title: 'A server that gives its clients for ever',
  area: 'pools',
  languages: ['go', 'javascript', 'typescript', 'tsx'],
  grade: 'review',
  severity: 'information',
  lesson: 'request-lifecycle#zero-timeouts',
  defaultOn: true,
  isUnproven: true,
  docs,
  go: {
    triggers: [...checks.keys()],
    check: ({ node, literal }, source) => checks.get(literal)?.(node, source) ?? [],
  },
  script: {
    triggers: ['requestTimeout', 'headersTimeout'],
    check: ({ node, literal }, source) => switchedOff(node, literal, source),
  },
};
