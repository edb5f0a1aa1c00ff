import { writtenName } from '../../../../facts/javascript/functions';
import { functionTypes } from '../../../../facts/javascript/scope';
import type { Node } from '../../../../syntax/nodes';

/** What the functions around a call are named, and what is written before them and before its statement. */
export function namesAround(call: Node): readonly string[] {
  const names: string[] = [];
  for (let at: Node | null = call; at !== null; at = at.parent) {
    if (functionTypes.has(at.type)) names.push(writtenName(at));
    const before = /_(?:statement|declaration)$|^method_definition$/.test(at.type) ? at.previousNamedSibling : null;
    if (before?.type === 'comment' && before.endPosition.row + 1 === at.startPosition.row) names.push(before.text);
  }
  return names;
}

/** What the functions around a call are named. */
export function functionsAround(call: Node): readonly string[] {
  const names: string[] = [];
  for (let at: Node | null = call; at !== null; at = at.parent) if (functionTypes.has(at.type)) names.push(writtenName(at));
  return names;
}
