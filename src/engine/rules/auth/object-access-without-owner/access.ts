import type { SelectStmt } from '@pgsql/types';
import { dataCallAt, type DataCall } from '../../../facts/javascript/dataCalls';
import { conditionsIn } from '../../../facts/javascript/dataCalls/keyConditions';
import { sqlCallAt, type SqlCall } from '../../../facts/javascript/sqlCalls';
import { conditionsOf } from '../../../facts/sql/conditions';
import type { ScriptSource } from '../../../source';
import type { Node } from '../../../syntax/nodes';
import type { SqlNode } from '../../../syntax/sql';

/** One condition of a query: a column that must equal a value. */
export interface AccessCondition {
  readonly column: string;
  /** Undefined for a constant of the statement. */
  readonly value: Node | undefined;
}

/** A query that reads or changes the rows some columns select. */
export interface Access {
  readonly call: Node;
  readonly kind: 'read' | 'write';
  readonly verb: 'read' | 'changed' | 'deleted';
  /** `sql`, or the ORM. */
  readonly library: string;
  readonly model: string;
  readonly conditions: readonly AccessCondition[];
  readonly query: SqlCall | undefined;
  readonly data: DataCall | undefined;
}

/** Reads a query whose every condition is that a column equals a value; undefined for anything else. */
export function accessAt(call: Node, source: ScriptSource): Access | undefined {
  const sql = sqlCallAt(call, source);
  if (sql !== undefined) return sqlAccess(sql, source);
  const data = dataCallAt(call, source);
  return data === undefined ? undefined : ormAccess(data, source);
}

function sqlAccess(query: SqlCall, source: ScriptSource): Access | undefined {
  const node = query.sql.statement(source.sql)?.node;
  const { parameters } = query;
  const target = node === undefined ? undefined : targetOf(node);
  if (target === undefined || parameters === undefined) return undefined;
  const conditions: AccessCondition[] = [];
  for (const condition of conditionsOf(target.where)) {
    if (condition.kind === 'filter') conditions.push({ column: condition.column, value: undefined });
    else if (condition.kind === 'equals' && condition.value.kind === 'parameter') conditions.push({ column: condition.column, value: parameters[condition.value.number - 1] });
    else return undefined;
  }
  return { call: query.call, kind: target.verb === 'read' ? 'read' : 'write', verb: target.verb, library: 'sql', model: target.table, conditions, query, data: undefined };
}

interface Target {
  readonly verb: Access['verb'];
  readonly table: string;
  readonly where: SqlNode | undefined;
}

function targetOf(node: SqlNode): Target | undefined {
  if ('SelectStmt' in node) return selected(node.SelectStmt);
  const statement = 'UpdateStmt' in node ? node.UpdateStmt : 'DeleteStmt' in node ? node.DeleteStmt : undefined;
  const table = statement?.relation?.relname;
  const joins = 'UpdateStmt' in node ? node.UpdateStmt.fromClause : 'DeleteStmt' in node ? node.DeleteStmt.usingClause : undefined;
  if (statement === undefined || table === undefined || (joins ?? []).length > 0) return undefined;
  return { verb: 'UpdateStmt' in node ? 'changed' : 'deleted', table, where: statement.whereClause };
}

/** A join may bring the owner in: only plain reads of one table count. */
function selected({ fromClause, whereClause, withClause, limitOffset }: SelectStmt): Target | undefined {
  const [from, ...others] = fromClause ?? [];
  const table = from !== undefined && 'RangeVar' in from ? from.RangeVar.relname : undefined;
  return table === undefined || others.length > 0 || withClause !== undefined || limitOffset !== undefined ? undefined : { verb: 'read', table, where: whereClause };
}

function ormAccess(data: DataCall, source: ScriptSource): Access | undefined {
  const verb = verbOf(data);
  const conditions = conditionsIn(data, source) ?? byId(data);
  if (verb === undefined || conditions === undefined || conditions.length === 0) return undefined;
  return {
    call: data.call,
    kind: verb === 'read' ? 'read' : 'write',
    verb,
    library: data.library,
    model: data.model,
    conditions: conditions.map(({ column, value }) => ({ column, value })),
    query: undefined,
    data,
  };
}

function verbOf({ operation, method }: DataCall): Access['verb'] | undefined {
  switch (operation) {
    case 'findOne':
      return 'read';
    case 'update':
      return 'changed';
    case 'delete':
      return method === 'remove' || method === 'truncate' ? undefined : 'deleted';
    default:
      return undefined;
  }
}

/** Mongoose's `findByIdAndUpdate(id, …)`. */
function byId({ method, where }: DataCall): { column: string; value: Node }[] | undefined {
  return where !== undefined && method.startsWith('findById') ? [{ column: '_id', value: where }] : undefined;
}
