import type { ScriptSource } from '../../source';
import { field, namedChildren, type Node } from '../../syntax/nodes';
import { calleeOf } from './calls';
import { readBefore, type ReadThenStore } from './cacheAccess';
import { dataCallAt } from './dataCalls';
import { outboundCall } from './outboundCalls';
import { keyWords, type RedisCall } from './redisCalls';
import { sqlCallAt } from './sqlCalls';

/** A kept answer is handed on like a cached value; only its key says that the request behind it must not run twice. */
export const keptAnswer = /idempot|\bidem[:_-]|dedup/i;

/** Words in a key of what is kept on purpose, not cached. */
const kept = /session|sess:|token|\botp\b|(?<![a-z])lock(?![a-z])|nonce|config|setting|cursor|presence|socket/i;

/** Where a fill's value comes from: a query or call that is proven, or a function of the project. */
export type LoadKind = 'query' | 'outbound' | 'function';

export interface CacheFill extends ReadThenStore {
  readonly kind: LoadKind;
}

const writing: ReadonlySet<string> = new Set(['create', 'update', 'upsert', 'delete']);

/** True for an awaited statement that changes the database. */
export function isWrite(load: Node, source: ScriptSource): boolean {
  const call = callIn(load);
  if (call === undefined) return false;
  const data = dataCallAt(call, source);
  if (data !== undefined) return writing.has(data.operation);
  const sql = sqlCallAt(call, source);
  return sql !== undefined && /^\s*(?:insert|update|delete)\b/i.test(sql.sql.text);
}

const callIn = (load: Node): Node | undefined => (load.type === 'await_expression' ? namedChildren(load)[0] : load);

/** A value that is loaded where its key held nothing, stored under the key, and handed on from there the next time. */
export function fillAt(store: RedisCall, source: ScriptSource): CacheFill | undefined {
  if (store.isBatched) return undefined;
  const pair = readBefore(store, source);
  if (pair === undefined || pair.isUpdate || !pair.isConsumed || pair.loads.length === 0 || pair.read.command === 'exists') return undefined;
  const key = store.key === undefined ? '' : keyWords(store.key, source);
  if (keptAnswer.test(key) || kept.test(key) || pair.loads.some((load) => isWrite(load, source))) return undefined;
  const kind = kindOf(pair.loads, source);
  return kind === undefined ? undefined : { ...pair, kind };
}

/** What functions that only read are called; one that makes something is asked once and its answer kept, which is no cache. */
const readers =
  /^_?(?:get|find|fetch|load|read|quer|list|search|select|count|lookup|retrieve|resolve|compute|calculate|aggregate|scrape|crawl|request|by[A-Z]|all|one|exec|lean|json|text|toArray|first|many)/;

function kindOf(loads: readonly Node[], source: ScriptSource): LoadKind | undefined {
  const calls = loads.flatMap((load) => callIn(load) ?? []);
  if (calls.some((call) => dataCallAt(call, source) !== undefined || sqlCallAt(call, source) !== undefined)) return 'query';
  if (calls.some((call) => outboundCall(call, source) !== undefined)) return 'outbound';
  return calls.some((call) => isReader(call, source)) ? 'function' : undefined;
}

/** True for a call of a function that is given as a parameter, or is called as one that reads. */
export function isReader(call: Node, source: ScriptSource): boolean {
  const callee = call.type === 'call_expression' ? calleeOf(call) : undefined;
  if (callee?.type === 'identifier') return readers.test(callee.text) || source.scopes.resolve(callee)?.kind === 'parameter';
  return callee?.type === 'member_expression' && readers.test(field(callee, 'property')?.text ?? '');
}
