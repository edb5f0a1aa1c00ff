import { fillAt } from '../../../facts/javascript/cacheFill';
import { calleeOf } from '../../../facts/javascript/calls';
import { heldValue } from '../../../facts/javascript/flow';
import { keyShape, type RedisCall } from '../../../facts/javascript/redisCalls';
import { requestPlace } from '../../../facts/javascript/requestPath';
import type { ScriptSource } from '../../../source';
import { field, isInside, namedChildren, walk, type Node } from '../../../syntax/nodes';

/** A load that runs once for each request that finds the key missing. */
export interface Stampede {
  readonly key: Node;
  /** What is awaited. */
  readonly load: Node;
}

/** Ways in which a function, or the helper it calls, lets one load serve many. */
const shared = /single.?flight|in.?flight|pending|coalesc|dedup|mutex|semaphore|redlock|lock\b|memoi[sz]e|stampede|revalidat|promiseCache/i;

/** @returns undefined unless a request loads what other requests would load at the same time: one key for all, or a wrapper that takes any key. */
export function stampedeAt(store: RedisCall, source: ScriptSource): Stampede | undefined {
  // An entry that never ends is loaded once; that it never ends is another rule's.
  if (store.expiry.state === 'none' || store.expiry.state === 'ignored' || store.flags.size > 0) return undefined;
  const fill = fillAt(store, source);
  if (fill === undefined || store.key === undefined || shared.test(fill.fn.text)) return undefined;
  const [awaited, ...more] = fill.loads;
  const load = awaited?.type === 'await_expression' ? namedChildren(awaited)[0] : undefined;
  if (load?.type !== 'call_expression' || more.length > 0 || isShared(load, source) || isLaterStep(load, fill.read.call, fill.fn, source)) return undefined;
  if (!isForAll(store.key, source) && !isWrapper(store.key, load, source)) return undefined;
  return requestPlace(store.call, source) === undefined ? undefined : { key: store.key, load };
}

/** `memoize(findBrands)` */
function isShared(load: Node, source: ScriptSource): boolean {
  const callee = calleeOf(load);
  return callee !== undefined && shared.test(heldValue(callee, source).text);
}

/** What few people ask for, and seldom at once. */
const forFew = /admin|internal|debug|health/i;

/** A key without a part that differs from request to request. */
function isForAll(key: Node, source: ScriptSource): boolean {
  const shape = keyShape(key, source);
  return shape?.parts.length === 0 && !forFew.test(shape.pattern);
}

/** `remember(key, load)`: both come from the caller. */
function isWrapper(key: Node, load: Node, source: ScriptSource): boolean {
  const callee = calleeOf(load);
  const names = [key, callee].map((node) => (node?.type === 'identifier' ? source.scopes.resolve(node)?.kind : undefined));
  return names.every((kind) => kind === 'parameter');
}

/** True where the load goes on with what was awaited after the read, `response.json()`: it is not the whole of it. */
function isLaterStep(load: Node, read: Node, fn: Node, source: ScriptSource): boolean {
  let found = false;
  walk(load, (node) => {
    const declaration = node.type === 'identifier' ? source.scopes.resolve(node) : undefined;
    const value = declaration?.kind === 'const' || declaration?.kind === 'let' ? field(declaration.site, 'value') : undefined;
    const isLocal = declaration !== undefined && isInside(declaration.id, fn) && declaration.id.startIndex > read.endIndex;
    found ||= isLocal && (value === undefined || /\bawait\b/.test(value.text));
    return !found;
  });
  return found;
}
