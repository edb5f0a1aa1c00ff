import { alterCommands, migrationFile, type AlterCommand, type MigrationFile, type MigrationStatement } from '../../facts/sql/migrationFile';
import type { SqlSource } from '../../source';
import type { Draft, Matcher, TextHit } from '../rule';

type Check<T> = (part: T, file: MigrationFile, source: SqlSource) => Draft | undefined;

/** Asks about each statement of a pending migration that begins with one of the words. */
export function onStatement(triggers: readonly string[], check: Check<MigrationStatement>): Matcher<SqlSource, TextHit> {
  return {
    triggers,
    needsSql: true,
    *check({ offset }, source) {
      const file = migrationFile(source);
      const statement = file?.statements.find(({ start }) => start === offset);
      const draft = file === undefined || statement === undefined ? undefined : check(statement, file, source);
      if (draft !== undefined) yield draft;
    },
  };
}

/** Asks about each part of each ALTER TABLE of a pending migration, tables made in the same file left out. */
export function onAlterTable(check: Check<AlterCommand & { readonly statement: MigrationStatement }>): Matcher<SqlSource, TextHit> {
  return {
    triggers: ['alter table'],
    needsSql: true,
    *check({ offset }, source) {
      const file = migrationFile(source);
      const statement = file?.statements.find(({ start }) => start === offset);
      if (file === undefined || statement === undefined) return;
      for (const command of alterCommands(statement, source.text)) {
        if (file.created.has(command.table)) continue;
        const draft = check({ ...command, statement }, file, source);
        if (draft !== undefined) yield draft;
      }
    },
  };
}

/** Statements that set something for the session or end a transaction do no work of their own. */
export const isWork = ({ node }: MigrationStatement): boolean => !('VariableSetStmt' in node) && !('TransactionStmt' in node);

/** True when the file does nothing else. */
export const isAloneIn = (statement: MigrationStatement, { statements }: MigrationFile): boolean => statements.every((each) => each === statement || !isWork(each));
