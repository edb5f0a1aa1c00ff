import { namedChildren, type Node } from '../../syntax/nodes';

/** The value of a plain string literal or a template without substitutions; escapes other than quotes are refused. */
export function stringValue(node: Node): string | undefined {
  if (node.type !== 'string' && node.type !== 'template_string') return undefined;
  if (namedChildren(node).some((child) => child.type === 'template_substitution' || child.type === 'escape_sequence')) return undefined;
  return node.text.slice(1, -1);
}
