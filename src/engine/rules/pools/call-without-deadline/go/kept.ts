import { enclosingGoFunction } from '../../../../facts/go/scope';
import type { GoSource } from '../../../../source';
import { field, type Node } from '../../../../syntax/nodes';

/**
 * Whether what a call gives is asked once and kept: the only caller of its function, in the same file, looks into a cache
 * under one constant key first and puts the answer there after. Requests read the cache then.
 */
export function isKeptForGood(call: Node, source: GoSource): boolean {
  const fn = enclosingGoFunction(call);
  const name = fn === undefined ? undefined : field(fn, 'name')?.text;
  // Only its own package can call a function whose name begins small.
  if (fn === undefined || name === undefined || !/^[a-z]/.test(name)) return false;
  const { file, project, tree } = source;
  const dir = file.slice(0, file.lastIndexOf('/'));
  if (project.filesWith(name, dir, '.go')?.every((each) => each === file) !== true) return false;
  const callers = tree.rootNode.descendantsOfType('function_declaration').filter((each): each is Node => each !== null && each.id !== fn.id && new RegExp(`\\b${name}\\(`).test(each.text));
  const [caller, ...others] = callers;
  if (caller === undefined || others.length > 0) return false;
  const [, cache, key] = /\bif \w+, \w+ := (\w+)\.(?:Get|Load|Peek)\((\w+)\); \w+ \{\s*return\b/.exec(caller.text) ?? [];
  if (cache === undefined || key === undefined) return false;
  const isConstant = new RegExp(`^\\s*(?:const\\s+)?${key}\\s*(?:\\w+\\s*)?=\\s*"`, 'm').test(source.text.replace(caller.text, ''));
  return isConstant && new RegExp(`\\b${cache}\\.(?:Add|Set|Store|Put)\\(${key}, `).test(caller.text);
}
