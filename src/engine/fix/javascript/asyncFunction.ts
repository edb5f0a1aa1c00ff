import { isAsync, isGenerator } from '../../facts/javascript/functions';
import { field, namedChildren, type Node } from '../../syntax/nodes';
import type { TextEdit } from '../../text/edits';

/**
 * Edits that make a function async, its declared return type included.
 * @returns undefined where that is not possible: a generator, an accessor, a type that a promise cannot have.
 */
export function makeAsync(fn: Node): TextEdit[] | undefined {
  if (isAsync(fn)) return [];
  if (isGenerator(fn) || fn.children.some((child) => child?.type === 'get' || child?.type === 'set')) return undefined;
  const type = returnTypeEdits(fn);
  // Modifiers such as `static` and `public` come before `async`.
  const at = fn.type === 'method_definition' ? field(fn, 'name')?.startIndex : fn.startIndex;
  return at === undefined || type === undefined ? undefined : [{ start: at, end: at, newText: 'async ' }, ...type];
}

const streams: ReadonlySet<string> = new Set(['Observable', 'AsyncIterable', 'AsyncGenerator', 'Generator', 'Iterable']);

function returnTypeEdits(fn: Node): TextEdit[] | undefined {
  const annotation = field(fn, 'return_type');
  if (annotation === undefined) return [];
  if (annotation.type !== 'type_annotation') return undefined;
  const type = namedChildren(annotation)[0];
  if (type === undefined) return undefined;
  const name = type.type === 'generic_type' ? field(type, 'name')?.text : type.text;
  if (name === 'Promise') return [];
  if (name === undefined || streams.has(name) || name === 'this') return undefined;
  return [
    { start: type.startIndex, end: type.startIndex, newText: 'Promise<' },
    { start: type.endIndex, end: type.endIndex, newText: '>' },
  ];
}
