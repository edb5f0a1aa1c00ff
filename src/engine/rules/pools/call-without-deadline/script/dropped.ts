import { argumentsOf } from '../../../../facts/javascript/calls';
import { parametersOf } from '../../../../facts/javascript/functions';
import type { OutboundCall } from '../../../../facts/javascript/outboundCalls';
import { functionTypes } from '../../../../facts/javascript/scope';
import { ancestorOf, field, type Node } from '../../../../syntax/nodes';

/** A call whose promise nobody keeps. */
export interface Dropped {
  /** Its rejection is caught on the spot. */
  readonly isCaught: boolean;
}

/** Clients whose call is a promise; the others may be heard through a callback. */
const promised: ReadonlySet<OutboundCall['client']> = new Set(['fetch', 'axios', 'got', 'undici']);

/** `send(url);`, `void send(url).then(log).catch(report);`: undefined for a call whose answer is awaited, handed on or used. */
export function droppedAt({ call, client }: OutboundCall): Dropped | undefined {
  if (!promised.has(client)) return undefined;
  let value = call;
  let isCaught = false;
  for (let outer = value.parent; outer !== null; outer = value.parent) {
    const method = outer.type === 'member_expression' ? field(outer, 'property')?.text : undefined;
    if (outer.parent !== null && (method === 'catch' || method === 'finally' || (method === 'then' && !answers(outer.parent)))) {
      isCaught ||= method === 'catch';
      value = outer.parent;
    } else if (outer.type === 'unary_expression' && field(outer, 'operator')?.text === 'void') value = outer;
    else return outer.type === 'expression_statement' && !/^await\b/.test(outer.text) ? { isCaught } : undefined;
  }
  return undefined;
}

/** A callback that uses what the functions around it were given may answer whoever waits: `then((rate) => res.json(rate))`. */
function answers(chained: Node): boolean {
  const names: string[] = [];
  for (let fn = ancestorOf(chained, functionTypes); fn !== undefined; fn = ancestorOf(fn, functionTypes)) names.push(...parametersOf(fn).flatMap(({ text }) => text.match(/[\w$]+/g) ?? []));
  const said = argumentsOf(chained).map(({ text }) => text);
  return said.some((text) => names.some((name) => new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])`).test(text)));
}
