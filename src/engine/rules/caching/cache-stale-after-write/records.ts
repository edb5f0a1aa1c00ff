import { argumentsOf, allCalls } from '../../../facts/javascript/calls';
import { dataCallAt, type DataCall } from '../../../facts/javascript/dataCalls';
import { entryOf } from '../../../facts/javascript/dataCalls/chain';
import { unwrapped } from '../../../facts/javascript/options';
import { sqlCallAt, type SqlCall } from '../../../facts/javascript/sqlCalls';
import { stringValue } from '../../../facts/javascript/strings';
import { conditionsOf, type SqlCondition } from '../../../facts/sql/conditions';
import { readSelect, tableName } from '../../../facts/sql/statements';
import type { ScriptSource } from '../../../source';
import type { SqlNode } from '../../../syntax/sql';
import { field, namedChildren, type Node } from '../../../syntax/nodes';

/** A query of one table or model. */
export interface RecordAccess {
  readonly call: Node;
  /** As the code names it. */
  readonly table: string;
  readonly operation: 'read' | 'create' | 'change';
  /** What it asks for by equality: the values, by column. `_id` is called `id`. */
  readonly columns: ReadonlyMap<string, Node>;
  /** It asks for some of the rows only. */
  readonly isFiltered: boolean;
  /** The columns that are read or written, where the query names them. */
  readonly named: readonly string[] | undefined;
  /** Of those, the ones that are read or written in part: an object stands for what is inside them. */
  readonly inner: readonly string[];
  readonly isTransaction: boolean;
}

/** Every query of the file whose table is known. */
export const recordAccesses = (source: ScriptSource): readonly RecordAccess[] => source.memo.once(collect, source);

function collect(source: ScriptSource): readonly RecordAccess[] {
  const found = allCalls(source).flatMap((call) => recordAccess(call, source) ?? []);
  return [...new Map(found.map((access) => [access.call.id, access])).values()];
}

/** What a call reads or writes; undefined where it is no query of one table. */
export function recordAccess(call: Node, source: ScriptSource): RecordAccess | undefined {
  const data = dataCallAt(call, source);
  if (data !== undefined) return ofModel(data, source);
  const sql = sqlCallAt(call, source);
  return sql === undefined ? undefined : ofStatement(sql, source);
}

const operations: Readonly<Record<DataCall['operation'], RecordAccess['operation'] | undefined>> = {
  findOne: 'read',
  findMany: 'read',
  count: undefined,
  create: 'create',
  update: 'change',
  upsert: 'change',
  delete: 'change',
  other: undefined,
};

function ofModel({ call, model, operation, where, data, options, isTransaction }: DataCall, source: ScriptSource): RecordAccess | undefined {
  const kind = operations[operation];
  const inner = innerKeys(kind === 'read' ? entryOf(options, 'select', source) : data);
  return kind === undefined ? undefined : { call, table: model.toLowerCase(), operation: kind, columns: columnsIn(where), isFiltered: where !== undefined && !/^\{\s*\}$/.test(where.text), named: kind === 'change' ? keysOf(data) : undefined, inner, isTransaction };
}

/** The properties of a literal that nothing is spread into. */
function keysOf(data: Node | undefined): string[] | undefined {
  const object = data === undefined ? undefined : unwrapped(data);
  const entries = object?.type === 'object' ? namedChildren(object) : [];
  const names = entries.flatMap((entry) => (entry.type === 'shorthand_property_identifier' ? entry.text : (field(entry, 'key')?.text ?? [])));
  return names.length === 0 || names.length < entries.length ? undefined : names;
}

/** The properties whose value is an object again. */
function innerKeys(value: Node | undefined): string[] {
  const object = value === undefined ? undefined : unwrapped(value);
  const entries = object?.type === 'object' ? namedChildren(object) : [];
  return entries.flatMap((entry) => (field(entry, 'value')?.type === 'object' ? (field(entry, 'key')?.text ?? []) : []));
}

const idOf = (column: string) => (column === '_id' ? 'id' : column);

/** `{ id }`, `eq(users.id, id)`, `.where('id', id)`, or the key itself. */
function columnsIn(where: Node | undefined): Map<string, Node> {
  const found = new Map<string, Node>();
  if (where === undefined) return found;
  const value = unwrapped(where);
  if (value.type === 'object') {
    for (const entry of namedChildren(value)) {
      const key = field(entry, 'key');
      const label = entry.type === 'shorthand_property_identifier' ? entry.text : key === undefined ? undefined : (stringValue(key) ?? key.text);
      if (label !== undefined) found.set(idOf(label), field(entry, 'value') ?? entry);
    }
    return found;
  }
  if (value.type !== 'call_expression') return found.set('id', value);
  const [column, equal, more] = argumentsOf(value);
  const isEquality = column !== undefined && equal !== undefined && more === undefined;
  const name = !isEquality ? undefined : column.type === 'member_expression' ? field(column, 'property')?.text : stringValue(column);
  if (name !== undefined && equal !== undefined) return found.set(idOf(name), equal);
  return column?.type === 'object' && equal === undefined ? columnsIn(column) : found.set('id', value);
}

function ofStatement(call: SqlCall, source: ScriptSource): RecordAccess | undefined {
  const statement = call.sql.statement(source.sql);
  if (statement === undefined) return undefined;
  const { node } = statement;
  const shape = { call: call.call, inner: [], isTransaction: call.client.kind === 'connection' };
  const select = readSelect(node);
  if (select?.kind === 'rows') return { ...shape, table: select.table.name, operation: 'read', columns: equalities(select.conditions, call), isFiltered: select.conditions.length > 0, named: select.output.includes('*') ? undefined : select.output };
  if ('InsertStmt' in node) {
    const table = node.InsertStmt.relation === undefined ? undefined : tableName(node.InsertStmt.relation);
    return table === undefined ? undefined : { ...shape, table: table.name, operation: 'create', columns: new Map(), isFiltered: false, named: undefined };
  }
  const change = 'UpdateStmt' in node ? node.UpdateStmt : 'DeleteStmt' in node ? node.DeleteStmt : undefined;
  const table = change?.relation === undefined ? undefined : tableName(change.relation);
  if (change === undefined || table === undefined) return undefined;
  return { ...shape, table: table.name, operation: 'change', columns: equalities(conditionsOf(change.whereClause), call), isFiltered: true, named: 'UpdateStmt' in node ? setBy(node.UpdateStmt.targetList ?? []) : undefined };
}

const setBy = (targets: readonly SqlNode[]): string[] => targets.flatMap((target) => ('ResTarget' in target ? [target.ResTarget.name ?? ''] : []));

function equalities(conditions: readonly SqlCondition[], { parameters }: SqlCall): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const condition of conditions) {
    const value = condition.kind === 'equals' && condition.value.kind === 'parameter' ? parameters?.[condition.value.number - 1] : undefined;
    if (condition.kind === 'equals' && value !== undefined) found.set(condition.column, value);
  }
  return found;
}
