import type { Rule } from '../rule';
import { onAlterTable, place } from './matcher';
import { checkedConstraint, notValidDraft } from './notValid';
import { isPartitioned } from './rows';
import { alterTableSource, lockSource, shownInUse } from './sources';

export const addingForeignKeyConstraint: Rule = {
  id: 'adding-foreign-key-constraint',
  title: 'A foreign key checked against every row while writes wait',
  area: 'migrations',
  languages: ['sql'],
  grade: 'guided',
  severity: 'warning',
  lesson: 'safe-migrations#constraint',
  defaultOn: true,
  docs: {
    finds: '`ADD FOREIGN KEY` or `ADD CONSTRAINT … FOREIGN KEY` without `NOT VALID`, in the latest PostgreSQL migration of its folder, on a table the file does not create itself.',
    why: 'PostgreSQL checks every row at once and locks both tables against writes until it is done. NOT VALID checks new rows only and takes a moment.',
    fix: 'Adds `NOT VALID` here, and a second migration that validates the constraint under a lock which lets writes pass. *guided*: in one transaction the first lock would be kept until both are done.',
    notWhen: `A column added with \`REFERENCES\` and no default is empty in every row: PostgreSQL checks nothing, and nothing is said. On a partitioned table NOT VALID is refused before PostgreSQL 18: where the workspace's SQL makes the table so, it is a hint without an edit. ${shownInUse}`,
    sources: [alterTableSource, lockSource],
  },
  sql: onAlterTable((part, file, source) => {
    const constraint = checkedConstraint(part, 'CONSTR_FOREIGN');
    const other = constraint?.pktable?.relname;
    if (constraint === undefined || other === undefined) return undefined;
    const both = other.toLowerCase() === part.table ? part.table : file.created.has(other.toLowerCase()) ? part.table : `${part.table} and ${other}`;
    const message = `Writes to ${both} wait until every row of ${part.table} has been checked.`;
    if (isPartitioned(part.table, source)) return place(part.table, { start: part.start, end: part.end, severity: 'hint', message: `${message} PostgreSQL before 18 refuses NOT VALID on a partitioned table: add the constraint to one partition after the other.`, fixes: [] });
    return place(part.table, notValidDraft(part, constraint, message, file, source));
  }),
};
