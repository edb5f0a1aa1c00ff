import type { GoSource, ScriptSource } from '../source';
import type { Node } from '../syntax/nodes';
import { isOnUnmountedRouter } from './javascript/mounts';
import type { UnloadedModules } from './javascript/unloadedModules';
import { isInUnusedFunction } from './javascript/unusedFunctions';

/**
 * Whether nothing of a project runs a place, as its own text proves: its module is loaded by nothing, a function around it
 * or its class is named by nothing, or its router is mounted nowhere. False wherever that is not known.
 */
export function isUnrunScript(node: Node | null, source: ScriptSource, modules: UnloadedModules): boolean {
  if (node === null || source.fragment || !modules.isKnown(source.file)) return false;
  return modules.isUnloaded(source.file, source.text) || isInUnusedFunction(node, source, modules) || isOnUnmountedRouter(node, source);
}

/** Folders of a program from which other programs import. */
const shared = /(?:^|\/)(?:pkg|sdk|clients?|libs?|plugins?)\//;

/** The same of Go: all calls that lead to the place begin in functions of a program that nothing calls. */
export function isUnrunGo(node: Node | null, source: GoSource): boolean {
  return node !== null && !source.fragment && !shared.test(source.project.relative(source.file)) && source.callers?.of(node, source)?.size === 0;
}
