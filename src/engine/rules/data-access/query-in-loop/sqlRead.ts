import type { SelectStmt } from '@pgsql/types';
import type { SqlCall } from '../../../facts/javascript/sqlCalls';
import { columnOf, conditionsOf } from '../../../facts/sql/conditions';
import { columnType, hasUniqueKey } from '../../../facts/sql/schema';
import { readSelect, type SelectFacts } from '../../../facts/sql/statements';
import { slicedWith } from '../../../fix/lines';
import type { ScriptSource } from '../../../source';
import { field, isInside, type Node } from '../../../syntax/nodes';
import type { SqlNode, SqlToken } from '../../../syntax/sql';
import type { TextEdit } from '../../../text/edits';
import type { Batch, KeyRead } from './read';

/** Reads a SELECT one of whose conditions is that a column equals a value that varies. */
export function sqlRead(query: SqlCall, varies: (value: Node) => boolean, source: ScriptSource): KeyRead | undefined {
  const { sql, parameters, callback, call } = query;
  const node = sql.statement(source.sql)?.node;
  if (node === undefined || !('SelectStmt' in node) || parameters === undefined || callback !== undefined) return undefined;
  const select = node.SelectStmt;
  const varying = parameters.flatMap((parameter, i) => (varies(parameter) ? [i + 1] : []));
  const [number, ...others] = varying;
  const value = number === undefined ? undefined : parameters[number - 1];
  if (number === undefined || value === undefined || (select.lockingClause ?? []).length > 0) return undefined;
  const key = conditionsOf(select.whereClause).find((condition) => condition.kind === 'equals' && condition.value.kind === 'parameter' && condition.value.number === number);
  const table = tableIn(select);
  if (key?.kind !== 'equals' || table === undefined) return undefined;
  const refused = others.length > 0 ? 'more than one of its values changes with the element' : refusalOf(select, readSelect(node));
  return {
    call,
    table,
    column: key.column,
    value,
    client: query.receiver,
    gives: givenBy(query),
    missing: 'undefined',
    library: sql.dialect === 'mysql' ? 'mysql2' : 'pg',
    isTransaction: query.client.kind === 'connection' && /\b(?:BEGIN|START TRANSACTION|beginTransaction)\b/i.test(source.text),
    method: 'query',
    batch: refused === undefined ? batchOf(query, { table, column: key.column, number, value, select }, source) : { refused },
  };
}

function tableIn({ fromClause }: SelectStmt): string | undefined {
  let [from] = fromClause ?? [];
  while (from !== undefined && 'JoinExpr' in from) from = from.JoinExpr.larg;
  return from !== undefined && 'RangeVar' in from ? from.RangeVar.relname : undefined;
}

function givenBy({ taken, sql }: SqlCall): KeyRead['gives'] {
  const rows = sql.dialect === 'mysql' ? '0' : 'rows';
  if (taken.length === 0) return sql.dialect === 'mysql' ? 'mysql' : 'pg';
  return taken[0] === rows && taken.length === 1 ? 'rows' : 'row';
}

/** Why the rows of many keys cannot be told apart, or are not the same rows. */
function refusalOf(select: SelectStmt, facts: SelectFacts | undefined): string | undefined {
  if (select.limitCount !== undefined && !isOne(select.limitCount)) return 'its LIMIT counts the rows of each key';
  if (select.limitOffset !== undefined) return 'it skips rows of each key';
  if (facts === undefined) return 'it joins, groups or aggregates';
  if (facts.kind === 'count') return 'it counts: read all counts at once with GROUP BY';
  if (facts.kind === 'exists') return 'it asks whether a row exists';
  if (select.distinctClause !== undefined || hasWindow(select)) return 'its rows depend on each other';
  if (facts.conditions.some(({ kind }) => kind === 'either')) return 'it has other conditions beside the key';
  return undefined;
}

const isOne = (limit: SqlNode) => 'A_Const' in limit && limit.A_Const.ival?.ival === 1;

const hasWindow = ({ targetList }: SelectStmt): boolean => JSON.stringify(targetList ?? []).includes('"over"');

interface Parts {
  readonly table: string;
  readonly column: string;
  readonly number: number;
  readonly value: Node;
  readonly select: SelectStmt;
}

function batchOf(query: SqlCall, parts: Parts, source: ScriptSource): Batch | { readonly refused: string } {
  const { sql, literal, call, array } = query;
  const { schema } = source.project;
  const isUnique = hasUniqueKey(schema, parts.table, [parts.column]);
  if (array === undefined || !isInside(array, call) || !isInside(literal, call)) return { refused: 'its text or values are kept elsewhere' };
  if (parts.select.limitCount !== undefined && !isUnique) return { refused: 'its LIMIT counts the rows of each key, and the key is not known to be unique' };
  const tokens = sql.tokens(source.sql);
  const asked = askForMany(tokens, parts, query);
  const output = keyInOutput(tokens, parts, query);
  const unlimited = parts.select.limitCount === undefined ? [] : withoutLimit(tokens, query);
  if (asked === undefined || output === undefined || unlimited === undefined) return { refused: 'its text could not be rewritten' };
  const executes = executeEdit(query);
  const fixed = [...asked, ...output.edits, ...unlimited, ...executes];
  const begin = callStart(call);
  return {
    query: (keys) => slicedWith(source.text, begin, call.endIndex, [...fixed, { start: parts.value.startIndex, end: parts.value.endIndex, newText: keys }]),
    bind: (name) => (givenBy(query) === 'rows' ? name : sql.dialect === 'mysql' ? `[${name}]` : name === 'rows' ? '{ rows }' : `{ rows: ${name} }`),
    property: output.property,
    asText: true,
    needsKeys: sql.dialect === 'mysql',
    isExact: executes.length === 0 && hasOneSpelling(columnType(schema, parts.table, parts.column), sql.dialect === 'mysql'),
    isUnique,
    addsKey: output.edits.length > 0,
    imports: [],
  };
}

/** The grammar may hide an `await` at the beginning of a call. */
const callStart = (call: Node): number => {
  const callee = field(call, 'function');
  return callee?.type === 'await_expression' ? (callee.namedChildren[0] ?? callee).startIndex : call.startIndex;
};

/** `= $1` as `= ANY($1)`, `= $1::uuid` as `= ANY($1::uuid[])`, MySQL's `= ?` as `IN (?)`. */
function askForMany(tokens: readonly SqlToken[], { number }: Parts, { sql }: SqlCall): TextEdit[] | undefined {
  const uses = tokens.flatMap((token, i) => (token.text === `$${number}` ? [i] : []));
  const [at] = uses;
  const token = at === undefined ? undefined : tokens[at];
  const equals = at === undefined ? undefined : tokens[at - 1];
  if (at === undefined || token === undefined || uses.length !== 1 || equals?.text !== '=') return undefined;
  if (sql.dialect === 'mysql') {
    const [sign, value] = [sql.fileSpan(equals), sql.fileSpan(token)];
    return sign === undefined || value === undefined ? undefined : [{ ...sign, newText: 'IN' }, { ...value, newText: '(?)' }];
  }
  const isCast = tokens[at + 1]?.text === '::';
  const type = isCast ? tokens[at + 2] : undefined;
  if (isCast && (type === undefined || tokens[at + 3]?.text === '[' || tokens[at + 3]?.text === '(' || /^(?:double|character|timestamp|time|bit)$/i.test(type.text))) return undefined;
  const span = sql.fileSpan({ start: token.start, end: type?.end ?? token.end });
  if (span === undefined) return undefined;
  return [
    { start: span.start, end: span.start, newText: 'ANY(' },
    { start: span.end, end: span.end, newText: type === undefined ? ')' : '[])' },
  ];
}

/** What the key is called among the columns that are read; added to them where it is missing. */
function keyInOutput(tokens: readonly SqlToken[], { column, select, number }: Parts, { sql }: SqlCall): { readonly property: string; readonly edits: TextEdit[] } | undefined {
  const targets = (select.targetList ?? []).flatMap((target) => ('ResTarget' in target ? [target.ResTarget] : []));
  for (const { name, val } of targets) {
    if (val === undefined) continue;
    const isStar = 'ColumnRef' in val && val.ColumnRef.fields?.some((part) => 'A_Star' in part);
    if (isStar === true) return { property: column, edits: [] };
    if (columnOf(val) === column) return { property: name ?? column, edits: [] };
  }
  if (targets.some(({ name, val }) => (name ?? (val === undefined ? undefined : columnOf(val))) === column)) return undefined;
  const at = tokens.findIndex(({ text }) => text === `$${number}`);
  const written = writtenColumn(tokens, at - 1, sql);
  const first = tokens[1];
  const place = first === undefined ? undefined : sql.fileOffset(first.start);
  return written === undefined || place === undefined ? undefined : { property: column, edits: [{ start: place, end: place, newText: `${written}, ` }] };
}

/** The column before an `=`, its table's name included, as the statement writes it. */
function writtenColumn(tokens: readonly SqlToken[], equals: number, sql: SqlCall['sql']): string | undefined {
  const last = tokens[equals - 1];
  if (last === undefined || !/^[a-z_]\w*$/i.test(last.text)) return undefined;
  const isQualified = tokens[equals - 2]?.text === '.' && tokens[equals - 3] !== undefined;
  const start = isQualified ? tokens[equals - 3]?.start : last.start;
  return start === undefined ? undefined : sql.text.slice(start, last.end);
}

/** Takes a last `LIMIT 1` off the statement. */
function withoutLimit(tokens: readonly SqlToken[], { sql }: SqlCall): TextEdit[] | undefined {
  const at = tokens.findLastIndex(({ text }) => text.toUpperCase() === 'LIMIT');
  const [before, one, after] = [tokens[at - 1], tokens[at + 1], tokens[at + 2]];
  if (before === undefined || one?.text !== '1' || (after !== undefined && after.text !== ';')) return undefined;
  const span = sql.fileSpan({ start: before.end, end: one.end });
  return span === undefined ? undefined : [{ ...span, newText: '' }];
}

/** A prepared statement takes no list: `execute` becomes `query`. */
function executeEdit({ call, sql }: SqlCall): TextEdit[] {
  const callee = field(call, 'function');
  const member = callee?.type === 'await_expression' ? callee.namedChildren[0] : callee;
  const property = sql.dialect === 'mysql' && member?.type === 'member_expression' ? field(member, 'property') : undefined;
  return property?.text === 'execute' ? [{ start: property.startIndex, end: property.endIndex, newText: 'query' }] : [];
}

const integers = /^(?:int[248]|(?:small|big)?serial\d?)$/;

/** PostgreSQL compares text byte by byte; MySQL's collations may not. */
function hasOneSpelling(type: string | undefined, isMysql: boolean): boolean {
  return type !== undefined && (integers.test(type) || (!isMysql && /^(?:text|varchar|uuid)$/.test(type)));
}
