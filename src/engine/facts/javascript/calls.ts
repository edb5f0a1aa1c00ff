import type { ScriptSource } from '../../source';
import { field, namedChildren, walk, type Node } from '../../syntax/nodes';

/** Every call of a file, outer before inner. */
export const allCalls = ({ memo, tree }: ScriptSource): readonly Node[] => memo.once(findCalls, tree.rootNode);

function findCalls(root: Node): Node[] {
  const found: Node[] = [];
  walk(root, (node) => {
    if (node.type === 'call_expression') found.push(node);
    return true;
  });
  return found;
}

/** What a call calls. The grammar reads `await f<T>(x)` as `(await f)<T>(x)`; the `await` is not part of it. */
export function calleeOf(call: Node): Node | undefined {
  const callee = field(call, call.type === 'new_expression' ? 'constructor' : 'function');
  return callee !== undefined && holdsAwait(call) ? namedChildren(callee)[0] : callee;
}

/** True for `await f<T>(x)`, where the grammar hides the `await` inside the call. */
export function holdsAwait(call: Node): boolean {
  return field(call, 'type_arguments') !== undefined && field(call, 'function')?.type === 'await_expression';
}

/** The expression that awaits a call: its parent, or the call itself where the grammar hides it. */
export function awaitOf(call: Node): Node | undefined {
  if (holdsAwait(call)) return call;
  return call.parent?.type === 'await_expression' ? call.parent : undefined;
}

/** A call's arguments, in order. */
export function argumentsOf(call: Node): Node[] {
  const list = field(call, 'arguments');
  return list?.type === 'arguments' ? namedChildren(list) : [];
}

/** The object a method of this name is called on: `ids` of `ids.join(',')`. */
export function objectOfCall(call: Node, method: string): Node | undefined {
  const callee = call.type === 'call_expression' ? calleeOf(call) : undefined;
  return callee?.type === 'member_expression' && field(callee, 'property')?.text === method ? field(callee, 'object') : undefined;
}

/** Nothing takes what a call gives: it is a statement of its own, awaited or not. */
export function isDiscarded(call: Node): boolean {
  const value = awaitOf(call) ?? call;
  return value.parent?.type === 'expression_statement';
}
