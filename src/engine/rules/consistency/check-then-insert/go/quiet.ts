import { enclosingGoFunction } from '../../../../facts/go/scope';
import { goSqlCallsIn } from '../../../../facts/go/sqlCalls';
import { isTooling } from '../../../../scan/quiet';
import type { GoSource } from '../../../../source';
import { field, namedChildren, walk, type Node } from '../../../../syntax/nodes';
import { createsTable, entersLock, locksElsewhere, namesDuplicates, runsOnce, serializes } from '../protection';
import type { GoInsert } from './find';

/** True where the race cannot happen, is already handled, or nobody runs the code twice at a time. */
export function isHarmlessGo(insert: GoInsert, fn: Node, source: GoSource): boolean {
  const file = source.project.relative(source.file);
  if (isTooling(file) || runsOnce.test(file) || isEntryPoint(fn)) return true;
  for (let at: Node | undefined = fn; at !== undefined; at = enclosingGoFunction(at)) {
    if (namesDuplicates.test(at.text) || /\b(?:Level)?Serializable\b/.test(at.text)) return true;
    if (isInLock(at) || takesLock(at, insert.call.call)) return true;
    for (const { call, sql, client } of goSqlCallsIn(at, source)) {
      if (serializes(sql, source.sql) || createsTable(sql, insert.facts.table.name, source.sql)) return true;
      const isBefore = call.endIndex <= insert.call.call.startIndex && client.kind !== 'pool';
      if (isBefore && locksElsewhere(sql, insert.facts.table.name, source.sql)) return true;
    }
  }
  return false;
}

const isEntryPoint = (fn: Node) => fn.type === 'function_declaration' && /^(?:main|init|TestMain)$/.test(field(fn, 'name')?.text ?? '');

/** `withLock(ctx, key, func() error { … })`. */
function isInLock(fn: Node): boolean {
  const call = fn.parent?.type === 'argument_list' ? fn.parent.parent : null;
  return call !== null && entersLock.test(field(call, 'function')?.text ?? '');
}

function takesLock(fn: Node, insert: Node): boolean {
  let found = false;
  walk(fn, (node) => {
    if (found || node.startIndex >= insert.startIndex) return false;
    if (node.type === 'call_expression') found = entersLock.test((field(node, 'function') ?? namedChildren(node)[0])?.text ?? '');
    return !found;
  });
  return found;
}
