import type { MigrationFile, MigrationStatement } from '../../facts/sql/migrationFile';
import { keywordOf } from '../../facts/sql/keywords';
import { sourceStyle } from '../../fix/style';
import type { SqlNode } from '../../syntax/sql';
import type { Rule } from '../rule';
import { onStatement, certainPlace } from './matcher';
import { lockTimeoutSource } from './sources';
import { tableName } from '../../facts/sql/statements';

/** Parts of ALTER TABLE that let reads and writes pass. */
const weak = new Set(['AT_ValidateConstraint', 'AT_SetStatistics', 'AT_AttachPartition']);

export const requireLockTimeout: Rule = {
  id: 'require-lock-timeout',
  title: 'A strong lock with no bound on the wait for it',
  area: 'migrations',
  languages: ['sql'],
  grade: 'review',
  severity: 'information',
  lesson: 'safe-migrations#lock-queue',
  defaultOn: false,
  docs: {
    finds: 'The first ALTER TABLE, DROP TABLE or plain DROP INDEX of the latest PostgreSQL migration of its folder, where no statement before it sets `lock_timeout`, on a table the file does not create itself.',
    why: 'The statement waits for every running query, and every later query waits behind it: a waiting ALTER held a plain SELECT for 2457 ms, with lock_timeout 500 ms for 248 ms.',
    fix: 'Sets `lock_timeout` from the settings before the statement, for this transaction alone where there is one; *review*: the migration then fails instead of waiting, and must be tried again.',
    notWhen: 'Off by default: many teams set it on the role or in the runner, which the file does not show.',
    sources: [lockTimeoutSource],
  },
  sql: onStatement(['alter table', 'drop table', 'drop index'], (statement, file, source) => {
    if (!locksStrongly(statement, file) || file.statements.find((each) => locksStrongly(each, file)) !== statement) return undefined;
    if (file.statements.some((each) => each.start < statement.start && setsTimeout(each.node))) return undefined;
    const word = statement.tokens.slice(0, 2);
    const keyword = keywordOf(statement.tokens);
    const { timeoutMs } = source.settings;
    const isTransaction = statement.inTransaction || file.runner.transaction === 'always';
    const value = timeoutMs % 1000 === 0 ? `${timeoutMs / 1000}s` : `${timeoutMs}ms`;
    const line = `${keyword(isTransaction ? 'SET LOCAL' : 'SET')} lock_timeout = '${value}';${sourceStyle(source).newline}`;
    return certainPlace('', {
      start: statement.start,
      end: word.at(-1)?.end ?? statement.end,
      message: 'This waits for every running query on the table, and every later query waits behind it, for as long as that takes.',
      fixes: [{ title: `Give up the wait for the lock after ${value}`, safety: 'review', edits: [{ start: statement.start, end: statement.start, newText: line }] }],
    });
  }),
};

function locksStrongly({ node }: MigrationStatement, { created }: MigrationFile): boolean {
  const isNew = (name: string | undefined) => name !== undefined && created.has(name.toLowerCase());
  if ('AlterTableStmt' in node) {
    const commands = (node.AlterTableStmt.cmds ?? []).flatMap((each) => ('AlterTableCmd' in each ? [each.AlterTableCmd.subtype] : []));
    return node.AlterTableStmt.objtype === 'OBJECT_TABLE' && !isNew(relationOf(node)) && !commands.every((each) => each !== undefined && weak.has(each));
  }
  if ('RenameStmt' in node) return (node.RenameStmt.renameType === 'OBJECT_TABLE' || node.RenameStmt.relationType === 'OBJECT_TABLE') && !isNew(relationOf(node));
  if (!('DropStmt' in node) || node.DropStmt.concurrent === true) return false;
  return node.DropStmt.removeType === 'OBJECT_TABLE' || node.DropStmt.removeType === 'OBJECT_INDEX';
}

function relationOf(node: SqlNode): string | undefined {
  const relation = 'AlterTableStmt' in node ? node.AlterTableStmt.relation : 'RenameStmt' in node ? node.RenameStmt.relation : undefined;
  return relation === undefined ? undefined : tableName(relation)?.name;
}

function setsTimeout(node: SqlNode): boolean {
  if ('VariableSetStmt' in node) return node.VariableSetStmt.name === 'lock_timeout';
  return 'SelectStmt' in node && JSON.stringify(node).includes('"lock_timeout"');
}
