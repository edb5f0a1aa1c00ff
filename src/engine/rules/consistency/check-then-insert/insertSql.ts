import type { InsertLayout, Span } from '../../../facts/sql/layout';
import { tableFacts, type SchemaFacts } from '../../../facts/sql/schema';
import type { SqlText } from '../../../facts/sql/text';
import { addClauses, keywordCase, removeItems, written } from '../../../fix/sqlClauses';
import type { SqlParser } from '../../../syntax/sql';
import type { TextEdit } from '../../../text/edits';
import { parametersOfValues, RowStatements } from './claimSql';
import type { Refusal } from './refusal';

/** An INSERT with what is known of its text. */
export interface InsertSql {
  readonly sql: SqlText;
  readonly layout: InsertLayout;
  /** The columns it fills, in order. */
  readonly columns: readonly string[];
  /** The key's columns. */
  readonly key: readonly string[];
  /** The file's text. */
  readonly file: string;
  readonly parser: SqlParser;
}

/** What ON CONFLICT names. */
export interface ConflictTarget {
  readonly columns: readonly string[];
  /** The condition of a partial index, as written. */
  readonly where: string | undefined;
}

/** Columns as the INSERT writes them, quotes and capitals included. */
export function columnTexts({ sql, layout, columns, file }: InsertSql, wanted: readonly string[]): readonly string[] | undefined {
  const texts = wanted.map((column) => {
    const span = layout.columns[columns.indexOf(column)];
    return span === undefined ? (/^[a-z_][a-z0-9_]*$/.test(column) ? column : `"${column}"`) : written(span, sql, file);
  });
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** `ON CONFLICT (key) DO NOTHING`, in the case the statement's own keywords have. */
export function conflictClause({ sql, layout }: Pick<InsertSql, 'sql' | 'layout'>, target: ConflictTarget): string {
  const cased = keywordCase(sql, layout);
  const where = target.where === undefined ? '' : ` ${cased('WHERE')} ${target.where}`;
  return `${cased('ON CONFLICT')} (${target.columns.join(', ')})${where} ${cased('DO NOTHING')}`;
}

/**
 * What makes an INSERT leave an existing row alone.
 * @param asks it shall answer with a row if it was the first
 */
export function conflictEdit(insert: InsertSql, target: ConflictTarget, asks: boolean): TextEdit | undefined {
  const { sql, layout, file } = insert;
  const returning = asks && layout.returning === undefined ? [`${keywordCase(sql, layout)('RETURNING')} ${target.columns.join(', ')}`] : [];
  return addClauses(sql, layout, [conflictClause(insert, target), ...returning], file);
}

interface NamedValue {
  readonly name: string;
  readonly value: Span;
}

function columnsAt(insert: InsertSql, places: readonly number[]): readonly NamedValue[] | undefined {
  const names = columnTexts(
    insert,
    places.map((place) => insert.columns[place] ?? ''),
  );
  const values = places.map((place) => insert.layout.values[place]);
  if (names === undefined || !values.every((value) => value !== undefined)) return undefined;
  return names.flatMap((name, i) => {
    const value = values[i];
    return value === undefined ? [] : [{ name, value }];
  });
}

const keyOf = (insert: InsertSql) => columnsAt(insert, insert.key.map((column) => insert.columns.indexOf(column)));

function statementsOn({ sql, layout, file, parser }: InsertSql): RowStatements | undefined {
  const table = written(layout.table, sql, file);
  return table === undefined ? undefined : new RowStatements(sql, table, file, parser, keywordCase(sql, layout));
}

/** The DELETE of the row the INSERT adds. */
export function deleteOf(insert: InsertSql) {
  const key = keyOf(insert);
  return key === undefined ? undefined : statementsOn(insert)?.delete(key);
}

/** The UPDATE that gives the row the values which are not known early. */
export function updateOf(insert: InsertSql, early: readonly boolean[]) {
  const key = keyOf(insert);
  const late = insert.columns.map((_, i) => i).filter((i) => early[i] !== true);
  const changed = columnsAt(insert, late);
  const { returning } = insert.layout;
  const ending = returning === undefined ? undefined : written(returning, insert.sql, insert.file);
  return key === undefined || changed === undefined ? undefined : statementsOn(insert)?.update(key, changed, ending);
}

/**
 * Edits that leave the late columns out of the INSERT.
 * @param parameters where the parameters stand in the file, in order of their placeholders
 */
export function earlyEdits(insert: InsertSql, early: readonly boolean[], parameters: readonly Span[]): TextEdit[] | undefined {
  const { sql, layout, parser } = insert;
  const columns = removeItems(layout.columns, early, sql);
  const values = removeItems(layout.values, early, sql);
  const used = parametersOfValues(sql, layout, parser).flatMap((numbers, i) => (early[i] === true ? numbers : []));
  const kept = parameters.map((_, i) => used.includes(i + 1));
  if (columns === undefined || values === undefined || layout.columns.length === 0) return undefined;
  return [...columns, ...values, ...removedParameters(parameters, kept), ...renumbered(insert, early, kept)];
}

function removedParameters(spans: readonly Span[], keep: readonly boolean[]): TextEdit[] {
  return spans.flatMap((span, i) => {
    if (keep[i] === true) return [];
    const hasKeptBefore = keep.slice(0, i).includes(true);
    const [previous, next] = [spans[i - 1], spans[i + 1]];
    const start = hasKeptBefore && previous !== undefined ? previous.end : span.start;
    const end = hasKeptBefore || next === undefined ? span.end : next.start;
    return [{ start, end, newText: '' }];
  });
}

function renumbered({ sql, layout, parser }: InsertSql, early: readonly boolean[], kept: readonly boolean[]): TextEdit[] {
  if (sql.dialect === 'mysql') return [];
  return sql.tokens(parser).flatMap((token) => {
    const number = Number(/^\$(\d+)$/.exec(token.text)?.[1] ?? 0);
    const isKept = layout.values.some((value, i) => early[i] === true && token.start >= value.start && token.end <= value.end);
    const place = number === 0 || !isKept ? undefined : sql.fileSpan(token);
    const next = kept.slice(0, number).filter(Boolean).length;
    return place === undefined || next === number ? [] : [{ ...place, newText: `$${next}` }];
  });
}

/** Columns that cannot be filled before the work is done must be allowed to wait. */
export function refuseLate(tableName: string, late: readonly string[], schema: SchemaFacts): Refusal | undefined {
  const table = tableFacts(schema, tableName);
  const waiting = late.filter((column) => table?.columns.includes(column.toLowerCase()) !== true || table.required.includes(column.toLowerCase()));
  const [only, ...more] = waiting;
  if (only === undefined) return undefined;
  const names = more.length === 0 ? only : `${waiting.slice(0, -1).join(', ')} and ${waiting.at(-1) ?? ''}`;
  return { refused: `The claim has to come before the work, and ${names} ${more.length === 0 ? 'is' : 'are'} only known after it and not known to allow NULL.` };
}
