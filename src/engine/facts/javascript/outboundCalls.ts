import type { ScriptSource } from '../../source';
import { field, namedChildren, walk, type Node } from '../../syntax/nodes';
import { parametersOf } from './functions';
import { heldValue } from './flow';
import { numberValue } from './numbers';
import { optionOf, optionsOf } from './options';
import { functionTypes } from './scope';

/** What ends a call that gets no answer; `none` also where only the platform's own minutes would. */
export type Limit =
  | { readonly state: 'none' }
  /** Other code decides. */
  | { readonly state: 'unknown' }
  /** `ms` where the code states it. */
  | { readonly state: 'set'; readonly ms?: number };

export interface OutboundCall {
  readonly call: Node;
  readonly client: 'fetch' | 'axios' | 'other';
  readonly limit: Limit;
  /** The value given as the call's abort signal. */
  readonly signal?: Node;
  /** Which argument carries the options; undefined where they are not given in one. */
  readonly optionsAt?: number;
}

const none: Limit = { state: 'none' };
const unknown: Limit = { state: 'unknown' };

const fetches: ReadonlySet<string> = new Set([
  ':fetch',
  ':globalThis.fetch',
  'undici:fetch',
  'node-fetch:',
  'cross-fetch:',
  'cross-fetch:fetch',
  'isomorphic-fetch:',
]);

const axiosCall = /^axios:(create\.\(\)\.?)?(request|get|delete|head|options|post|put|patch|postForm|putForm|patchForm)?$/;

/** Clients with no deadline of their own, by the call's origin; their options may carry one under these names. */
const others: readonly { readonly callee: RegExp; readonly options: readonly string[] }[] = [
  { callee: /^got:(got\.?)?(get|post|put|patch|delete|head)?$/, options: ['timeout', 'signal'] },
  { callee: /^https?:(request|get)$/, options: ['timeout', 'signal'] },
  { callee: /^undici:request$/, options: ['signal', 'headersTimeout', 'bodyTimeout'] },
];

/** A call of a known HTTP client, and what limits it; undefined for any other call. */
export function outboundCall(call: Node, source: ScriptSource): OutboundCall | undefined {
  const callee = field(call, 'function');
  const key = callee === undefined ? '' : source.origins.key(callee);
  if (callee === undefined || key === '') return undefined;
  if (fetches.has(key)) return fetchCall(call, key, source);
  const axios = axiosCall.exec(key);
  if (axios !== null) return axiosRequest(call, callee, axios[1] !== undefined, axios[2], source);
  const other = others.find((client) => client.callee.test(key));
  return other === undefined ? undefined : { call, client: 'other', limit: anyOption(argumentsOf(call), other.options, source) };
}

const argumentsOf = (call: Node) => namedChildren(field(call, 'arguments') ?? call);

function fetchCall(call: Node, key: string, source: ScriptSource): OutboundCall {
  const [request, init] = argumentsOf(call);
  const shape = { call, client: 'fetch', optionsAt: 1 } as const;
  if (request !== undefined && source.origins.key(heldValue(request, source)) === ':Request.new') return { ...shape, limit: unknown };
  if (init === undefined) return { ...shape, limit: none };
  // node-fetch 2 has an option the platform's fetch ignores.
  const ownTimeout = key === 'node-fetch:' ? anyOption([init], ['timeout'], source) : none;
  if (ownTimeout.state !== 'none') return { ...shape, limit: ownTimeout };
  return { ...shape, ...signalOption(init, source) };
}

function axiosRequest(call: Node, callee: Node, isInstance: boolean, method: string | undefined, source: ScriptSource): OutboundCall {
  const args = argumentsOf(call);
  const [first] = args;
  const takesUrl = method !== undefined && method !== 'request';
  const position = takesUrl ? (/^(?:post|put|patch)/.test(method) ? 2 : 1) : first === undefined || args.length > 1 || isText(first, source) ? 1 : 0;
  const shape = { call, client: 'axios', optionsAt: position } as const;
  const options = args[position];
  const own = options === undefined ? { limit: none } : axiosOptions(options, source);
  if (own.limit.state !== 'none') return { ...shape, ...own };
  // `axios.defaults.timeout = …` reaches every instance made afterwards.
  if (source.text.includes('defaults.timeout')) return { ...shape, limit: unknown };
  if (!isInstance) return { ...shape, limit: none };
  const instance = method === undefined ? callee : field(callee, 'object');
  const creation = instance === undefined ? undefined : heldValue(instance, source);
  if (creation?.type !== 'call_expression') return { ...shape, limit: unknown };
  const config = argumentsOf(creation)[0];
  return { ...shape, limit: config === undefined ? none : axiosOptions(config, source).limit };
}

const isText = (node: Node, source: ScriptSource) => ['string', 'template_string', 'binary_expression'].includes(heldValue(node, source).type);

function axiosOptions(argument: Node, source: ScriptSource): Pick<OutboundCall, 'limit' | 'signal'> {
  const timeout = anyOption([argument], ['timeout'], source);
  return timeout.state === 'none' ? signalOption(argument, source) : { limit: timeout };
}

/** The first of some options that an object among the arguments sets; `false` and 0 set nothing. */
function anyOption(args: readonly Node[], names: readonly string[], source: ScriptSource): Limit {
  for (const argument of args) {
    if (isText(argument, source) || functionTypes.has(argument.type)) continue;
    const options = optionsOf(argument, source);
    if (options === undefined) return unknown;
    for (const name of names) {
      const option = optionOf(options, name, source);
      if (option.state === 'unknown') return unknown;
      if (option.state !== 'set' || /^(?:false|0|undefined|null)$/.test(option.value.text)) continue;
      const ms = numberValue(option.value, source.scopes);
      return ms === undefined ? { state: 'set' } : { state: 'set', ms };
    }
  }
  return none;
}

function signalOption(argument: Node, source: ScriptSource): Pick<OutboundCall, 'limit' | 'signal'> {
  const options = optionsOf(argument, source);
  if (options === undefined) return { limit: unknown };
  const option = optionOf(options, 'signal', source);
  if (option.state !== 'set') return { limit: option.state === 'absent' ? none : unknown };
  return { limit: signalLimit(option.value, source), signal: option.value };
}

/** What a value passed as `signal` does: `AbortSignal.timeout(ms)`, `AbortSignal.any([…])`, a controller's signal. */
function signalLimit(signal: Node, source: ScriptSource): Limit {
  const value = heldValue(signal, source);
  const key = value.type === 'call_expression' ? source.origins.key(value) : '';
  const [first] = value.type === 'call_expression' ? argumentsOf(value) : [];
  if (key === ':AbortSignal.timeout.()') {
    const ms = first === undefined ? undefined : numberValue(first, source.scopes);
    return ms === undefined ? { state: 'set' } : { state: 'set', ms };
  }
  if (key === ':AbortSignal.any.()' && first?.type === 'array') {
    const limits = namedChildren(first).map((entry) => signalLimit(entry, source));
    return limits.find((limit) => limit.state === 'set') ?? unknown;
  }
  return unknown;
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
  if (outer?.type !== 'await_expression') return false;
  let value = outer;
  while (value.parent?.type === 'parenthesized_expression') value = value.parent;
  if (value.parent?.type === 'member_expression') return readers.has(field(value.parent, 'property')?.text ?? '');
  const name = value.parent?.type === 'variable_declarator' ? field(value.parent, 'name') : undefined;
  return name?.type === 'identifier' && isOnlyRead(name, source);
}

function isOnlyRead(binding: Node, source: ScriptSource): boolean {
  const declaration = source.scopes.resolve(binding);
  if (declaration === undefined) return false;
  const uses = source.scopes.references(declaration);
  return uses.every((use) => {
    const member = use.parent;
    return member?.type === 'member_expression' && field(member, 'object')?.id === use.id && readers.has(field(member, 'property')?.text ?? '');
  });
}
