import type { SqlValue } from '../../../facts/sql/conditions';
import { sameForm } from '../../../facts/sql/conditions';
import { insertLayout, type InsertLayout } from '../../../facts/sql/layout';
import { tableFacts } from '../../../facts/sql/schema';
import type { InsertFacts } from '../../../facts/sql/statements';
import type { SqlText } from '../../../facts/sql/text';
import { keywordCase, written } from '../../../fix/sqlClauses';
import type { Source } from '../../../source';
import type { TextEdit } from '../../../text/edits';
import type { Draft } from '../../rule';
import { filterText } from './claimSql';
import { insertedColumns, raceKey, uniquenessOf, type RaceKey, type Uniqueness } from './match';
import { columnTexts, conflictClause, type ConflictTarget } from './insertSql';
import { keyFirst, noEdit, raceMessage, withKey } from './messages';
import { uniqueMigration, type MissingKey } from './migration';
import { refusals, refuse, type Refusal } from './refusal';

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
  const words = { table: insert.table.name, columns: key.columns, alternatives: key.alternatives, work: undefined, uniqueness, isKnown: tableFacts(source.project.schema, insert.table.name) !== undefined, isMysql: place.text.dialect === 'mysql' };
  const message = `${raceMessage(words)} NOT EXISTS does not see a row that another transaction has not committed yet.`;
  const at = { start: place.start, end: place.end };
  const rewritten = key.alternatives ? refusals.eitherKey : rewrite(insert, columns, key, uniqueness, place, source);
  if ('refused' in rewritten) return { ...at, message: message + noEdit(rewritten.refused), fixes: [] };
  const migration = uniqueness.proven ? undefined : uniqueMigration(rewritten.key, 'postgres', source);
  const newFiles = migration?.newFiles ?? [];
  const title = withKey(`Replace NOT EXISTS by ON CONFLICT (${rewritten.key.columns.join(', ')}) DO NOTHING`, migration);
  const safety = uniqueness.proven && uniqueness.exact && !uniqueness.partial ? 'safe' : 'review';
  return { ...at, message: message + keyFirst(migration), fixes: [{ title, safety, edits: rewritten.edits, ...(newFiles.length > 0 ? { newFiles } : {}) }] };
}

interface Rewritten {
  readonly edits: readonly TextEdit[];
  readonly key: MissingKey;
}

function rewrite(insert: InsertFacts, columns: readonly string[], key: RaceKey, uniqueness: Uniqueness, place: PlacedSql, source: Source): Rewritten | Refusal {
  const { text: sql } = place;
  if (place.isShared) return refusals.sharedText;
  if (sql.dialect === 'mysql') return refuse('MySQL has no ON CONFLICT.');
  const tokens = sql.tokens(source.sql);
  const layout = insertLayout(tokens);
  if (layout?.where === undefined || layout.values.length !== insert.values?.length) return refusals.opaqueText;
  const hasAlias = tokens.some((token) => token.text.toUpperCase() === 'AS' && layout.values.some((value) => token.start >= value.start && token.end <= value.end));
  if (hasAlias) return refuse('The selected values have names of their own.');
  const names = columnTexts({ sql, layout, columns, key: key.columns, file: source.text, parser: source.sql }, uniqueness.target);
  const table = written(layout.table, sql, source.text);
  const where = uniqueness.partial ? filterText(sql, key, source.text, source.sql, layout.where) : undefined;
  if (uniqueness.partial && where === undefined) return refusals.partial;
  const edits = names === undefined ? undefined : valuesEdits(layout, sql, { columns: names, where });
  return names === undefined || table === undefined || edits === undefined ? refusals.parts : { edits, key: { table, columns: names, where } };
}

/** `SELECT a, b WHERE NOT EXISTS (…)` becomes `VALUES (a, b) ON CONFLICT (key) DO NOTHING`. */
function valuesEdits(layout: InsertLayout, sql: SqlText, target: ConflictTarget): TextEdit[] | undefined {
  const [first, last] = [layout.values[0], layout.values.at(-1)];
  const open = first === undefined ? undefined : sql.fileOffset(first.start);
  const close = last === undefined ? undefined : sql.fileEnd(last.end);
  const source = sql.fileSpan(layout.source);
  const where = layout.where === undefined ? undefined : sql.fileSpan(layout.where);
  if (open === undefined || close === undefined || source === undefined || where === undefined) return undefined;
  return [
    { ...source, newText: keywordCase(sql, layout)('VALUES') },
    { start: open, end: open, newText: '(' },
    { start: close, end: close, newText: ')' },
    { ...where, newText: conflictClause({ sql, layout }, target) },
  ];
}
