import { sqlCallAt, sqlCallsIn, type SqlCall } from '../../../facts/javascript/sqlCalls';
import { isSameValue } from '../../../facts/javascript/dataConditions';
import { enclosingFunction } from '../../../facts/javascript/functions';
import { awaitOf, calleeOf } from '../../../facts/javascript/calls';
import { conditionsOf, type SqlCondition } from '../../../facts/sql/conditions';
import { readSelect, sameTable, tableName, type SelectFacts, type TableName } from '../../../facts/sql/statements';
import type { ScriptSource } from '../../../source';
import { field, isInside, walk, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { Draft } from '../../rule';
import { isOwnText } from '../check-then-insert/script/fix';
import { ResultReader } from '../check-then-insert/script/presence';
import { changeIn, type Change } from './change';
import { holderEdits, removedRead, type Rewrite } from './edits';
import { lostMessage, refusals } from './messages';
import { isStatistic, isVersion, severityOf } from './updates';

interface Update {
  readonly call: SqlCall;
  readonly table: TableName;
  /** Columns set to one parameter each. */
  readonly set: readonly { readonly column: string; readonly parameter: number }[];
  readonly where: readonly SqlCondition[];
}

/** `UPDATE accounts SET balance = $1 WHERE id = $2` with what was computed from a row that a SELECT gave. */
export function* lostBySql(node: Node, source: ScriptSource): Iterable<Draft> {
  const update = updateAt(node, source);
  const fn = enclosingFunction(node);
  if (update === undefined || fn === undefined) return;
  const lost = update.set.flatMap((target) => targetOf(node, update, target, source) ?? []);
  const [first] = lost;
  if (first === undefined) return;
  const names = lost.map(({ column }) => column);
  const checked = lost.filter(({ isOld }) => isCompared(fn, isOld, node)).map(({ column }) => column);
  const rewrite = sqlEdits(update, lost, source);
  const isSafe = 'edits' in rewrite && rewrite.isSure && checked.length === 0 && lost.every(({ change }) => change.isAssumed !== true);
  yield {
    start: (calleeOf(node) ?? node).startIndex,
    end: node.endIndex,
    ...severityOf(checked, isStatistic(update.table.name)),
    message: lostMessage(names, checked, update.call.client.kind === 'connection', 'refusal' in rewrite ? rewrite.refusal : undefined),
    fixes: 'edits' in rewrite ? [{ title: rewrite.title, safety: isSafe ? 'safe' : 'review', edits: rewrite.edits }] : [],
  };
}

/** A column that is set to a sum of its own old value. */
interface Target {
  readonly column: string;
  readonly parameter: number;
  readonly value: Node;
  readonly change: Change;
  /** The SELECT's call. */
  readonly read: Node;
  readonly isOld: (expression: Node) => boolean;
}

function targetOf(node: Node, update: Update, { column, parameter }: Update['set'][number], source: ScriptSource): Target | undefined {
  const value = isVersion(column) ? undefined : update.call.parameters?.[parameter - 1];
  for (const query of value === undefined ? [] : readsBefore(node, source)) {
    const reader = new ResultReader(query, source);
    const isOld = (expression: Node) => {
      const part = reader.partOf(expression);
      return part?.kind === 'cell' && part.column === column;
    };
    const change = value === undefined || !selectsSameRow(update, query, reader, source) ? undefined : changeIn(value, isOld, source);
    if (value !== undefined && change !== undefined) return { column, parameter, value, change, read: query.call, isOld };
  }
  return undefined;
}

function updateAt(node: Node, source: ScriptSource): Update | undefined {
  const call = sqlCallAt(node, source);
  const statement = call?.sql.statement(source.sql)?.node;
  if (call === undefined || statement === undefined || !('UpdateStmt' in statement)) return undefined;
  const { relation, targetList, whereClause, fromClause } = statement.UpdateStmt;
  const table = relation === undefined ? undefined : tableName(relation);
  if (table === undefined || whereClause === undefined || (fromClause ?? []).length > 0) return undefined;
  const set = (targetList ?? []).flatMap((target): Update['set'][number][] => {
    const { name, val } = 'ResTarget' in target ? target.ResTarget : { name: undefined, val: undefined };
    const number = val !== undefined && 'ParamRef' in val ? val.ParamRef.number : undefined;
    return name === undefined || number === undefined ? [] : [{ column: name, parameter: number }];
  });
  return { call, table, set, where: conditionsOf(whereClause) };
}

function readsBefore(node: Node, source: ScriptSource): SqlCall[] {
  const found: SqlCall[] = [];
  for (let fn = enclosingFunction(node); fn !== undefined; fn = enclosingFunction(fn)) {
    found.push(...sqlCallsIn(fn, source).filter(({ call }) => call.endIndex < node.startIndex && awaitOf(call) !== undefined).reverse());
  }
  return found;
}

/** Every condition of the UPDATE is one of the SELECT's: no version or old value is asked for. */
function selectsSameRow({ table, where, call }: Update, query: SqlCall, reader: ResultReader, source: ScriptSource): boolean {
  const statement = query.sql.statement(source.sql)?.node;
  const facts: SelectFacts | undefined = statement === undefined ? undefined : readSelect(statement);
  if (statement === undefined || facts === undefined || !('SelectStmt' in statement) || (statement.SelectStmt.lockingClause ?? []).length > 0 || !sameTable(facts.table, table)) return false;
  const asked = conditionsOf(statement.SelectStmt.whereClause);
  return where.every((condition) => {
    if (condition.kind === 'filter') return asked.some((other) => other.kind === 'filter' && other.form === condition.form);
    if (condition.kind !== 'equals' || condition.value.kind !== 'parameter') return false;
    const given = call.parameters?.[condition.value.number - 1];
    if (given === undefined) return false;
    const part = reader.partOf(given);
    if (part?.kind === 'cell') return part.column === condition.column && /^id$|_id$/.test(part.column);
    return asked.some((other) => {
      if (other.kind !== 'equals' || other.column !== condition.column || other.value.kind !== 'parameter') return false;
      const own = query.parameters?.[other.value.number - 1];
      return own !== undefined && isSameValue(own, given, source);
    });
  });
}

function isCompared(fn: Node, isOld: (node: Node) => boolean, before: Node): boolean {
  let isFound = false;
  walk(fn, (node) => {
    if (isFound || node.startIndex > before.startIndex) return false;
    if (node.type === 'binary_expression' && /^[<>]=?$/.test(field(node, 'operator')?.text ?? '')) {
      isFound = [field(node, 'left'), field(node, 'right')].some((side) => side !== undefined && [side, ...side.descendantsOfType('member_expression')].some((inner) => inner !== null && isOld(inner)));
    }
    return !isFound;
  });
  return isFound;
}

/** `SET balance = balance - $1`, with what is taken away as the parameter. */
function sqlEdits({ call }: Update, targets: readonly Target[], source: ScriptSource): Rewrite {
  const summed = targets.filter(({ change }) => change.operand !== undefined);
  const [first] = summed;
  if (first === undefined) return { refusal: refusals.moreThanAdding };
  const edits = summed.map((target) => columnEdits(call, target, source));
  if (edits.includes(undefined)) return { refusal: refusals.elsewhere };
  const held = summed.map(({ change, value }) => holderEdits(change, { value }, source));
  const reads = new Map(summed.map(({ read }) => [read.id, read]));
  const removed = [...reads.values()].flatMap((read) => removedRead(read, summed, source));
  const title = `Let the database add: SET ${first.column} = ${first.column} ${first.change.operator} …`;
  return {
    title: removed.length === 0 ? title : `${title} (a missing row is then no error)`,
    isSure: removed.length === 0 && held.every(({ isSure }) => isSure),
    edits: [...removed, ...held.flatMap((each) => each.edits), ...edits.flatMap((each) => each ?? [])],
  };
}

function columnEdits(call: SqlCall, { column, parameter, value, change }: Target, source: ScriptSource): TextEdit[] | undefined {
  const { sql, array } = call;
  const tokens = sql.tokens(source.sql);
  const places = tokens.filter(({ text }) => text === `$${parameter}`);
  const at = places.length === 1 && places[0] !== undefined ? sql.fileSpan(places[0]) : undefined;
  if (at === undefined || array === undefined || change.operand === undefined || !isInside(value, array) || !isOwnText(call, source)) return undefined;
  const before = tokens[tokens.findIndex(({ start }) => start === places[0]?.start) - 2];
  const written = before === undefined || !/^"?\w+"?$/.test(before.text) ? column : source.text.slice(sql.fileSpan(before)?.start ?? 0, sql.fileSpan(before)?.end ?? 0);
  const old = change.mayBeEmpty ? `COALESCE(${written}, 0)` : written;
  return [{ start: at.start, end: at.start, newText: `${old} ${change.operator} ` }, { start: value.startIndex, end: value.endIndex, newText: change.operand.text }];
}
