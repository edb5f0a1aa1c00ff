import { field, type Node } from '../../syntax/nodes';
import { functionTypes } from './scope';

/** True when what a node throws, or rejects with where it is awaited, is caught in the same function. */
export function isCaught(node: Node): boolean {
  for (let at = node; at.parent !== null && !functionTypes.has(at.type); at = at.parent) {
    const { parent } = at;
    if (parent.type === 'try_statement' && field(parent, 'body')?.id === at.id && field(parent, 'handler') !== undefined) return true;
  }
  return false;
}
