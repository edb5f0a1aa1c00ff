import { awaitOf } from '../../../facts/javascript/calls';
import { dataCallAt } from '../../../facts/javascript/dataCalls';
import { sqlCallAt } from '../../../facts/javascript/sqlCalls';
import { functionTypes } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { field, isInside, walk, type Node } from '../../../syntax/nodes';

/** A change of the database. */
export interface Write {
  readonly call: Node;
  /** The table, model or collection, as the code names it. */
  readonly table: string;
  /** Of a query in SQL: what it runs on. */
  readonly receiver?: Node;
  readonly isPostgres: boolean;
  /** A new row, not a change of one. */
  readonly isNew: boolean;
}

const changes: ReadonlySet<string> = new Set(['create', 'update', 'upsert', 'delete']);

/** The changes a function makes itself, callbacks such as a transaction's included, in order of the text. */
export function writesIn(fn: Node, source: ScriptSource): Write[] {
  const found: Write[] = [];
  const seen = new Set<number>();
  walk(field(fn, 'body') ?? fn, (node) => {
    if (functionTypes.has(node.type) && !isWaitedFor(node)) return false;
    if (node.type !== 'call_expression') return true;
    const sql = sqlCallAt(node, source);
    if (sql !== undefined) {
      const statement = sql.sql.statement(source.sql)?.node;
      const kind = statement === undefined ? undefined : (['InsertStmt', 'UpdateStmt', 'DeleteStmt'] as const).find((name) => name in statement);
      const text = sql.literal.text;
      const table = /\b(?:insert\s+into|update|delete\s+from)\s+"?([\w.]+)/i.exec(text)?.[1];
      if (kind !== undefined) found.push({ call: node, table: table ?? '', isNew: kind === 'InsertStmt', isPostgres: sql.client.dialect === 'postgres', ...(sql.receiver === undefined ? {} : { receiver: sql.receiver }) });
      return true;
    }
    const data = dataCallAt(node, source);
    if (data !== undefined && changes.has(data.operation) && !seen.has(data.call.id)) {
      seen.add(data.call.id);
      found.push({ call: data.call, table: data.model, isNew: data.operation === 'create', isPostgres: false });
    }
    return true;
  });
  return found;
}

/** A callback whose call is awaited: `await prisma.$transaction(async (tx) => …)`. */
function isWaitedFor(fn: Node): boolean {
  const call = fn.parent?.type === 'arguments' ? fn.parent.parent : null;
  return call?.type === 'call_expression' && awaitOf(call) !== undefined;
}

/** On one way through the code: not in two branches of one condition, nor in a `try` and its `catch`. */
export function isOnOneWay(a: Node, b: Node): boolean {
  for (let at = a.parent; at !== null; at = at.parent) {
    if (!isInside(b, at)) continue;
    switch (at.type) {
      case 'if_statement':
      case 'ternary_expression':
        return !(['consequence', 'alternative'] as const).some((name) => {
          const branch = field(at, name);
          return branch !== undefined && isInside(a, branch) !== isInside(b, branch) && !isInside(a, field(at, 'condition') ?? branch) && !isInside(b, field(at, 'condition') ?? branch);
        });
      case 'try_statement': {
        const handler = field(at, 'handler');
        return handler === undefined || isInside(a, handler) === isInside(b, handler);
      }
      case 'switch_body':
        return false;
      default:
        return !leavesBetween(a, b, at);
    }
  }
  return false;
}

/** The earlier one stands in a branch that ends in `return` or `throw`, before the later one is reached. */
function leavesBetween(a: Node, b: Node, common: Node): boolean {
  const [first] = a.startIndex < b.startIndex ? [a] : [b];
  for (let at = first.parent; at !== null && at.id !== common.id; at = at.parent) {
    if (at.type === 'catch_clause') return true;
    const last = at.type === 'statement_block' && at.parent?.type !== 'try_statement' ? at.namedChildren.at(-1) : undefined;
    if (last?.type === 'return_statement' || last?.type === 'throw_statement') return true;
  }
  return false;
}
