import { tableName } from '../../facts/sql/statements';
import type { Rule } from '../rule';
import { onStatement, place } from './matcher';
import { alterTableSource, shownInUse } from './sources';

export const renamingColumn: Rule = {
  id: 'renaming-column',
  title: 'A column renamed under running code',
  area: 'migrations',
  languages: ['sql'],
  grade: 'guided',
  severity: 'information',
  lesson: 'safe-migrations#lock-queue',
  defaultOn: true,
  docs: {
    finds: '`RENAME COLUMN` in the latest PostgreSQL migration of its folder, on a table the file does not create itself.',
    why: 'Every query of the version still running names the old column and fails from that moment on, until the last instance is replaced. A rollback of the code fails the same way.',
    fix: 'None by itself: add the new column, write both, fill the old rows, read the new one, and drop the old column in a later release.',
    notWhen: `Where no code runs while the migration does (a maintenance window, a table nobody reads yet). ${shownInUse}`,
    sources: [alterTableSource],
  },
  sql: onStatement(['alter table'], ({ node, start, end }, file) => {
    if (!('RenameStmt' in node) || node.RenameStmt.renameType !== 'OBJECT_COLUMN' || node.RenameStmt.relationType !== 'OBJECT_TABLE') return undefined;
    const { relation, subname } = node.RenameStmt;
    const table = relation === undefined ? undefined : tableName(relation)?.name;
    if (table === undefined || subname === undefined || file.created.has(table.toLowerCase())) return undefined;
    return place(table, { start, end, message: `Queries of the version still running name ${subname} and fail from this moment on. Add the new column beside it, and drop the old one in a later release.`, fixes: [] });
  }),
};
