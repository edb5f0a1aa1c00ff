import { callsIn } from '../../../facts/javascript/cacheAccess';
import { isReader } from '../../../facts/javascript/cacheFill';
import { dataCallAt } from '../../../facts/javascript/dataCalls';
import { heldValue } from '../../../facts/javascript/flow';
import { outboundCall } from '../../../facts/javascript/outboundCalls';
import { keyShape, keyWords, type RedisCall } from '../../../facts/javascript/redisCalls';
import { functionTypes } from '../../../facts/javascript/scope';
import { sqlCallAt } from '../../../facts/javascript/sqlCalls';
import type { ScriptSource } from '../../../source';
import { field, isInside, namedChildren, walk, type Node } from '../../../syntax/nodes';

/** A store that a loop repeats for key after key, with one expiry for all. */
export interface BulkStore {
  /** The expiry as it is written. */
  readonly amount: Node;
}

/** Words in a key of what is no cache: it ends when it must, not a little later. */
const exact = /session|sess:|token|otp|code|verif|(?<![a-z])lock|rate.?limit|\brl:|limit|quota|throttl|cooldown|idempot|nonce|presence|online|heartbeat|seat|hold|reserv|invite|cart|job|task|dedup|seen|processed|blacklist|blocklist/i;

/** Shorter lives than this end at different times anyway, as requests come. */
const leastSeconds = 30;

const reads: ReadonlySet<string> = new Set(['get', 'mget', 'getex', 'exists']);

/** @returns undefined unless a loop over what was loaded stores each item under a key of its own. */
export function bulkStoreAt(store: RedisCall, source: ScriptSource): BulkStore | undefined {
  const { expiry, key, value, flags } = store;
  if (expiry.state !== 'set' || expiry.isJittered || key === undefined || value === undefined || flags.size > 0 || exact.test(keyWords(key, source))) return undefined;
  if (expiry.seconds !== undefined && expiry.seconds < leastSeconds) return undefined;
  const loop = loopAround(store.call);
  // A value that is the same for all keys is a mark, not what was loaded for each.
  if (loop === undefined || !usesNameOf(key, loop.names, source) || !usesNameOf(value, loop.names, source) || usesNameOf(expiry.amount, loop.names, source)) return undefined;
  return isLoaded(loop.items, source) || isReadInFile(store, source) ? { amount: expiry.amount } : undefined;
}

interface Loop {
  /** What is gone through. */
  readonly items: Node;
  /** Where the names that differ from round to round are bound: the pattern, the parameters, the body. */
  readonly names: Node;
}

const iterators: ReadonlySet<string> = new Set(['map', 'forEach', 'flatMap']);

function loopAround(call: Node): Loop | undefined {
  for (let at: Node = call; at.parent !== null; at = at.parent) {
    const outer = at.parent;
    if (outer.type === 'for_in_statement') {
      const items = field(outer, 'right');
      return items === undefined || !isInside(call, field(outer, 'body') ?? outer) ? undefined : { items, names: outer };
    }
    if (functionTypes.has(at.type)) {
      const method = outer.type === 'arguments' ? outer.parent?.childForFieldName('function') : undefined;
      const isIterated = method?.type === 'member_expression' && iterators.has(field(method, 'property')?.text ?? '');
      const items = isIterated ? field(method, 'object') : undefined;
      return items === undefined ? undefined : { items, names: at };
    }
  }
  return undefined;
}

/** True when an expression holds a name that is bound inside a node. */
function usesNameOf(expression: Node, names: Node, source: ScriptSource): boolean {
  let found = false;
  for (const each of new Set([expression, heldValue(expression, source)])) {
    walk(each, (node) => {
      const declaration = node.type === 'identifier' || node.type === 'shorthand_property_identifier' ? source.scopes.resolve(node) : undefined;
      found ||= declaration !== undefined && isInside(declaration.id, names);
      return !found;
    });
  }
  return found;
}

/** The list comes from a query, a call, or a function that reads. */
function isLoaded(items: Node, source: ScriptSource, depth = 0): boolean {
  if (depth > 4) return false;
  let found = false;
  walk(items, (node) => {
    if (found || functionTypes.has(node.type)) return false;
    if (node.type === 'await_expression') {
      const call = namedChildren(node)[0];
      found ||= call !== undefined && isLoad(call, source);
    } else if (node.type === 'identifier') {
      const declaration = source.scopes.resolve(node);
      const value = declaration?.kind === 'const' || declaration?.kind === 'let' ? field(declaration.site, 'value') : undefined;
      found ||= value !== undefined && isLoaded(value, source, depth + 1);
    }
    return !found;
  });
  return found;
}

const isLoad = (call: Node, source: ScriptSource) =>
  sqlCallAt(call, source) !== undefined || dataCallAt(call, source) !== undefined || outboundCall(call, source) !== undefined || isReader(call, source);

/** The file reads such keys: `product:*`. */
function isReadInFile(store: RedisCall, source: ScriptSource): boolean {
  const own = store.key === undefined ? undefined : keyShape(store.key, source)?.pattern;
  return own !== undefined && callsIn(source.tree.rootNode, source).some((call) => reads.has(call.command) && call.key !== undefined && keyShape(call.key, source)?.pattern === own);
}
