import type { SqlValue } from '../../../facts/sql/conditions';
import { sameForm } from '../../../facts/sql/conditions';
import { insertLayout, type InsertLayout } from '../../../facts/sql/layout';
import type { InsertFacts } from '../../../facts/sql/statements';
import type { SqlText } from '../../../facts/sql/text';
import { keywordCase, written } from '../../../fix/sqlClauses';
import type { Source } from '../../../source';
import type { TextEdit } from '../../../text/edits';
import type { Draft } from '../../rule';
import { filterText } from './claimSql';
import { insertedColumns, raceKey, uniquenessOf, type RaceKey, type Uniqueness } from './match';
import { noEdit, raceMessage, withMigration } from './messages';
import { uniqueMigration, type MissingKey } from './migration';

/** Where a statement is reported, and the text it is written in. */
export interface PlacedSql {
  readonly start: number;
  readonly end: number;
  readonly text: SqlText;
  /** The text is shared with other code, and so not ours to change. */
  readonly isShared: boolean;
}

const sameInStatement = (a: SqlValue, b: SqlValue) => (a.kind === 'parameter' && b.kind === 'parameter' ? a.number === b.number : sameForm(a, b));

/** `INSERT … SELECT … WHERE NOT EXISTS (SELECT … FROM the same table by key)`: one statement, and still two steps. */
export function notExistsDraft(insert: InsertFacts, place: PlacedSql, source: Source): Draft | undefined {
  const columns = insertedColumns(insert, source.project.schema);
  const key = insert.unless === undefined || insert.hasConflictClause ? undefined : raceKey(insert.unless, insert, columns, sameInStatement);
  if (key === undefined) return undefined;
  const uniqueness = uniquenessOf(key, columns, source.project.schema);
  const words = { table: insert.table.name, columns: key.columns, alternatives: key.alternatives, work: undefined, uniqueness, isMysql: place.text.dialect === 'mysql' };
  const message = `${raceMessage(words)} NOT EXISTS does not see a row that another transaction has not committed yet.`;
  const at = { start: place.start, end: place.end };
  const rewritten = key.alternatives ? 'The check asks for either of several keys, and ON CONFLICT names one.' : rewrite(insert, columns, key, uniqueness, place, source);
  if (typeof rewritten === 'string') return { ...at, message: message + noEdit(rewritten), fixes: [] };
  const newFiles = uniqueness.proven ? [] : uniqueMigration(rewritten.key, 'postgres', source);
  const title = withMigration(`Replace NOT EXISTS by ON CONFLICT (${rewritten.key.columns.join(', ')}) DO NOTHING`, newFiles.length > 0);
  const safety = uniqueness.proven && uniqueness.exact && !uniqueness.partial ? 'safe' : 'review';
  return { ...at, message, fixes: [{ title, safety, edits: rewritten.edits, ...(newFiles.length > 0 ? { newFiles } : {}) }] };
}

const parts = "The INSERT's text is put together from parts.";

function rewrite(insert: InsertFacts, columns: readonly string[], key: RaceKey, uniqueness: Uniqueness, place: PlacedSql, source: Source): { edits: TextEdit[]; key: MissingKey } | string {
  const { text } = place;
  if (place.isShared) return "The INSERT's text is shared with other code.";
  if (text.dialect === 'mysql') return 'MySQL has no ON CONFLICT.';
  const tokens = text.tokens(source.sql);
  const layout = insertLayout(tokens);
  if (layout?.where === undefined || layout.values.length !== insert.values?.length) return "The INSERT's text cannot be taken apart.";
  const hasAlias = tokens.some((token) => token.text.toUpperCase() === 'AS' && layout.values.some((value) => token.start >= value.start && token.end <= value.end));
  if (hasAlias) return 'The selected values have names of their own.';
  const names = uniqueness.target.map((column) => columnText(column, columns, layout, text, source.text));
  const table = written(layout.table, text, source.text);
  const where = uniqueness.partial ? filterText(text, key, source.text, source.sql, layout.where) : undefined;
  if (uniqueness.partial && where === undefined) return 'The check asks for more than its key, in a form an index cannot repeat.';
  if (!names.every((name) => name !== undefined) || table === undefined) return parts;
  const edits = valuesEdits(layout, text, names, where);
  return edits === undefined ? parts : { edits, key: { table, columns: names, where } };
}

function columnText(column: string, columns: readonly string[], layout: InsertLayout, text: SqlText, file: string): string | undefined {
  const span = layout.columns[columns.indexOf(column)];
  return span === undefined ? column : written(span, text, file);
}

/** `SELECT a, b WHERE NOT EXISTS (…)` becomes `VALUES (a, b) ON CONFLICT (key) DO NOTHING`. */
function valuesEdits(layout: InsertLayout, text: SqlText, names: readonly string[], where: string | undefined): TextEdit[] | undefined {
  const cased = keywordCase(text, layout);
  const condition = where === undefined ? '' : ` ${cased('WHERE')} ${where}`;
  const places = [
    { span: layout.source, newText: cased('VALUES') },
    { span: { start: layout.values[0]?.start ?? 0, end: layout.values[0]?.start ?? 0 }, newText: '(' },
    { span: { start: layout.values.at(-1)?.end ?? 0, end: layout.values.at(-1)?.end ?? 0 }, newText: ')' },
    { span: layout.where ?? layout.source, newText: `${cased('ON CONFLICT')} (${names.join(', ')})${condition} ${cased('DO NOTHING')}` },
  ];
  const edits = places.map(({ span, newText }) => {
    const start = span.start === span.end ? (newText === '(' ? text.fileOffset(span.start) : text.fileEnd(span.end)) : text.fileOffset(span.start);
    const end = span.start === span.end ? start : text.fileEnd(span.end);
    return start === undefined || end === undefined ? undefined : { start, end, newText };
  });
  return edits.every((edit) => edit !== undefined) ? edits : undefined;
}
