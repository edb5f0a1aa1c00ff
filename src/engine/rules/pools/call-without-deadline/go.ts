import type { GoSource } from '../../../source';
import type { Draft, Matcher, TreeHit } from '../../rule';
import { contextlessQuery } from './go/database';
import { endlessCommand } from './go/exec';
import { clientCalls, endlessHttp } from './go/http';

type Check = (node: TreeHit['node'], source: GoSource) => readonly Draft[];

const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['http.Get(', endlessHttp],
  ['http.Head(', endlessHttp],
  ['http.Post(', endlessHttp],
  ['http.PostForm(', endlessHttp],
  ['http.DefaultClient.Get(', endlessHttp],
  ['http.DefaultClient.Post(', endlessHttp],
  ['.Do(', endlessHttp],
  ['http.Client{', clientCalls],
  [' http.Client', clientCalls],
  ['exec.Command(', endlessCommand],
  ['.Query("', contextlessQuery],
  ['.Query(`', contextlessQuery],
  ['.QueryRow(', contextlessQuery],
  ['.Exec("', contextlessQuery],
  ['.Exec(`', contextlessQuery],
]);

export const go: Matcher<GoSource, TreeHit> = {
  triggers: [...checks.keys()],
  check: ({ node, literal }, source) => checks.get(literal)?.(node, source) ?? [],
};
