import type { Glimpse } from '../../rules/rule';
import type { ScriptSource } from '../../source';
import { field, namedChildren, walk, type Node } from '../../syntax/nodes';
import { axiosRequest } from './axiosCalls';
import { argumentsOf, awaitOf, calleeOf } from './calls';
import { heldValue } from './flow';
import { parametersOf } from './functions';
import { httpRequest } from './nodeHttpCalls';
import { anyOption, isAddress, none, signalOption, unknown, type Limit } from './outboundLimits';
import { functionTypes } from './scope';
import { superagentRequest } from './superagentCalls';

export type { Limit } from './outboundLimits';

export interface OutboundCall {
  readonly call: Node;
  readonly client: 'fetch' | 'axios' | 'got' | 'superagent' | 'http' | 'undici';
  /** The module it comes from; '' for the platform's own fetch. */
  readonly library: string;
  readonly limit: Limit;
  /** The value given as the call's abort signal. */
  readonly signal?: Node;
  /** Which argument carries the options; undefined where they are not given in one. */
  readonly optionsAt?: number;
  /** The call that made the instance with its own defaults which this one is sent by: `axios.create(…)`. */
  readonly creation?: Node;
  /** A `timeout` option that only emits an event, which nothing here listens to. */
  readonly unheard?: Node;
}

const fetches: ReadonlySet<string> = new Set([
  ':fetch',
  ':globalThis.fetch',
  'undici:fetch',
  'node-fetch:',
  'cross-fetch:',
  'cross-fetch:fetch',
  'isomorphic-fetch:',
]);

const modules = /^(?:axios|got|superagent|undici|https?|node-fetch|cross-fetch|isomorphic-fetch|#fetch)$/;

/** False where no call of these clients can be. */
export const mayCallOut = ({ names }: Pick<Glimpse, 'names'>): boolean => names(modules);

const gotCall = /^got:(?:got\.?)?(extend\.\(\)\.?)?(?:get|post|put|patch|delete|head)?$/;

/** A call of a known HTTP client, and what limits it; undefined for any other call. */
export function outboundCall(call: Node, source: ScriptSource): OutboundCall | undefined {
  const callee = calleeOf(call);
  const key = callee === undefined ? '' : source.origins.key(callee);
  if (callee === undefined || key === '') return undefined;
  if (fetches.has(key)) return fetchCall(call, key, source);
  if (gotCall.test(key)) return gotRequest(call, key, source);
  if (key === 'undici:request') return undiciRequest(call, source);
  return axiosRequest(call, callee, key, source) ?? httpRequest(call, key, source) ?? superagentRequest(call, key, source);
}

function fetchCall(call: Node, key: string, source: ScriptSource): OutboundCall {
  const [request, init] = argumentsOf(call);
  const shape = { call, client: 'fetch', library: key.slice(0, key.indexOf(':')), optionsAt: 1 } as const;
  if (request !== undefined && source.origins.key(heldValue(request, source)) === ':Request.new') return { ...shape, limit: unknown };
  if (init === undefined) return { ...shape, limit: none };
  // node-fetch 2 has an option the platform's fetch ignores; undici's dispatchers have limits of their own.
  const own = anyOption([init], [key === 'node-fetch:' ? 'timeout' : 'dispatcher'], source);
  if (own.state !== 'none') return { ...shape, limit: key === 'node-fetch:' ? own : unknown };
  return { ...shape, ...signalOption(init, source) };
}

/** got reads options from its first argument or, after a URL, its second. */
function gotRequest(call: Node, key: string, source: ScriptSource): OutboundCall {
  const args = argumentsOf(call);
  const [first] = args;
  const shape = { call, client: 'got', library: 'got', optionsAt: first === undefined || isAddress(first, source) || args.length > 1 ? 1 : 0 } as const;
  const own = anyOption(args, ['timeout', 'signal'], source);
  if (own.state !== 'none' || !key.includes('extend.()')) return { ...shape, limit: own };
  const callee = calleeOf(call);
  const instance = callee?.type === 'member_expression' ? field(callee, 'object') : callee;
  const creation = instance === undefined ? undefined : heldValue(instance, source);
  if (creation?.type !== 'call_expression') return { ...shape, limit: unknown };
  return { ...shape, creation, limit: anyOption(argumentsOf(creation), ['timeout', 'signal'], source) };
}

function undiciRequest(call: Node, source: ScriptSource): OutboundCall {
  const [, options] = argumentsOf(call);
  const shape = { call, client: 'undici', library: 'undici', optionsAt: 1 } as const;
  if (options === undefined) return { ...shape, limit: none };
  const own = anyOption([options], ['headersTimeout', 'bodyTimeout', 'dispatcher'], source);
  return own.state === 'none' ? { ...shape, ...signalOption(options, source) } : { ...shape, limit: own };
}

/** The calls of known HTTP clients inside a node, nested functions included. */
export function outboundCallsIn(node: Node, source: ScriptSource): OutboundCall[] {
  const found: OutboundCall[] = [];
  walk(node, (inner) => {
    const call = inner.type === 'call_expression' ? outboundCall(inner, source) : undefined;
    if (call !== undefined) found.push(call);
    return true;
  });
  return found;
}

const readers: ReadonlySet<string> = new Set(['ok', 'status', 'statusText', 'headers', 'url', 'redirected', 'json', 'text', 'arrayBuffer', 'blob', 'formData']);

/**
 * True when the answer is plainly used up where the call stands: its body is read whole, and neither the response nor
 * its stream is handed on. Only then may the call's signal end with the function.
 */
export function isAnswerConsumed({ call, client, optionsAt }: OutboundCall, source: ScriptSource): boolean {
  if (client === 'axios') {
    const options = optionsAt === undefined ? undefined : argumentsOf(call)[optionsAt];
    return options === undefined || !/\bresponseType\b/.test(heldValue(options, source).text);
  }
  return client === 'fetch' && isResponseRead(call, source);
}

function isResponseRead(promise: Node, source: ScriptSource): boolean {
  const outer = promise.parent;
  if (outer?.type === 'member_expression' && field(outer, 'property')?.text === 'then') {
    const callback = outer.parent?.type === 'call_expression' ? argumentsOf(outer.parent)[0] : undefined;
    const parameter = callback !== undefined && functionTypes.has(callback.type) ? parametersOf(callback)[0] : undefined;
    return parameter?.type === 'identifier' && isOnlyRead(parameter, source);
  }
  // `fetch(url).catch(() => null)` gives the response, or what says that there is none.
  if (outer?.type === 'member_expression' && /^(?:catch|finally)$/.test(field(outer, 'property')?.text ?? '') && outer.parent?.type === 'call_expression') return isResponseRead(outer.parent, source);
  const awaited = awaitOf(promise);
  if (awaited === undefined) return false;
  const use = outermost(awaited).parent;
  switch (use?.type) {
    case 'expression_statement':
      return true;
    case 'member_expression':
      return readers.has(field(use, 'property')?.text ?? '');
    case 'variable_declarator':
    case 'assignment_expression': {
      const target = field(use, 'name') ?? field(use, 'left');
      if (target?.type === 'object_pattern') return namedChildren(target).every((entry) => readers.has((field(entry, 'key') ?? entry).text));
      return target?.type === 'identifier' && isOnlyRead(target, source);
    }
    default:
      return false;
  }
}

/** The parentheses around a value. The grammar reads `await (value).json()` as a call of a function named await. */
function outermost(value: Node): Node {
  const outer = value.parent;
  if (outer?.type === 'parenthesized_expression') return outermost(outer);
  const call = outer?.type === 'arguments' && outer.namedChildCount === 1 ? outer.parent : null;
  return call?.type === 'call_expression' && field(call, 'function')?.text === 'await' ? outermost(call) : value;
}

function isOnlyRead(binding: Node, source: ScriptSource): boolean {
  const declaration = source.scopes.resolve(binding);
  if (declaration === undefined) return false;
  const uses = source.scopes.references(declaration);
  return uses.every((use) => {
    const member = use.parent;
    if (use.startIndex === binding.startIndex || (member?.type === 'unary_expression' && field(member, 'operator')?.text === '!')) return true;
    return member?.type === 'member_expression' && field(member, 'object')?.id === use.id && readers.has(field(member, 'property')?.text ?? '');
  });
}
