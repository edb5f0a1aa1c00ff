import { field, walk, type Node } from '../../syntax/nodes';

/** The variable at the start of `a.b.c`; of a call or an operation the first one in it. */
export function firstIdentifier(expression: Node): Node | undefined {
  let found: Node | undefined;
  walk(expression, (node) => {
    if (found === undefined && node.type === 'identifier') found = node;
    return found === undefined;
  });
  return found;
}

/** `a.b.c` around its first name. */
export function memberChain(reference: Node): Node {
  let at = reference;
  while (at.parent?.type === 'member_expression' && field(at.parent, 'object')?.id === at.id) at = at.parent;
  return at;
}
