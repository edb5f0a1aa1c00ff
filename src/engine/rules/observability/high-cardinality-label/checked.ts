import { enclosingFunction, ownNodes, parametersOf } from '../../../facts/javascript/functions';
import type { ScriptSource } from '../../../source';
import { field, type Node } from '../../../syntax/nodes';
import { alwaysExits } from '../../consistency/check-then-insert/script/find';

/**
 * Something before the label had the value in its hands and may have let only some through: an awaited call that took
 * it (a look-up that throws where there is none), or an `if` on it that leaves.
 */
export function isCheckedBefore(value: Node, source: ScriptSource): boolean {
  const fn = enclosingFunction(value);
  const wholes = fn === undefined ? [] : wholesOf(value, fn, source);
  if (fn === undefined || wholes.length === 0) return false;
  const either = `(?:${wholes.map((text) => text.replace(/[^\w\s]/g, '\\$&')).join('|')})`;
  const named = new RegExp(`(?<![\\w$.])${either}(?![\\w$])`);
  // That it is there at all says nothing of how many values it takes.
  const presence = new RegExp(`!\\s*${either}(?![\\w$.?[(])|${either}\\s*[!=]==?\\s*(?:null|undefined|''|"")`, 'g');
  const isEarlier = (node: Node) => node.endIndex <= value.startIndex;
  const isTaken = ownNodes(fn, 'await_expression').some((awaited) => isEarlier(awaited) && named.test(argumentsText(awaited)));
  return isTaken || ownNodes(fn, 'if_statement').some((check) => isEarlier(check) && named.test((field(check, 'condition')?.text ?? '').replace(presence, '')) && alwaysExits(field(check, 'consequence') ?? check));
}

function argumentsText(awaited: Node): string {
  const call = awaited.namedChildren[0];
  return call?.type === 'call_expression' ? (field(call, 'arguments')?.text ?? '') : '';
}

/** The value and what holds it: `event.payload.site`, `event.payload`, `event`; of a name taken out of `req.body` also that. The request itself is in everything's hands. */
function wholesOf(value: Node, fn: Node, source: ScriptSource): string[] {
  const parameters = new Set(parametersOf(fn).map(({ text }) => /^\w+/.exec(text)?.[0] ?? ''));
  const found: string[] = [];
  let at: Node | undefined = value;
  for (; at !== undefined && at.type !== 'identifier'; at = field(at, 'object')) found.push(at.text);
  if (at === undefined) return found;
  const declaration = source.scopes.resolve(at);
  const initial = declaration === undefined || declaration.kind === 'parameter' ? undefined : field(declaration.site, 'value');
  if (!parameters.has(at.text)) found.push(at.text);
  if (initial?.type === 'member_expression') found.push(initial.text);
  return found;
}
