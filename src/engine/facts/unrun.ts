import type { GoSource, ScriptSource } from '../source';
import type { Node } from '../syntax/nodes';
import { isOnUnmountedRouter } from './javascript/mounts';
import type { UnloadedModules } from './javascript/unloadedModules';
import { isInUnusedFunction } from './javascript/unusedFunctions';

/**
 * Whether nothing of a project runs a place, as its own text proves: its module is loaded by nothing, or a function around
 * it is named by nothing. False wherever that is not known.
 */
export function isUnrunScript(node: Node | null, source: ScriptSource, modules: UnloadedModules): boolean {
  if (node === null || source.fragment) return false;
  return modules.isUnloaded(source.file, source.text) || isInUnusedFunction(node, source, modules) || isOnUnmountedRouter(node, source);
}

/** The same of Go: all calls of the function lead to functions that nothing calls. */
export function isUnrunGo(node: Node | null, source: GoSource): boolean {
  return node !== null && !source.fragment && source.callers?.of(node, source)?.size === 0;
}
