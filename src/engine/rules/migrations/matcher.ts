import { alterCommands, migrationFile, type AlterCommand, type MigrationFile, type MigrationStatement } from '../../facts/sql/migrationFile';
import type { SqlSource } from '../../source';
import type { Draft, Matcher, TextHit } from '../rule';
import { isInUse } from './writers';

/** One place a rule of this family speaks of. */
export interface Place {
  /** In lower case; its lock is what the finding is about. */
  readonly table: string;
  readonly draft: Draft;
  /** It matters whoever uses the table meanwhile, or a reader has asked to be told of each. */
  readonly isCertain?: true;
}

export const place = (table: string, draft: Draft): Place => ({ table, draft });

/** A place that is shown as it is, wherever the migration runs. */
export const certainPlace = (table: string, draft: Draft): Place => ({ table, draft, isCertain: true });

type Check<T> = (part: T, file: MigrationFile, source: SqlSource) => Place | undefined;

type Part = AlterCommand & { readonly statement: MigrationStatement };

/** Asks about each statement of a pending migration that begins with one of the words. */
export function onStatement(triggers: readonly string[], check: Check<MigrationStatement>): Matcher<SqlSource, TextHit> {
  return matcher(triggers, (statement, file, source) => [check(statement, file, source)]);
}

/** Asks about each part of each ALTER TABLE of a pending migration, tables made in the same file left out. */
export function onAlterTable(check: Check<Part>): Matcher<SqlSource, TextHit> {
  return matcher(['alter table'], (statement, file, source) =>
    alterCommands(statement, source.text).map((command) => (file.created.has(command.table) ? undefined : check({ ...command, statement }, file, source))),
  );
}

/** Several places on one table are one lock to the reader: the first stands for all. */
function matcher(triggers: readonly string[], placesIn: (statement: MigrationStatement, file: MigrationFile, source: SqlSource) => readonly (Place | undefined)[]): Matcher<SqlSource, TextHit> {
  const firstOnes = (source: SqlSource): ReadonlyMap<string, Draft> => {
    const first = new Map<string, Draft>();
    const file = migrationFile(source);
    if (file === undefined) return first;
    for (const statement of file.statements) {
      if (!triggers.some((trigger) => source.text.slice(statement.start, statement.start + trigger.length).toLowerCase() === trigger)) continue;
      for (const place of placesIn(statement, file, source)) if (place !== undefined && !first.has(place.table)) first.set(place.table, weighed(place, file, source));
    }
    return first;
  };
  return {
    triggers,
    needsSql: true,
    *check({ offset }, source) {
      const statement = migrationFile(source)?.statements.find(({ start }) => start === offset);
      if (statement === undefined) return;
      for (const draft of source.memo.once(firstOnes, source).values()) if (draft.start >= statement.start && draft.end <= statement.end) yield draft;
    },
  };
}

/** What waits, or fails, while nobody uses the table is a hint, and so is all of a file that may have run. */
function weighed({ table, draft, isCertain }: Place, { mayHaveRun }: MigrationFile, source: SqlSource): Draft {
  return !mayHaveRun && (isCertain === true || isInUse(table, source)) ? draft : { ...draft, severity: 'hint' };
}

/** Statements that set something for the session or end a transaction do no work of their own. */
export const isWork = ({ node }: MigrationStatement): boolean => !('VariableSetStmt' in node) && !('TransactionStmt' in node);

/** True when the file does nothing else. */
export const isAloneIn = (statement: MigrationStatement, { statements }: MigrationFile): boolean => statements.every((each) => each === statement || !isWork(each));
