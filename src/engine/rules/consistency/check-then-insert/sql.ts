import { insertLayout } from '../../../facts/sql/layout';
import { routineOf } from '../../../facts/sql/routine';
import { readInsert } from '../../../facts/sql/statements';
import { SqlText } from '../../../facts/sql/text';
import { isMigration } from '../../../fix/migration';
import { isTooling } from '../../../scan/quiet';
import type { SqlSource } from '../../../source';
import type { SqlStatement } from '../../../syntax/sql';
import type { Draft, Matcher, TextHit } from '../../rule';
import { draftOf } from './draft';
import { uniquenessOf } from './match';
import { notExistsDraft } from './notExists';
import { runsOnce } from './protection';
import { racesIn, type RoutineRace } from './sql/find';
import { routineFix } from './sql/fix';
import { textOf } from './sql/statements';

export const sql: Matcher<SqlSource, TextHit> = {
  triggers: ['insert into'],
  needsSql: true,
  *check({ offset }, source) {
    const file = source.project.relative(source.file);
    if (isTooling(file) || runsOnce.test(file) || isMigration(source.file)) return;
    const statement = source.sql.parse(source.text).statements.find(({ start, end }) => offset >= start && offset < end);
    if (statement === undefined) return;
    for (const draft of draftsIn(statement, source)) if (offset >= draft.start && offset < draft.end) yield draft;
  },
};

function draftsIn(statement: SqlStatement, source: SqlSource): Draft[] {
  const routine = routineOf(statement, source.text, source.sql);
  if (routine?.language === 'plpgsql') return racesIn(routine, source).flatMap((race) => raceDraft(race, source) ?? []);
  if (routine?.language === 'sql') {
    const body = { start: 0, end: routine.body.length };
    return source.sql.parse(routine.body).statements.flatMap(({ start, end }) => statementDraft(textOf(routine, { start: Math.max(start, body.start), end }), source) ?? []);
  }
  const length = statement.end - statement.start;
  const text = new SqlText(source.text.slice(statement.start, statement.end), 'postgres', [{ at: 0, length, start: statement.start, end: statement.end }]);
  // Without a parameter it is a seed or a backfill, run once.
  return isParameterised(text, source) ? [statementDraft(text, source) ?? []].flat() : [];
}

const isParameterised = (text: SqlText, source: SqlSource): boolean => text.tokens(source.sql).some((token) => /^(?:\$\d+|@)$/.test(token.text)) || /\bsqlc\.n?arg\b/.test(text.text);

/** One INSERT that asks first. */
function statementDraft(text: SqlText, source: SqlSource): Draft | undefined {
  const statement = text.statement(source.sql);
  const insert = statement === undefined ? undefined : readInsert(statement.node);
  const head = headOf(text, source);
  return insert?.unless === undefined || head === undefined ? undefined : notExistsDraft(insert, { ...head, text, isShared: false }, source);
}

/** `INSERT INTO payments`: what a finding marks of the statement. */
function headOf(text: SqlText, source: SqlSource): { start: number; end: number } | undefined {
  const layout = insertLayout(text.tokens(source.sql));
  const start = layout === undefined ? undefined : text.fileOffset(layout.keyword.start);
  const end = layout === undefined ? undefined : text.fileEnd(layout.table.end);
  return start === undefined || end === undefined ? undefined : { start, end };
}

function raceDraft(race: RoutineRace, source: SqlSource): Draft | undefined {
  const head = headOf(race.insert.text, source);
  if (head === undefined) return undefined;
  const found = { ...head, table: race.inserted.table.name, keys: [race.key], inserted: race.columns, work: undefined, dialect: 'postgres' as const };
  const draft = draftOf({ ...found, fix: routineFix(race, source) }, source);
  // The function's transaction is rolled back whole: no second row, and nothing done by halves.
  return uniquenessOf(race.key, race.columns, source.project.schema).proven ? { ...draft, severity: 'hint' } : draft;
}
