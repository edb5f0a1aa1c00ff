import type { Rule } from '../rule';
import { addedColumn, isSerial } from './addedColumn';
import { onAlterTable, place } from './matcher';
import { alterTableSource, shownInUse } from './sources';

export const addingRequiredField: Rule = {
  id: 'adding-required-field',
  title: 'A NOT NULL column added without a default',
  area: 'migrations',
  languages: ['sql'],
  grade: 'review',
  severity: 'warning',
  lesson: 'safe-migrations#not-null',
  defaultOn: true,
  docs: {
    finds: '`ADD COLUMN … NOT NULL` with no default, identity, serial or generated value, in the latest PostgreSQL migration of its folder, on a table the file does not create itself.',
    why: 'On a table with rows the statement fails, since they have no value for the column. On an empty one it works, and every INSERT of the version still running fails from then on.',
    fix: 'Adds the column as nullable: deploy the code that fills it, fill the old rows in batches, then set NOT NULL by way of a validated CHECK; *review*. A constant default is the other way: PostgreSQL 11 and later stores it without rewriting the table (2 million rows, 80 ms).',
    notWhen: `Where the file empties the table before (TRUNCATE, or DELETE without WHERE) nothing is said. ${shownInUse}`,
    sources: [alterTableSource],
  },
  sql: onAlterTable(({ command, tokens, start, end, table }, file) => {
    const column = addedColumn(command);
    if (column === undefined) return undefined;
    const kinds = (column.constraints ?? []).flatMap((each) => ('Constraint' in each ? (each.Constraint.contype ?? []) : []));
    const isFilled = isSerial(column) || kinds.some((kind) => kind === 'CONSTR_DEFAULT' || kind === 'CONSTR_IDENTITY' || kind === 'CONSTR_GENERATED');
    if (!kinds.includes('CONSTR_NOTNULL') || isFilled || kinds.includes('CONSTR_PRIMARY')) return undefined;
    const empties = file.statements.some(({ node }) => 'TruncateStmt' in node || ('DeleteStmt' in node && node.DeleteStmt.whereClause === undefined));
    if (empties) return undefined;
    const at = tokens.findIndex((token, i) => /^not$/i.test(token.text) && /^null$/i.test(tokens[i + 1]?.text ?? ''));
    const isNamed = /^constraint$/i.test(tokens[at - 2]?.text ?? '');
    const [before, last] = [tokens[at - (isNamed ? 3 : 1)], tokens[at + 1]];
    const edit = before === undefined || last === undefined ? undefined : { start: before.end, end: last.end, newText: '' };
    return place(table, {
      start,
      end,
      message: `If ${table} has rows this fails, for they have no value; if it has none, the INSERTs of the version still running fail.`,
      fixes: edit === undefined ? [] : [{ title: 'Add the column as nullable first', safety: 'review', edits: [edit] }],
    });
  }),
};
