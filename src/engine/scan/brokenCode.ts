import { goFunctionTypes } from '../facts/go/scope';
import { functionTypes } from '../facts/javascript/scope';
import type { Node, Tree } from '../syntax/nodes';

/** Deeper code is a generator's or an attacker's: climbing from each of its places would take for ever. */
const maxDepth = 1000;

const isFunction = (node: Node) => functionTypes.has(node.type) || goFunctionTypes.has(node.type);

/**
 * The parts of a tree that prove nothing, because they do not parse. A syntax error spoils the innermost function
 * around it and all that this function holds, and no other; outside functions it spoils its top-level statement.
 */
export class BrokenCode {
  private readonly spoiled: ReadonlySet<number>;

  constructor(private readonly tree: Tree) {
    this.spoiled = tree.rootNode.hasError ? functionsWithErrors(tree.rootNode) : new Set();
  }

  /** Whether the node stands where nothing is proven. */
  holds(node: Node): boolean {
    if (node.depth > maxDepth) return true;
    if (!this.tree.rootNode.hasError) return false;
    let isInFunction = false;
    let outermost = node;
    for (let at: Node | null = node; at !== null; at = at.parent) {
      if (!isInFunction && at.isError) return true;
      if (isFunction(at)) {
        if (this.spoiled.has(at.id)) return true;
        isInFunction = true;
      }
      if (at.parent !== null) outermost = at;
    }
    return !isInFunction && outermost.hasError;
  }
}

function functionsWithErrors(root: Node): Set<number> {
  const found = new Set<number>();
  const waiting: { node: Node; within: Node | undefined }[] = [{ node: root, within: undefined }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node } = next;
    const within = isFunction(node) ? node : next.within;
    if ((node.isError || node.isMissing) && within !== undefined) found.add(within.id);
    for (const child of node.children) if (child?.hasError === true) waiting.push({ node: child, within });
  }
  return found;
}
