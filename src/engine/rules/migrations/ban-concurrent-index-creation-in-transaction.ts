import type { MigrationFile, MigrationStatement } from '../../facts/sql/migrationFile';
import { removeLines } from '../../fix/lines';
import type { SqlSource } from '../../source';
import type { Draft, Rule } from '../rule';
import { outsideTransaction, withSemicolon } from './concurrently';
import { isWork, onStatement, certainPlace } from './matcher';
import { quoted, snake } from './names';
import { concurrentIndexSource } from './sources';

export const banConcurrentIndexCreationInTransaction: Rule = {
  id: 'ban-concurrent-index-creation-in-transaction',
  title: 'CONCURRENTLY inside a transaction, which PostgreSQL refuses',
  area: 'migrations',
  languages: ['sql'],
  grade: 'review',
  severity: 'warning',
  lesson: 'safe-migrations#index-transaction',
  defaultOn: true,
  docs: {
    finds:
      '`CREATE INDEX CONCURRENTLY` or `DROP INDEX CONCURRENTLY` between BEGIN and COMMIT, in a migration that goose, sql-migrate, dbmate or tern runs in a transaction, or beside other statements in a file that Prisma or golang-migrate sends as one string.',
    why: 'PostgreSQL 15 answers "CREATE INDEX CONCURRENTLY cannot run inside a transaction block" (25001), and several statements in one string are one transaction. The migration fails on the day it is run.',
    fix: 'Where the index is all the file does: removes BEGIN and COMMIT, or adds the line by which the runner opens no transaction; *review*. Else moves the statement to a migration of its own; *guided*.',
    notWhen: 'Where nothing tells how the file is run, several statements are left alone: some runners send them one by one.',
    sources: [concurrentIndexSource],
  },
  sql: onStatement(['create index', 'create unique index', 'drop index'], (statement, file, source) => {
    const name = concurrentIndex(statement);
    if (name === undefined) return undefined;
    const others = file.statements.filter((each) => each !== statement && isWork(each));
    const isString = file.runner.transaction === 'several' && file.statements.length > 1;
    if (!statement.inTransaction && !isString && (file.runner.transaction !== 'always' || leavesTransaction(statement, file, source))) return undefined;
    return certainPlace(name, draftOf(statement, name, others, file, source));
  }),
};

/**
 * COMMIT; before the statement ends the runner's transaction, and BEGIN; after it gives the runner one to end. goose and
 * sql-migrate send statements one by one; in a string of several PostgreSQL refuses CONCURRENTLY all the same.
 */
function leavesTransaction(statement: MigrationStatement, { statements }: MigrationFile, { text }: SqlSource): boolean {
  const at = statements.indexOf(statement);
  const before = statements.slice(0, at).findLast(({ node }) => 'TransactionStmt' in node);
  const after = statements.slice(at + 1).find(({ node }) => 'TransactionStmt' in node);
  return /^-- \+(?:migrate|goose) up/im.test(text) && kindOf(before) === 'TRANS_STMT_COMMIT' && kindOf(after) === 'TRANS_STMT_BEGIN';
}

const kindOf = (statement: MigrationStatement | undefined) => (statement !== undefined && 'TransactionStmt' in statement.node ? statement.node.TransactionStmt.kind : undefined);

function draftOf(statement: MigrationStatement, name: string, others: readonly MigrationStatement[], file: MigrationFile, source: SqlSource): Draft {
  const word = statement.tokens.find((token) => /^concurrently$/i.test(token.text));
  const place = { start: statement.start, end: word?.end ?? statement.end };
  const message = 'PostgreSQL refuses CONCURRENTLY inside a transaction, and this statement runs in one: the migration fails.';
  if (statement.inTransaction && others.length === 0 && file.runner.transaction !== 'always') {
    const fences = file.statements.filter(({ node }) => 'TransactionStmt' in node);
    const edits = fences.map((fence) => removeLines(source.text, fence.start, withSemicolon(fence, source.text)));
    const settings = file.statements.some(({ node }) => 'VariableSetStmt' in node && node.VariableSetStmt.is_local === true);
    if (!settings) return { ...place, message, fixes: [{ title: 'Run it without a transaction', safety: 'review', edits }] };
  }
  const text = source.text.slice(statement.start, statement.end);
  const down = 'IndexStmt' in statement.node ? `DROP INDEX CONCURRENTLY IF EXISTS ${quoted(name)}` : 'SELECT 1';
  const fix = statement.inTransaction && others.length === 0 ? undefined : outsideTransaction({ statement, text, inPlace: [], down, index: name, name: snake(['IndexStmt' in statement.node ? 'build' : 'drop', name]) }, file, source);
  if (fix === undefined) return { ...place, message: `${message} ${file.runner.keepsJournal === true ? 'Drizzle opens one for all pending migrations: run the statement by hand.' : 'Give it a migration of its own.'}`, fixes: [] };
  return { ...place, message, fixes: [{ title: fix.safety === 'guided' ? 'Move it to a migration of its own' : 'Run it without a transaction', ...fix }] };
}

/** The name of the index that is built or dropped CONCURRENTLY. */
function concurrentIndex({ node, tokens }: MigrationStatement): string | undefined {
  if ('IndexStmt' in node) return node.IndexStmt.concurrent === true ? (node.IndexStmt.idxname ?? node.IndexStmt.relation?.relname ?? '') : undefined;
  if ('DropStmt' in node && node.DropStmt.removeType === 'OBJECT_INDEX' && node.DropStmt.concurrent === true) return tokens.at(-1)?.text.replaceAll('"', '') ?? '';
  return undefined;
}
