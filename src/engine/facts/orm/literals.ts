import { field, namedChildren, type Node } from '../../syntax/nodes';
import { unwrapped } from '../javascript/options';
import { stringValue } from '../javascript/strings';

/** An object literal's own entries, by key; spreads and computed keys are left out. */
export function entriesOf(object: Node | undefined): Map<string, Node> {
  const found = new Map<string, Node>();
  const literal = object === undefined ? undefined : unwrapped(object);
  if (literal?.type !== 'object') return found;
  for (const entry of namedChildren(literal)) {
    if (entry.type === 'shorthand_property_identifier') found.set(entry.text, entry);
    const key = field(entry, 'key');
    const value = field(entry, 'value');
    const name = key === undefined ? undefined : key.type === 'string' ? stringValue(key) : key.text;
    if (entry.type === 'pair' && name !== undefined && value !== undefined) found.set(name, value);
  }
  return found;
}

/** True for an entry that is literally `true`, or holds more than `false`: a message, a key's name. */
export const isOn = (value: Node | undefined): boolean => value !== undefined && value.type !== 'false' && value.type !== 'undefined' && value.type !== 'null';

/** The strings of an array literal; undefined when one of them is not plain. */
export function stringsOf(array: Node | undefined): string[] | undefined {
  if (array?.type !== 'array') return undefined;
  const found = namedChildren(array).map((element) => stringValue(element));
  return found.every((each) => each !== undefined) ? found : undefined;
}

/** The call a chain of methods starts with, and the methods' names: `text('email').notNull().unique()`. */
export function chained(expression: Node | undefined): { readonly first: Node; readonly methods: readonly Node[] } | undefined {
  const methods: Node[] = [];
  for (let at = expression === undefined ? undefined : unwrapped(expression); at?.type === 'call_expression'; ) {
    const callee = field(at, 'function');
    const object: Node | undefined = callee?.type === 'member_expression' ? field(callee, 'object') : undefined;
    if (object?.type !== 'call_expression') return { first: at, methods: methods.reverse() };
    methods.push(at);
    at = object;
  }
  return undefined;
}

/** The last name of what a call calls: `unique` of `t.unique()`. */
export function calledName(call: Node): string {
  const callee = field(call, 'function');
  return (callee?.type === 'member_expression' ? field(callee, 'property') : callee)?.text ?? '';
}
