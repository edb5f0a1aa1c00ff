import { argumentsOf, calleeOf } from '../../../../facts/javascript/calls';
import { enclosingFunction } from '../../../../facts/javascript/functions';
import { sqlCallsIn } from '../../../../facts/javascript/sqlCalls';
import { isTooling } from '../../../../scan/quiet';
import type { ScriptSource } from '../../../../source';
import { ancestorOf, field, walk, type Node } from '../../../../syntax/nodes';
import { createsTable, entersLock, handlesDuplicates, locksElsewhere, runsOnce, serializes } from '../protection';
import type { InsertCall } from './find';

/** True where the race cannot happen, is already handled, or nobody runs the code twice at a time. */
export function isHarmless(insert: InsertCall, fn: Node, source: ScriptSource): boolean {
  const file = source.project.relative(source.file);
  if (isTooling(file) || runsOnce.test(file)) return true;
  return isOnlyForTests(insert.call.call) || catchesDuplicates(insert.call.call) || runsAlone(insert, fn, source);
}

/** `if (config.env === 'test') { … }` */
function isOnlyForTests(call: Node): boolean {
  for (let at: Node | undefined = ancestorOf(call, ifs); at !== undefined; at = ancestorOf(at, ifs)) {
    if (/===?\s*['"`]test['"`]/.test(field(at, 'condition')?.text ?? '')) return true;
  }
  return false;
}

const ifs: ReadonlySet<string> = new Set(['if_statement']);

function catchesDuplicates(call: Node): boolean {
  for (let at: Node | undefined = ancestorOf(call, tries); at !== undefined; at = ancestorOf(at, tries)) {
    const handler = field(at, 'handler');
    if (handler !== undefined && handlesDuplicates.test(handler.text)) return true;
  }
  // `pool.query(…).catch((error) => …)`
  const member = call.parent;
  const chained = member?.type === 'member_expression' && field(member, 'property')?.text === 'catch' ? member.parent?.text : undefined;
  if (chained !== undefined && handlesDuplicates.test(chained)) return true;
  const callback = argumentsOf(call).at(-1);
  return callback?.type.endsWith('function') === true && handlesDuplicates.test(callback.text);
}

const tries: ReadonlySet<string> = new Set(['try_statement']);

function runsAlone({ call: insert, facts }: InsertCall, fn: Node, source: ScriptSource): boolean {
  for (let at: Node | undefined = fn; at !== undefined; at = enclosingFunction(at)) {
    if (isInLock(at) || takesLock(at, insert.call)) return true;
    for (const { call, sql, client } of sqlCallsIn(at, source)) {
      if (serializes(sql, source.sql) || createsTable(sql, facts.table.name, source.sql)) return true;
      const isBefore = call.endIndex <= insert.call.startIndex && client.kind === 'connection';
      if (isBefore && locksElsewhere(sql, facts.table.name, source.sql)) return true;
    }
  }
  return false;
}

/** `withLock(key, async () => { … })`, `transaction(async (tx) => { … }, { isolationLevel: 'Serializable' })`. */
function isInLock(fn: Node): boolean {
  const call = fn.parent?.type === 'arguments' ? fn.parent.parent : null;
  if (call === null) return false;
  const callee = calleeOf(call);
  const others = argumentsOf(call).filter((argument) => argument.id !== fn.id);
  return entersLock.test(callee?.text ?? '') || others.some((argument) => /serializable/i.test(argument.text));
}

function takesLock(fn: Node, insert: Node): boolean {
  let found = false;
  walk(fn, (node) => {
    if (found || node.startIndex >= insert.startIndex) return false;
    if (node.type === 'call_expression') {
      const callee = calleeOf(node)?.text ?? '';
      found = entersLock.test(callee) || argumentsOf(node).some(({ text }) => /^['"`]NX['"`]$|\bNX: true\b/i.test(text));
    }
    return !found;
  });
  return found;
}
