import { callsIn } from '../../../facts/javascript/cacheAccess';
import { calleeOf } from '../../../facts/javascript/calls';
import { callsOf, enclosingFunction, ownNodes } from '../../../facts/javascript/functions';
import { fieldUses, functionBehind } from '../../../facts/javascript/flow';
import { keyShape } from '../../../facts/javascript/redisCalls';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, isInside, type Node } from '../../../syntax/nodes';
import { cachedRecords, type CachedRecord } from './cachedRecords';
import { recordAccesses, type RecordAccess } from './records';

/** A write, and the cache entries that it leaves as they were. */
export interface StaleWrite {
  readonly write: RecordAccess;
  /** The function that writes. */
  readonly fn: Node;
  readonly entries: readonly CachedRecord[];
}

/** Entries that end by then are stale no longer than most readers would notice. */
const shortSeconds = 60;

/** The writes of the file after which no cache entry is deleted or stored anew. */
export const staleWrites = (source: ScriptSource): readonly StaleWrite[] => source.memo.once(collect, source);

function collect(source: ScriptSource): readonly StaleWrite[] {
  const records = cachedRecords(source).filter(({ fill }) => isLasting(fill.store.expiry));
  if (records.length === 0) return [];
  const found = recordAccesses(source).flatMap((write): StaleWrite[] => {
    const fn = enclosingFunction(write.call);
    if (write.operation === 'read' || fn === undefined) return [];
    const entries = records.filter((record) => concerns(write, record) && !isInside(write.call, record.fill.fn));
    return entries.length === 0 || isTended(fn, source) || entries.some(({ key }) => namesKey(fn, key, source)) ? [] : [{ write, fn, entries }];
  });
  return found.filter((stale) => !found.some((other) => isFollowedBy(stale, other)));
}

/** Of several writes in one block the last is the one to delete the key after. */
function isFollowedBy(stale: StaleWrite, other: StaleWrite): boolean {
  if (other.write.call.startIndex <= stale.write.call.startIndex || stale.entries.some((entry) => !other.entries.includes(entry))) return false;
  const [own, later] = [stale, other].map(({ write }) => ancestorOf(write.call, new Set(['statement_block'])));
  return own !== undefined && own.id === later?.id;
}

const isLasting = (expiry: CachedRecord['fill']['store']['expiry']) => expiry.state !== 'set' || expiry.seconds === undefined || expiry.seconds > shortSeconds;

/** A list under one key changes with every write; a record with those that name it by the same columns. */
function concerns(write: RecordAccess, { table, parts, columns, inner, isFiltered }: CachedRecord): boolean {
  if (write.table !== table) return false;
  const { named } = write;
  if (named !== undefined && (named.every((name) => bookkeeping.test(name)) || (columns !== undefined && !named.some((name) => columns.includes(name))))) return false;
  // What is written inside a column may be the part of it that is not kept.
  if (named?.every((name) => write.inner.includes(name) && inner.includes(name)) === true) return false;
  if (parts.length === 0) return write.operation === 'change' || !isFiltered;
  return write.operation === 'change' && parts.every(({ column }) => write.columns.has(column));
}

/** Columns that requests write as they go, and that a reader of the record is seldom shown. */
const bookkeeping = /^(?:last|updated|modified|login|seen|visit|view|refresh|password|hash|otp|reset|verif|token|fcm|device|session|failed|attempt)/i;

const tending = /cache|invalidat|evict|purge|bust|revalidat|refresh|flush|warm|clear|matching|(?:delete|remove|del)\w*keys?\b/i;

const touches: ReadonlySet<string> = new Set(['del', 'unlink', 'delete', 'set', 'setex', 'psetex', 'expire', 'flushdb', 'flushall', 'publish', 'reset', 'incr', 'hdel', 'keys', 'scan', 'scanstream']);

/** True where the function, or one of the file that calls it, sees to the cache by itself or by a helper. */
function isTended(fn: Node, source: ScriptSource): boolean {
  return [fn, ...callersOf(fn, source)].flatMap((each) => [each, ...helpersOf(each, source)]).some((each) => tending.test(each.text) || callsIn(each, source).some(({ command }) => touches.has(command)));
}

/** True where the function writes such a key's beginning, to whatever helper: `deleteMatching('user:*')`. */
function namesKey(fn: Node, key: Node, source: ScriptSource): boolean {
  const [start = '', ...parts] = keyShape(key, source)?.pattern.split('*') ?? [];
  if (parts.length > 0) return start.length > 2 && /\W$/.test(start) && fn.text.includes(start);
  return [`'`, '"', '`'].some((quote) => fn.text.includes(quote + start + quote));
}

/** Functions of the file that a function calls by their names. */
const helpersOf = (fn: Node, source: ScriptSource): Node[] =>
  ownNodes(fn, 'call_expression').flatMap((call) => {
    const callee = calleeOf(call);
    return callee?.type === 'identifier' ? (functionBehind(callee, source) ?? []) : [];
  });

function callersOf(fn: Node, source: ScriptSource): Node[] {
  const name = fn.type === 'method_definition' ? field(fn, 'name')?.text : undefined;
  const calls = name === undefined ? callsOf(fn, source.scopes) : fieldUses(name, fn, source);
  return calls.flatMap((call) => {
    const caller = enclosingFunction(call);
    return caller === undefined || caller.id === fn.id ? [] : [caller];
  });
}
