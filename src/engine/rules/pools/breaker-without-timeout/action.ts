import { functionBehind } from '../../../facts/javascript/flow';
import { parametersOf } from '../../../facts/javascript/functions';
import { outboundCall, type OutboundCall } from '../../../facts/javascript/outboundCalls';
import { functionTypes, patternIdentifiers } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { field, namedChildren, walk, type Node } from '../../../syntax/nodes';

/**
 * What ends the call a breaker guards, as far as this file shows.
 * - `unbounded`: a known client is called with no deadline.
 * - `bounded`: a deadline is there, or something that may well be one.
 * - `opaque`: neither; the call happens in code this file does not show.
 */
export type Reach = 'unbounded' | 'bounded' | 'opaque';

export interface Action {
  readonly reach: Reach;
  /** The guarded function, where it stands in this file. */
  readonly fn?: Node;
  /** The client calls with no deadline, those in functions it calls included. */
  readonly blind: readonly OutboundCall[];
  /** The longest deadline the code states, in milliseconds. */
  readonly ms?: number;
}

/** Local functions followed from the guarded one. */
const maxDepth = 2;

/**
 * Reads the function a breaker runs.
 * @param passesDeadSignal the breaker hands the function a signal that nothing aborts, so using it bounds nothing.
 */
export function actionOf(expression: Node, source: ScriptSource, passesDeadSignal = false): Action {
  const fn = functionBehind(expression, source);
  if (fn === undefined) return { reach: 'opaque', blind: [] };
  const dead = passesDeadSignal ? signalNames(fn) : new Set<string>();
  const evidence = read(fn, source, dead, maxDepth);
  const stated = evidence.calls.flatMap(({ limit }) => (limit.state === 'set' && limit.ms !== undefined ? [limit.ms] : []));
  const ms = stated.length === 0 ? {} : { ms: Math.max(...stated) };
  const blind = evidence.calls.filter(({ limit }) => limit.state === 'none');
  if (evidence.bounds) return { reach: 'bounded', fn, blind: [], ...ms };
  if (blind.length > 0) return { reach: 'unbounded', fn, blind, ...ms };
  return { reach: evidence.calls.length > 0 ? 'bounded' : 'opaque', fn, blind: [], ...ms };
}

interface Evidence {
  /** Something may end the whole function: a race, a timer, a helper or an option named after a deadline. */
  readonly bounds: boolean;
  readonly calls: readonly OutboundCall[];
}

const named = /time-?out|deadline/i;

function read(fn: Node, source: ScriptSource, dead: ReadonlySet<string>, depth: number): Evidence {
  let bounds = false;
  const calls: OutboundCall[] = [];
  walk(field(fn, 'body') ?? fn, (node) => {
    if (bounds) return false;
    if (node.type !== 'call_expression') {
      bounds = node.type === 'new_expression' && /^:(?:AbortController|Worker)\.new$/.test(source.origins.key(node));
      return true;
    }
    const outbound = outboundCall(node, source);
    if (outbound !== undefined) {
      calls.push(isDead(outbound.signal, dead) ? { ...outbound, limit: { state: 'none' } } : outbound);
      return true;
    }
    bounds = mayBound(node, source, dead);
    if (bounds) return false;
    const called = depth > 0 ? localCallee(node, source) : undefined;
    if (called === undefined || called.id === fn.id) return true;
    const inner = read(called, source, new Set(), depth - 1);
    bounds = inner.bounds;
    calls.push(...inner.calls);
    return true;
  });
  return { bounds, calls };
}

function mayBound(call: Node, source: ScriptSource, dead: ReadonlySet<string>): boolean {
  const callee = field(call, 'function');
  if (callee === undefined) return false;
  const key = source.origins.key(callee);
  // A signal's own timeout counts where it is passed to a call.
  if (key === ':AbortSignal.timeout' || key === ':AbortSignal.any') return false;
  if (key === ':Promise.race' || named.test(callee.text) || /^cockatiel:(?:Policy\.)?(?:timeout|wrap)\./.test(key)) return true;
  return (field(call, 'arguments')?.namedChildren ?? []).some((argument) => argument !== null && namesDeadline(argument, dead));
}

/** `{ timeout: 3000 }`, `{ signal }` or a bare `signal` passed to code this file does not show. */
function namesDeadline(argument: Node, dead: ReadonlySet<string>): boolean {
  if (argument.type === 'identifier' || argument.type === 'member_expression') {
    const name = field(argument, 'property')?.text ?? argument.text;
    return (named.test(name) || /signal|abort|cancel/i.test(name)) && !dead.has(argument.text);
  }
  if (argument.type !== 'object') return argument.type === 'call_expression' && /AbortSignal/.test(argument.text);
  return namedChildren(argument).some((entry) => {
    const name = (field(entry, 'key') ?? entry).text;
    if (entry.type === 'spread_element') return true;
    const value = field(entry, 'value') ?? entry;
    return (named.test(name) && !/^(?:false|0|undefined|null|Infinity)$/.test(value.text)) || (/signal/i.test(name) && !dead.has(value.text));
  });
}

function localCallee(call: Node, source: ScriptSource): Node | undefined {
  const callee = field(call, 'function');
  return callee === undefined || functionTypes.has(callee.type) ? undefined : functionBehind(callee, source);
}

/** What a cockatiel function may call the signal it is given: `({ signal })`, `(context)` with `context.signal`. */
function signalNames(fn: Node): ReadonlySet<string> {
  const [first] = parametersOf(fn);
  if (first === undefined) return new Set();
  if (first.type === 'identifier') return new Set([`${first.text}.signal`, first.text]);
  return new Set(patternIdentifiers(first).map((id) => id.text));
}

const isDead = (signal: Node | undefined, dead: ReadonlySet<string>) => signal !== undefined && dead.has(signal.text);

/** True when the function takes nothing, so that it cannot use a signal that a policy passes to it. */
export function ignoresSignal(fn: Node): boolean {
  return parametersOf(fn).length === 0 && !/\barguments\b/.test(field(fn, 'body')?.text ?? '');
}
