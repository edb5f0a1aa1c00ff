import type { TextEdit } from '../../text/edits';
import { field, namedChildren, type Node } from '../../syntax/nodes';

/** Functions that wait without a context, by name: their form that takes one first, and what follows it. */
const forms: ReadonlyMap<string, { readonly name: string; readonly more: string }> = new Map([
  ['Begin', { name: 'BeginTx', more: ', nil' }],
  ['Command', { name: 'CommandContext', more: '' }],
  ...['Query', 'QueryRow', 'Exec', 'Prepare', 'Ping'].map((name): [string, { name: string; more: string }] => [name, { name: `${name}Context`, more: '' }]),
]);

/** Edits that make a call of database/sql or os/exec take a context; undefined where it has no such form. */
export function passContext(call: Node, ctx: string): TextEdit[] | undefined {
  const callee = field(call, 'function');
  const label = callee === undefined ? undefined : field(callee, 'field');
  const list = field(call, 'arguments');
  const form = label === undefined ? undefined : forms.get(label.text);
  if (label === undefined || list === undefined || form === undefined) return undefined;
  const open = list.startIndex + 1;
  return [
    { start: label.startIndex, end: label.endIndex, newText: form.name },
    { start: open, end: open, newText: ctx + form.more + (namedChildren(list).length > 0 ? ', ' : '') },
  ];
}
