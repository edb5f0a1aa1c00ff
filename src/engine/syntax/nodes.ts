import type { Node } from './node';

export type { Node } from './node';
export type { Tree } from './tree';

/** The nearest ancestor (the node itself not counted) of one of these types. */
export function ancestorOf(node: Node, types: ReadonlySet<string>): Node | undefined {
  for (let at = node.parent; at !== null; at = at.parent) if (types.has(at.type)) return at;
  return undefined;
}

/** The nearest enclosing node of one of these types, the node itself counted. */
export function closest(node: Node, types: ReadonlySet<string>): Node | undefined {
  return types.has(node.type) ? node : ancestorOf(node, types);
}

/** The nearest call the node is part of, the node itself counted. */
export function closestCall(node: Node): Node | undefined {
  return closest(node, callTypes);
}

/** The nearest call around the node. */
export function callAbove(node: Node): Node | undefined {
  return ancestorOf(node, callTypes);
}

const callTypes: ReadonlySet<string> = new Set(['call_expression']);

export function isInside(node: Node, outer: Node): boolean {
  return node.startIndex >= outer.startIndex && node.endIndex <= outer.endIndex;
}

export const field = (node: Node, name: string): Node | undefined => node.childForFieldName(name) ?? undefined;

/** Named children, comments left out. */
export function namedChildren(node: Node): Node[] {
  return node.namedChildren.filter((child): child is Node => child !== null && child.type !== 'comment');
}

/**
 * Where a block's closing brace stands. In JavaScript the block's own end may lie further: its grammar lets a semicolon
 * that nobody wrote end it, and that may follow a comment.
 */
export function closingBrace(block: Node): number {
  const brace = block.children.findLast((child) => child?.type === '}');
  return brace?.startIndex ?? block.endIndex - 1;
}

/** Walks the subtree, outer before inner; `enter` answers false to skip a node's children. Not recursive: code may nest deeper than the stack. */
export function walk(node: Node, enter: (node: Node) => boolean | undefined): void {
  const waiting = [node];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (enter(at) === false) continue;
    const children = at.namedChildren;
    for (let i = children.length - 1; i >= 0; i--) {
      const child = children[i];
      if (child != null) waiting.push(child);
    }
  }
}
