import type { Rule } from '../rule';
import { alterCommands, type AlterCommand, type MigrationFile, type MigrationStatement } from '../../facts/sql/migrationFile';
import type { SqlSource } from '../../source';
import { onAlterTable, place } from './matcher';
import { checkedConstraint, notValidDraft } from './notValid';
import { alterTableSource, lockSource, shownInUse } from './sources';

export const constraintMissingNotValid: Rule = {
  id: 'constraint-missing-not-valid',
  title: 'A CHECK that reads every row under the strongest lock',
  area: 'migrations',
  languages: ['sql'],
  grade: 'guided',
  severity: 'warning',
  lesson: 'safe-migrations#constraint',
  defaultOn: true,
  docs: {
    finds: '`ADD CONSTRAINT … CHECK` without `NOT VALID`, and one that the same transaction both adds `NOT VALID` and validates, in the latest PostgreSQL migration of its folder, on a table the file does not create itself.',
    why: 'PostgreSQL reads the whole table to check it, and nothing else reads or writes the table meanwhile. NOT VALID checks new rows only and takes a moment.',
    fix: 'Adds `NOT VALID` here, and a second migration that validates the constraint under a lock which lets reads and writes pass. *guided*: in one transaction the first lock would be kept until both are done.',
    notWhen: `On a table small enough to be read in a moment it does not matter; the file does not tell, so silence it there. On a partitioned table NOT VALID applies to each partition. ${shownInUse}`,
    sources: [alterTableSource, lockSource],
  },
  sql: onAlterTable((part, file, source) => {
    if (isValidatedAtOnce(part, file, source)) {
      return place(part.table, { start: part.start, end: part.end, message: `The lock that adding it took is kept until all of ${part.table} has been read, since both are one transaction: validate it in a migration of its own.`, fixes: [] });
    }
    const constraint = checkedConstraint(part, 'CONSTR_CHECK');
    return constraint === undefined ? undefined : place(part.table, notValidDraft(part, constraint, `PostgreSQL reads all of ${part.table} to check it, and nothing else reads or writes the table meanwhile.`, file, source));
  }),
};

/** `VALIDATE CONSTRAINT` between the same BEGIN and COMMIT that adds the constraint. */
function isValidatedAtOnce({ command, table, start, statement }: AlterCommand & { readonly statement: MigrationStatement }, { statements }: MigrationFile, source: SqlSource): boolean {
  if (command.subtype !== 'AT_ValidateConstraint' || !statement.inTransaction) return false;
  const before = statements.slice(statements.findLastIndex((each) => 'TransactionStmt' in each.node && each.start < start) + 1);
  return before
    .flatMap((each) => alterCommands(each, source.text))
    .some((each) => each.start < start && each.table === table && each.command.subtype === 'AT_AddConstraint' && each.command.def !== undefined && 'Constraint' in each.command.def && each.command.def.Constraint.conname === command.name);
}
