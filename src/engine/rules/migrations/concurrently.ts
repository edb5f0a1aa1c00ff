import type { MigrationFile, MigrationStatement } from '../../facts/sql/migrationFile';
import { keywordOf } from '../../facts/sql/keywords';
import { newMigration } from '../../fix/migration';
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
    const newline = sourceStyle(source).newline;
    const option = file.runner.opensWithout;
    const opening = option === undefined ? [] : [{ ...option, newText: option.newText.replaceAll('\n', newline) }];
    return { safety: 'review', edits: [...opening, ...inPlace] };
  }
  if (statement.inTransaction && source.fragment) return undefined;
  const newFiles = newMigration({ name: work.name, up: `${work.text};`, down: `${work.down};`, outsideTransaction: true }, source.file, source.project);
  if (newFiles.length === 0) return undefined;
  return { safety: 'guided', edits: [removeLines(source.text, statement.start, withSemicolon(statement, source.text))], newFiles };
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
