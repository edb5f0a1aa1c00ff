import type { InsertStmt, RangeVar, SelectStmt } from '@pgsql/types';
import type { SqlNode } from '../../syntax/sql';
import { conditionsOf, valueOf, type SqlCondition, type SqlValue, type Variables } from './conditions';

export interface TableName {
  readonly schema?: string;
  readonly name: string;
}

/** A SELECT from one table, or one that asks whether or how many such rows exist. */
export interface SelectFacts {
  /** `rows`: the rows themselves; `exists`: one boolean; `count`: one number. */
  readonly kind: 'rows' | 'exists' | 'count';
  /** `SELECT NOT EXISTS (…)`. */
  readonly negated: boolean;
  readonly table: TableName;
  readonly conditions: readonly SqlCondition[];
  /** What the columns of the result are called; `*` stands for all of the table's. */
  readonly output: readonly string[];
  /** `FOR UPDATE` and the like. */
  readonly locks: boolean;
}

/** An INSERT into one table. */
export interface InsertFacts {
  readonly table: TableName;
  /** As the statement names them, in order; empty when it names none. */
  readonly columns: readonly string[];
  /** The one row it inserts; undefined for several rows, or rows read from a table. */
  readonly values: readonly SqlValue[] | undefined;
  /** `INSERT … SELECT … WHERE NOT EXISTS (…)`: the SELECT that must find nothing. */
  readonly unless: SelectFacts | undefined;
  readonly hasConflictClause: boolean;
  /** What RETURNING calls its columns; undefined without one. */
  readonly returning: readonly string[] | undefined;
}

const none: Variables = new Set();

/** @returns undefined when the statement is no SELECT, or reads from anything but one table. */
export function readSelect(node: SqlNode, variables: Variables = none): SelectFacts | undefined {
  if (!('SelectStmt' in node)) return undefined;
  const select = node.SelectStmt;
  const targets = select.targetList ?? [];
  const [only, ...others] = targets;
  const exists = only !== undefined && others.length === 0 ? existsIn(only) : undefined;
  if (exists !== undefined && select.fromClause === undefined && select.whereClause === undefined) {
    const inner = readRows(exists.select, variables);
    return inner === undefined ? undefined : { ...inner, kind: 'exists', negated: exists.negated, output: namesOf(targets) };
  }
  const rows = readRows(select, variables);
  if (rows === undefined) return undefined;
  const aggregate = targets.some(callsAggregate);
  if (!aggregate) return rows;
  const counts = only !== undefined && others.length === 0 && isCount(only);
  return counts ? { ...rows, kind: 'count' } : undefined;
}

function readRows(select: SelectStmt, variables: Variables): SelectFacts | undefined {
  const [from, ...joined] = select.fromClause ?? [];
  if (from === undefined || joined.length > 0 || !('RangeVar' in from)) return undefined;
  if (select.groupClause !== undefined || select.havingClause !== undefined || select.withClause !== undefined || select.limitOffset !== undefined) return undefined;
  const table = tableName(from.RangeVar);
  if (table === undefined || (select.op !== undefined && select.op !== 'SETOP_NONE')) return undefined;
  return {
    kind: 'rows',
    negated: false,
    table,
    conditions: conditionsOf(select.whereClause, variables),
    output: namesOf(select.targetList ?? []),
    locks: (select.lockingClause ?? []).length > 0,
  };
}

/** @returns undefined when the statement is no INSERT into a table. */
export function readInsert(node: SqlNode, variables: Variables = none): InsertFacts | undefined {
  if (!('InsertStmt' in node)) return undefined;
  const insert = node.InsertStmt;
  const table = insert.relation === undefined ? undefined : tableName(insert.relation);
  if (table === undefined || insert.withClause !== undefined) return undefined;
  const { returningClause } = insert;
  return {
    table,
    columns: namesOf(insert.cols ?? []),
    ...insertedBy(insert, variables),
    hasConflictClause: insert.onConflictClause !== undefined,
    returning: returningClause === undefined ? undefined : namesOf(returningClause.exprs ?? []),
  };
}

function insertedBy(insert: InsertStmt, variables: Variables): Pick<InsertFacts, 'values' | 'unless'> {
  const nothing = { values: undefined, unless: undefined };
  const source = insert.selectStmt;
  if (source === undefined || !('SelectStmt' in source)) return nothing;
  const select = source.SelectStmt;
  const [row, ...more] = select.valuesLists ?? [];
  if (row !== undefined) {
    const items = more.length === 0 && 'List' in row ? row.List.items : undefined;
    return { values: items?.map((item) => valueOf(item, variables)), unless: undefined };
  }
  if (select.fromClause !== undefined || select.distinctClause !== undefined || select.limitCount !== undefined) return nothing;
  const values = (select.targetList ?? []).flatMap((target) => ('ResTarget' in target && target.ResTarget.val !== undefined ? [valueOf(target.ResTarget.val, variables)] : []));
  const absent = select.whereClause === undefined ? undefined : existsOf(select.whereClause);
  const unless = absent?.negated === true ? readRows(absent.select, variables) : undefined;
  return select.whereClause === undefined || unless !== undefined ? { values, unless } : nothing;
}

export function tableName({ schemaname: schema, relname: name }: RangeVar): TableName | undefined {
  if (name === undefined) return undefined;
  return schema === undefined ? { name } : { schema, name };
}

export function sameTable(a: TableName, b: TableName): boolean {
  return a.name === b.name && (a.schema ?? 'public') === (b.schema ?? 'public');
}

interface Existence {
  readonly select: SelectStmt;
  readonly negated: boolean;
}

function existsIn(target: SqlNode): Existence | undefined {
  return 'ResTarget' in target && target.ResTarget.val !== undefined ? existsOf(target.ResTarget.val) : undefined;
}

/** `EXISTS (SELECT …)` or `NOT EXISTS (SELECT …)`. */
export function existsOf(node: SqlNode): Existence | undefined {
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'NOT_EXPR') {
    const [inner] = node.BoolExpr.args ?? [];
    const found = inner === undefined ? undefined : existsOf(inner);
    return found === undefined ? undefined : { ...found, negated: !found.negated };
  }
  if (!('SubLink' in node) || node.SubLink.subLinkType !== 'EXISTS_SUBLINK') return undefined;
  const inner = node.SubLink.subselect;
  return inner !== undefined && 'SelectStmt' in inner ? { select: inner.SelectStmt, negated: false } : undefined;
}

/** Reads `EXISTS (SELECT …)`, negated or not, where it stands alone as a condition. */
export function readExists(node: SqlNode, variables: Variables = none): SelectFacts | undefined {
  const found = existsOf(node);
  const inner = found === undefined ? undefined : readRows(found.select, variables);
  return found === undefined || inner === undefined ? undefined : { ...inner, kind: 'exists', negated: found.negated };
}

function namesOf(targets: readonly SqlNode[]): string[] {
  return targets.flatMap((target) => ('ResTarget' in target ? [target.ResTarget.name ?? nameOf(target.ResTarget.val)] : []));
}

/** The name PostgreSQL gives a column that has none. */
function nameOf(value: SqlNode | undefined): string {
  if (value === undefined) return '?column?';
  if ('ColumnRef' in value) {
    const last = value.ColumnRef.fields?.at(-1);
    if (last === undefined) return '?column?';
    return 'A_Star' in last ? '*' : 'String' in last ? (last.String.sval ?? '?column?') : '?column?';
  }
  if ('FuncCall' in value) {
    const last = value.FuncCall.funcname?.at(-1);
    return last !== undefined && 'String' in last ? (last.String.sval ?? '?column?') : '?column?';
  }
  if ('TypeCast' in value) return nameOf(value.TypeCast.arg);
  return 'SubLink' in value && value.SubLink.subLinkType === 'EXISTS_SUBLINK' ? 'exists' : '?column?';
}

const aggregates: ReadonlySet<string> = new Set(['count', 'sum', 'avg', 'min', 'max', 'array_agg', 'string_agg', 'bool_or', 'bool_and', 'every', 'json_agg', 'jsonb_agg']);

function functionIn(target: SqlNode): string | undefined {
  let value = 'ResTarget' in target ? target.ResTarget.val : undefined;
  while (value !== undefined && 'TypeCast' in value) value = value.TypeCast.arg;
  const last = value !== undefined && 'FuncCall' in value ? value.FuncCall.funcname?.at(-1) : undefined;
  return last !== undefined && 'String' in last ? last.String.sval : undefined;
}

/** Any aggregate, wherever it stands in the target: one row always comes back. */
function callsAggregate(target: SqlNode): boolean {
  let found = false;
  JSON.stringify(target, (key, value: unknown) => {
    if (key === 'funcname' && Array.isArray(value)) {
      const last = value.at(-1) as SqlNode | undefined;
      if (last !== undefined && 'String' in last && aggregates.has(last.String.sval ?? '')) found = true;
    }
    return value;
  });
  return found;
}

const isCount = (target: SqlNode): boolean => functionIn(target) === 'count';
