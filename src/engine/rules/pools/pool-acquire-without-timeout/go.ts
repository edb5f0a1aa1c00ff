import type { GoSource } from '../../../source';
import { field, type Node } from '../../../syntax/nodes';
import type { Draft, Matcher, TreeHit } from '../../rule';
import { endlessDatabase, unlimitedDatabase } from './go/databaseSql';
import { nestedPgxpool } from './go/nested';
import { endlessOwnPool } from './go/ownPool';
import { endlessPgxpool, pgxpoolMethod } from './go/pgxpool';

const poolCall = /\.(?:Acquire|AcquireFunc|Begin|BeginTx|CopyFrom|Exec|Ping|Query|QueryRow|SendBatch)\(/g;

/** Every call of a pgxpool pool in the file, with the method's name, in order. */
function pgxpoolCalls(source: GoSource): [Node, string][] {
  return [...source.text.matchAll(poolCall)].flatMap((match): [Node, string][] => {
    const call = source.tree.rootNode.descendantForIndex(match.index, match.index + match[0].length);
    const callee = call?.type === 'call_expression' && !call.hasError ? field(call, 'function') : undefined;
    const method = callee === undefined ? undefined : pgxpoolMethod(callee, source);
    return call === null || method === undefined ? [] : [[call, method]];
  });
}

/** One import, or in a fragment one mention, stands for all calls of the file. */
function checkPgxpool(_: Node, source: GoSource): Draft[] {
  const calls = pgxpoolCalls(source);
  return calls.flatMap(([call, method]) => [...nestedPgxpool(call, method, calls, source), ...endlessPgxpool(call, method, source)]);
}

/** Helpers of tests need not be called so. */
const isTestSupport = (source: GoSource) => source.scopes.imports.some(({ path }) => path === 'testing');

type Check = (node: Node, source: GoSource) => Draft[];

const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['/pgxpool"', checkPgxpool],
  ['pgxpool.Pool', (node, source) => (source.fragment ? checkPgxpool(node, source) : [])],
  ['sql.Open(', unlimitedDatabase],
  ['.SetMaxOpenConns(', endlessDatabase],
  [') Acquire() ', endlessOwnPool],
]);

export const go: Matcher<GoSource, TreeHit> = {
  triggers: [...checks.keys()],
  check: ({ node, literal }, source) => (isTestSupport(source) ? [] : (checks.get(literal)?.(node, source) ?? [])),
};
