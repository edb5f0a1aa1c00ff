import { argumentsOf } from '../../../../facts/javascript/calls';
import { mayAnswer } from '../../../../facts/javascript/callers/heard';
import type { OutboundCall } from '../../../../facts/javascript/outboundCalls';
import { field, type Node } from '../../../../syntax/nodes';

/** Clients whose call is a promise; the others may be heard through a callback. */
const promised: ReadonlySet<OutboundCall['client']> = new Set(['fetch', 'axios', 'got', 'undici']);

/** `send(url);`, `void send(url).then(log).catch(report);`: a call whose promise nobody keeps; its answer is not awaited, handed on or used. */
export function isDropped({ call, client }: OutboundCall): boolean {
  if (client === 'http') return isUnheard(call);
  if (!promised.has(client)) return false;
  let value = call;
  for (let outer = value.parent; outer !== null; outer = value.parent) {
    const method = outer.type === 'member_expression' ? field(outer, 'property')?.text : undefined;
    if (outer.parent !== null && (method === 'catch' || method === 'finally' || (method === 'then' && !mayAnswer(outer.parent)))) {
      value = outer.parent;
    } else if (outer.type === 'unary_expression' && field(outer, 'operator')?.text === 'void') value = outer;
    else return outer.type === 'expression_statement' && !/^await\b/.test(outer.text);
  }
  return false;
}

/** `await http.get(url);` with no callback: what comes back is the request itself, at once, and its answer goes to nobody. */
function isUnheard(call: Node): boolean {
  const outer = call.parent?.type === 'await_expression' ? call.parent.parent : call.parent;
  return outer?.type === 'expression_statement' && argumentsOf(call).slice(1).every(({ type }) => type === 'object');
}
