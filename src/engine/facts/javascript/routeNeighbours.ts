import { isTooling } from '../../scan/quiet';
import type { ScriptSource } from '../../source';
import { field, namedChildren, type Node } from '../../syntax/nodes';
import { searchedFolder } from './callers';
import { stemOf } from './callers/uses';
import { openElsewhere } from './elsewhere';
import { enclosingFunction, writtenName } from './functions';
import { functionTypes, placesOf } from './scope';

/** Most files that name the handler and are looked into. */
const mostFiles = 40;

/**
 * Looks at what stands beside a handler where it is registered, in its own file and then in those that name it: the other
 * arguments of the route, members of a list among them. Files are opened as far as the answers are taken.
 * @param look at one such expression, in the file that holds it
 */
export function* besideHandler<T>(handler: Node, source: ScriptSource, look: (beside: Node, at: ScriptSource) => T): Iterable<T> {
  const name = nameOf(handler);
  const looked = (at: ScriptSource) => usesOf(name, at).flatMap((use) => beside(use).map((each) => look(each, at)));
  yield* beside(handler).map((each) => look(each, source));
  yield* looked(source);
  for (const file of filesNaming(name, source)) yield* openElsewhere(file, source, looked) ?? [];
}

/** The handler's own name, or that of the function that makes it. */
function nameOf(handler: Node): string {
  let name = '';
  for (let fn: Node | undefined = handler; fn !== undefined && name === ''; fn = enclosingFunction(fn)) name = writtenName(fn);
  return /^[\w$]+$/.test(name) ? name : '';
}

function filesNaming(name: string, source: ScriptSource): readonly string[] {
  const { file, fragment, project } = source;
  const dir = name === '' || fragment ? undefined : searchedFolder(file, source);
  const all = (dir === undefined ? undefined : project.filesWith(name, dir))?.filter((other) => other !== file && !isTooling(project.relative(other))) ?? [];
  // Of a name that many have, those are meant that name the module too.
  const near = all.length > mostFiles ? all.filter((other) => (project.read(other) ?? '').includes(stemOf(file))) : all;
  return near.slice(0, mostFiles);
}

function usesOf(name: string, source: ScriptSource): readonly Node[] {
  if (name === '') return [];
  return placesOf(name, source.text).flatMap((at) => {
    const node = source.tree.rootNode.descendantForIndex(at, at + name.length);
    return node?.text === name ? [node] : [];
  });
}

const wrapping: ReadonlySet<string> = new Set(['array', 'arguments', 'call_expression', 'pair', 'object', 'parenthesized_expression', 'as_expression', 'non_null_expression', 'await_expression', 'arrow_function']);

/** The other members of the lists and arguments that a handler stands in, through its wrappers. */
function beside(use: Node): readonly Node[] {
  const found: Node[] = [];
  let at = use.parent?.type === 'member_expression' && field(use.parent, 'property')?.id === use.id ? use.parent : use;
  for (let outer = at.parent; outer !== null; at = outer, outer = at.parent) {
    const isBound = outer.type === 'member_expression' && field(outer, 'property')?.text === 'bind';
    if (!isBound && !wrapping.has(outer.type)) break;
    if (outer.type !== 'arguments' && outer.type !== 'array') continue;
    const inside = at.id;
    found.push(...namedChildren(outer).filter((each) => each.id !== inside && !functionTypes.has(each.type)));
  }
  return found;
}
