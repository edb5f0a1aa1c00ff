import { awaitOf } from '../../../facts/javascript/calls';
import { dataCallAt } from '../../../facts/javascript/dataCalls';
import { unwrapped } from '../../../facts/javascript/options';
import { patternIdentifiers } from '../../../facts/javascript/scope';
import { sqlCallAt } from '../../../facts/javascript/sqlCalls';
import type { ScriptSource } from '../../../source';
import { field, isInside, namedChildren, walk, type Node } from '../../../syntax/nodes';
import type { Loop } from './loop';

/** A name, or members of one: reading it twice gives the same. */
export function isSimplePath(node: Node): boolean {
  if (node.type === 'identifier' || node.type === 'this') return true;
  const object = node.type === 'member_expression' && !node.children.some((child) => child?.type === 'optional_chain') ? field(node, 'object') : undefined;
  return object !== undefined && isSimplePath(object);
}

/** What a callback that reads the key takes: the element, or of a pattern only the part that holds the key. */
export function keyParameter(value: Node, loop: Loop): string {
  const root = rootOf(unwrapped(value));
  if (loop.item.type === 'array_pattern') {
    const entries = namedChildren(loop.item);
    const at = entries.findIndex((part) => part.text === root?.text);
    // A hole before the key has no entry of its own.
    const holes = loop.item.children.filter((child) => child?.type === ',' && child.endIndex <= (entries[at]?.startIndex ?? 0)).length;
    return at < 0 ? loop.item.text : `[${', '.repeat(holes)}${entries[at]?.text ?? ''}]`;
  }
  const entry = loop.item.type === 'object_pattern' && root !== undefined ? namedChildren(loop.item).find((part) => patternIdentifiers(part).some((id) => id.text === root.text)) : undefined;
  return entry === undefined ? loop.item.text : `{ ${entry.text} }`;
}

/** The key of one element, said by the element alone: what `list.map((element) => …)` gives. */
export function elementValue(value: Node, loop: Loop, source: ScriptSource): string | undefined {
  const key = unwrapped(value);
  const path = pathOf(key, loop, source);
  return path !== undefined && !isAssigned(path, value, loop) ? path.text : undefined;
}

function pathOf(key: Node, loop: Loop, source: ScriptSource): Node | undefined {
  const root = rootOf(key);
  const declaration = root === undefined ? undefined : source.scopes.resolve(root);
  if (root === undefined || declaration === undefined) return undefined;
  if (isInside(declaration.id, loop.item)) return loop.item.type === 'identifier' || key.id === root.id || loop.item.type === 'object_pattern' ? key : undefined;
  // `const id = order.user_id;` in the loop: the key is what it holds.
  const initial = key.id === root.id && declaration.kind === 'const' && declaration.id.parent?.id === declaration.site.id && isInside(declaration.site, loop.body) ? field(declaration.site, 'value') : undefined;
  return initial === undefined ? undefined : pathOf(unwrapped(initial), loop, source);
}

function rootOf(node: Node): Node | undefined {
  let at = node;
  while (at.type === 'member_expression' || at.type === 'non_null_expression') {
    const object = at.type === 'member_expression' ? field(at, 'object') : namedChildren(at)[0];
    if (object === undefined) return undefined;
    at = object;
  }
  return at.type === 'identifier' || at.type === 'shorthand_property_identifier' ? at : undefined;
}

/** The loop gives the key another value, other than what the query found: `post.author = await User.findById(post.author)`. */
function isAssigned(path: Node, value: Node, loop: Loop): boolean {
  let found = false;
  walk(loop.body, (node) => {
    const target = node.type === 'assignment_expression' || node.type === 'augmented_assignment_expression' ? field(node, 'left') : node.type === 'update_expression' ? field(node, 'argument') : undefined;
    if (target !== undefined && !isInside(value, node) && (path.text === target.text || path.text.startsWith(`${target.text}.`))) found = true;
    return !found;
  });
  return found;
}

const arrayTypes = /^(?:readonly\s+)?(?:[\w.<>]+\[\]|(?:Readonly)?Array<)/;

const arrayMembers: ReadonlySet<string> = new Set(['length', 'map', 'filter', 'push', 'reduce', 'some', 'every', 'find', 'slice', 'sort']);

/** True when the list is known to be an array: by its type, by what gave it, or by what else is done with it. */
export function isProvenList(list: Node, source: ScriptSource): boolean {
  const declaration = list.type === 'identifier' ? source.scopes.resolve(list) : undefined;
  if (declaration === undefined) return false;
  const annotation = field(declaration.site, 'type');
  if (annotation !== undefined && arrayTypes.test(annotation.text.replace(/^:\s*/, ''))) return true;
  if (isStoredList(list, source)) return true;
  const value = field(declaration.site, 'value');
  if (value?.type === 'array' || (value?.type === 'call_expression' && /\.(?:map|filter|slice|sort|concat|flatMap|split)$|^Array\.from$|^Object\.(?:keys|values|entries)$/.test(field(value, 'function')?.text ?? ''))) return true;
  return source.scopes.references(declaration).some((reference) => {
    const member = reference.parent;
    return member?.type === 'member_expression' && field(member, 'object')?.id === reference.id && arrayMembers.has(field(member, 'property')?.text ?? '');
  });
}

/** True when a query gave the list: its rows, in the values' stored form. */
export function isStoredList(list: Node, source: ScriptSource): boolean {
  const declaration = list.type === 'identifier' ? source.scopes.resolve(list) : undefined;
  const value = declaration?.kind === 'const' ? field(declaration.site, 'value') : undefined;
  if (value === undefined) return false;
  const calls: Node[] = [];
  walk(value, (node) => {
    if (node.type === 'call_expression' && awaitOf(node) !== undefined && (sqlCallAt(node, source) !== undefined || dataCallAt(node, source) !== undefined)) calls.push(node);
    return true;
  });
  const isPattern = declaration?.id.parent?.id !== declaration?.site.id;
  return calls.length > 0 && (isPattern || /\.rows$/.test(value.text) || /^await\b/.test(value.text));
}
