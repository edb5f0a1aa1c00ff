import type { ScriptSource } from '../../source';
import type { Node } from '../../syntax/nodes';

/** Where a statement begins, the comments directly above it included. */
export function leadStart(statement: Node, source: ScriptSource): number {
  let start = statement.startIndex;
  for (let at = statement.previousNamedSibling; at?.type === 'comment'; at = at.previousNamedSibling) {
    const between = source.text.slice(at.endIndex, start);
    const ownLine = source.text.slice(source.text.lastIndexOf('\n', at.startIndex - 1) + 1, at.startIndex).trim() === '';
    if (between.trim() !== '' || between.split('\n').length > 2 || !ownLine) break;
    start = at.startIndex;
  }
  return start;
}
