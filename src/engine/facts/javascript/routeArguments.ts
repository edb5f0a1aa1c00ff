import type { ScriptSource } from '../../source';
import { ancestorOf, isInside, type Node } from '../../syntax/nodes';
import { argumentsOf } from './calls';
import { declarationOf } from './functions';

const lists: ReadonlySet<string> = new Set(['arguments']);

/** The arguments of the call that a node is handed to, and of the call around that; those that hold `own` are left out. */
export function argumentsAround(node: Node, own: Node): readonly Node[] {
  const call = ancestorOf(node, lists)?.parent;
  if (call?.type !== 'call_expression') return [];
  const outer = ancestorOf(call, lists)?.parent;
  return [...argumentsOf(call), ...(outer?.type === 'call_expression' ? argumentsOf(outer) : [])].filter((argument) => !isInside(own, argument));
}

/** What a handler is registered with in its own file: the route's path, the middleware before it, its own name. */
export function routeArguments(fn: Node, source: ScriptSource): readonly Node[] {
  const declaration = declarationOf(fn, source.scopes);
  const uses = declaration === undefined ? [] : source.scopes.references(declaration);
  return [fn, ...uses].flatMap((use) => argumentsAround(use, fn));
}
