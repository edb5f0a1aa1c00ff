import { argumentsOf, calleeOf } from '../../../../facts/javascript/calls';
import { heldValue } from '../../../../facts/javascript/flow';
import { enclosingFunction, writtenName } from '../../../../facts/javascript/functions';
import { optionOf, optionsOf } from '../../../../facts/javascript/options';
import type { OutboundCall } from '../../../../facts/javascript/outboundCalls';
import { stringValue } from '../../../../facts/javascript/strings';
import type { ScriptSource } from '../../../../source';
import { field, namedChildren, type Node } from '../../../../syntax/nodes';
import { readsOnly, type Reads } from '../reads';

/** The method a call names itself, as in `axios.post(…)`; empty where it is an option. */
export function methodNamed(call: Node): string {
  const callee = calleeOf(call);
  return callee?.type === 'member_expression' ? (field(callee, 'property')?.text ?? '') : '';
}

/** True for a request whose method is written, and is POST. */
export function isPost({ call, optionsAt }: Pick<OutboundCall, 'call' | 'optionsAt'>, source: ScriptSource): boolean {
  const named = methodNamed(call);
  if (/^(?:post|patch|put|delete|get|head)/i.test(named)) return /^post/i.test(named);
  const options = optionsAt === undefined ? undefined : argumentsOf(call)[optionsAt];
  const known = options === undefined ? undefined : optionsOf(options, source);
  const method = known === undefined ? undefined : optionOf(known, 'method', source);
  return method?.state === 'set' && /^post$/i.test(stringValue(heldValue(method.value, source)) ?? '');
}

/** Whether a POST changes anything, as far as its address, its body and the name of the function around it tell. */
export function postReads(call: Node, source: ScriptSource): Reads {
  const [first] = argumentsOf(call);
  const url = first?.type === 'object' ? valueNamed(first, 'url') : first;
  const document = valueNamed(call, 'query');
  const fn = enclosingFunction(call);
  return readsOnly({
    address: url === undefined ? '' : bare(heldValue(url, source).text),
    document: document === undefined ? undefined : textOf(heldValue(document, source)),
    name: fn === undefined ? undefined : writtenName(fn),
  });
}

const bare = (text: string): string => text.replace(/^["'`]|["'`]$/g, '');

/** The text of a string, or of a tagged template: `gql`. */
function textOf(value: Node): string | undefined {
  const template = value.type === 'call_expression' ? namedChildren(value).find(({ type }) => type === 'template_string') : value;
  return template?.type === 'string' || template?.type === 'template_string' ? bare(template.text) : undefined;
}

/** The value of a property of an object in a node, also where the name stands for both: `{ query }`. */
function valueNamed(node: Node, name: string): Node | undefined {
  for (const pair of node.descendantsOfType(['pair', 'shorthand_property_identifier'])) {
    if (pair?.type === 'shorthand_property_identifier' && pair.text === name) return pair;
    if (pair?.type === 'pair' && field(pair, 'key')?.text.replace(/["']/g, '') === name) return field(pair, 'value');
  }
  return undefined;
}
