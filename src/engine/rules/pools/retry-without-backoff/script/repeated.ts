import { argumentsOf, awaitOf, calleeOf } from '../../../../facts/javascript/calls';
import { dataCallAt, mayHoldData } from '../../../../facts/javascript/dataCalls';
import { heldValue } from '../../../../facts/javascript/flow';
import { optionOf, optionsOf } from '../../../../facts/javascript/options';
import { mayCallOut, outboundCall, type OutboundCall } from '../../../../facts/javascript/outboundCalls';
import { mayRunSql, sqlClientOf } from '../../../../facts/javascript/sqlCalls';
import { stringValue } from '../../../../facts/javascript/strings';

import type { ScriptSource } from '../../../../source';
import type { Glimpse } from '../../../rule';
import { field, walk, type Node } from '../../../../syntax/nodes';
import { functionTypes } from '../../../../facts/javascript/scope';
import { mayOnlyRead } from '../reads';
import { isPost, methodNamed, postReads } from './posts';

/** What a loop does again: a request or statement known from its client, or the function the loop was given. */
export interface Repeated {
  readonly call: Node;
  readonly kind: 'request' | 'statement' | 'function';
  /** False where doing it twice may do it twice: a POST without an idempotency key, an INSERT. */
  readonly isIdempotent: boolean;
  /** Why it is not known whether the call reads or writes. */
  readonly unsure?: string;
}

/** The call in a block whose failure the block's `catch` sees. */
export function repeatedIn(block: Node, source: ScriptSource): Repeated | undefined {
  let found: Repeated | undefined;
  walk(block, (node) => {
    if (found !== undefined || functionTypes.has(node.type)) return false;
    if (node.type === 'call_expression') found = repeatedCall(node, source);
    return true;
  });
  return found;
}

/** Clients of older code, whose limits nothing here reads. */
const otherClients = /^(?:request-promise(?:-native)?|needle|phin|ky):(?:get|head|put|delete|del|post|patch)?$/;

const otherModules = /^(?:request-promise(?:-native)?|needle|phin|ky)$/;

/** False where no request or statement can be that is known from its client. */
export const mayBeKnown = (glimpse: Glimpse): boolean => mayCallOut(glimpse) || mayHoldData(glimpse) || mayRunSql(glimpse) || glimpse.names(otherModules);

/** Whether a block may await a function that was given: `await work()`. */
export const mayAwaitGiven = (block: string, text: string): boolean =>
  [...block.matchAll(/\bawait[\s(]+([\w$]+)\s*(?:\?\.\s*)?[<(]/g)].some(([, name = '']) => new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}\\s*(?:[,)=:?}\\]])`).test(text));

function repeatedCall(call: Node, source: ScriptSource): Repeated | undefined {
  const outbound = outboundCall(call, source);
  if (outbound !== undefined) return request(outbound, source);
  const data = dataCallAt(call, source);
  if (data !== undefined) return { call, kind: 'statement', isIdempotent: /^(?:find|count)/.test(data.operation) };
  const callee = calleeOf(call);
  if (callee === undefined) return undefined;
  if (otherClients.test(source.origins.key(callee))) return request({ call, optionsAt: 1 }, source);
  const client = callee.type === 'member_expression' ? field(callee, 'object') : undefined;
  const origin = client === undefined ? undefined : source.origins.of(client);
  if (origin !== undefined && /^(?:query|execute|raw)$/.test(callee.type === 'member_expression' ? (field(callee, 'property')?.text ?? '') : '') && sqlClientOf(origin) !== undefined) {
    const text = argumentsOf(call)[0];
    const held = text === undefined ? undefined : heldValue(text, source);
    const isText = held !== undefined && /^['"`]/.test(held.text);
    return { call, kind: 'statement', isIdempotent: isText && /^['"`\s]*select\b/i.test(held.text), ...(isText ? {} : { unsure: 'its statement comes from elsewhere' }) };
  }
  const isGiven = callee.type === 'identifier' && awaitOf(call) !== undefined && source.scopes.resolve(callee)?.kind === 'parameter';
  return isGiven ? { call, kind: 'function', isIdempotent: true } : undefined;
}

const safe = /^(?:get|head|options|put|delete)$/i;

const key = /idempoten/i;

function request(outbound: Pick<OutboundCall, 'call' | 'optionsAt'>, source: ScriptSource): Repeated {
  const { call } = outbound;
  if (isIdempotent(outbound, source)) return { call, kind: 'request', isIdempotent: true };
  if (hasOtherOptions(outbound, source)) return { call, kind: 'request', isIdempotent: false, unsure: 'its options come from elsewhere' };
  const reads = isPost(outbound, source) ? postReads(call, source) : 'no';
  return { call, kind: 'request', isIdempotent: reads === 'yes', ...(reads === 'maybe' ? { unsure: mayOnlyRead } : {}) };
}

/** `fetch(url, init)`, whose method is set elsewhere, if at all. */
function hasOtherOptions({ call, optionsAt }: Pick<OutboundCall, 'call' | 'optionsAt'>, source: ScriptSource): boolean {
  const named = methodNamed(call);
  const options = optionsAt === undefined ? undefined : argumentsOf(call)[optionsAt];
  return !/^(?:post|patch)/i.test(named) && options !== undefined && optionsOf(options, source) === undefined;
}

function isIdempotent({ call, optionsAt }: Pick<OutboundCall, 'call' | 'optionsAt'>, source: ScriptSource): boolean {
  if (key.test(call.text)) return true;
  const named = methodNamed(call);
  if (/^(?:post|patch)/i.test(named)) return false;
  if (safe.test(named)) return true;
  const options = optionsAt === undefined ? undefined : argumentsOf(call)[optionsAt];
  const known = options === undefined ? undefined : optionsOf(options, source);
  if (options !== undefined && known === undefined) return false;
  const method = known === undefined ? undefined : optionOf(known, 'method', source);
  if (method === undefined || method.state === 'absent') return true;
  if (known !== undefined && key.test(known.object.text)) return true;
  const value = method.state === 'set' ? stringValue(heldValue(method.value, source)) : undefined;
  return value !== undefined && safe.test(value);
}
