import type { MigrationFile, MigrationStatement } from '../../facts/sql/migrationFile';
import { keywordOf } from '../../facts/sql/keywords';
import { newMigration } from '../../fix/migration';
import { wayBackAt } from '../../facts/sql/collect';
import { removeLines } from '../../fix/lines';
import { sourceStyle } from '../../fix/style';
import type { SqlSource } from '../../source';
import type { TextEdit } from '../../text/edits';
import type { DraftFix } from '../rule';
import { isAloneIn } from './matcher';

export interface ConcurrentWork {
  readonly statement: MigrationStatement;
  /** The statement with CONCURRENTLY, without its semicolon. */
  readonly text: string;
  /** The edit that makes it so in place; none when it says so already. */
  readonly inPlace: readonly TextEdit[];
  /** What undoes it. */
  readonly down: string;
  /** The index's own name. */
  readonly index: string;
  /** Of a migration of its own: `index_orders_customer_id`. */
  readonly name: string;
}

/**
 * Runs a statement that must stand outside a transaction: in place where the file holds nothing else and its runner
 * can be told, else in a migration of its own that follows.
 * @returns undefined when neither is possible
 */
export function outsideTransaction(work: ConcurrentWork, file: MigrationFile, source: SqlSource): Omit<DraftFix, 'title'> | undefined {
  const { statement, inPlace } = work;
  const isAlone = isAloneIn(statement, file) && !statement.inTransaction;
  if (file.runner.keepsJournal === true) return undefined;
  if (isAlone) {
    return { safety: 'review', edits: [...askingForNoTransaction(file, source), ...inPlace] };
  }
  if (statement.inTransaction && source.fragment) return undefined;
  if (isUndone(work.index, source)) return undefined;
  const start = commentBefore(source.text, statement.start);
  const up = `${source.text.slice(start, statement.start)}${work.text};`;
  const newFiles = newMigration({ name: work.name, up, down: `${work.down};`, outsideTransaction: true }, source.file, source.project);
  return newFiles.length === 0 ? undefined : { safety: 'guided', edits: [removeLines(source.text, start, withSemicolon(statement, source.text))], newFiles };
}

/**
 * Where a statement with CONCURRENTLY goes when no edit takes it there. Drizzle's migrator (drizzle-orm 0.45.4,
 * pg-core/dialect) runs all pending migrations in one transaction, also one that holds nothing else.
 * @param byHand what to do before the migration, and how it is then written
 */
export const elsewhere = ({ runner }: MigrationFile, byHand: string): string => (runner.keepsJournal === true ? `Drizzle runs all pending migrations in one transaction, where CONCURRENTLY cannot go: ${byHand}.` : 'CONCURRENTLY cannot run inside a transaction or beside other statements: give it a migration of its own.');

/** What tells the file's runner to open no transaction; nothing when it opens none. */
export function askingForNoTransaction({ runner }: MigrationFile, source: SqlSource): TextEdit[] {
  const option = runner.opensWithout;
  return option === undefined ? [] : [{ ...option, newText: option.newText.replaceAll('\n', sourceStyle(source).newline) }];
}

/** The way back of this very migration names the index: it would no longer fit what the migration does. */
function isUndone(index: string, { file, text, project }: SqlSource): boolean {
  const own = text.slice(wayBackAt(text) ?? text.length);
  return [own, project.read(file.replace(/\.up\.sql$/, '.down.sql')) ?? ''].some((undo) => undo !== text && undo.includes(index));
}

/** Where the lines of comment right above a statement begin, a runner's own marks left out. */
function commentBefore(text: string, start: number): number {
  const above = /(?:^[ \t]*--(?![ \t]*(?:\+|migrate:|--|>)).*\n)+$/m.exec(text.slice(0, start));
  return above?.index ?? start;
}

/** The end of the statement with its semicolon. */
export function withSemicolon({ end }: MigrationStatement, text: string): number {
  return end + (/^\s*;/.exec(text.slice(end))?.[0].length ?? 0);
}

/** CONCURRENTLY after the word INDEX, in the case of the statement. */
export function insertConcurrently({ tokens }: MigrationStatement): TextEdit | undefined {
  const word = tokens.find((token) => /^index$/i.test(token.text));
  return word === undefined ? undefined : { start: word.end, end: word.end, newText: ` ${keywordOf(tokens)('CONCURRENTLY')}` };
}
