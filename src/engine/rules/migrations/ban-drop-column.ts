import type { Rule } from '../rule';
import { onAlterTable, certainPlace } from './matcher';
import { alterTableSource } from './sources';

export const banDropColumn: Rule = {
  id: 'ban-drop-column',
  title: 'A column dropped under running code',
  area: 'migrations',
  languages: ['sql'],
  grade: 'guided',
  severity: 'information',
  lesson: 'safe-migrations#lock-queue',
  defaultOn: false,
  docs: {
    finds: '`DROP COLUMN` in the latest PostgreSQL migration of its folder, on a table the file does not create itself.',
    why: 'Queries of the version still running that name the column fail from that moment on, `SELECT *` of an ORM among them. The data is gone when the release must be rolled back.',
    fix: 'None by itself: release the code that no longer reads or writes the column first, and drop it in a later release.',
    notWhen: 'Off by default: as the last step of such a change, dropping the column is right, and the file alone does not tell.',
    sources: [alterTableSource],
  },
  sql: onAlterTable(({ command, start, end, table }) =>
    command.subtype === 'AT_DropColumn' && command.name !== undefined
      ? certainPlace(table, { start, end, message: `Queries of the version still running that name ${command.name} fail from this moment on, and what it held is gone.`, fixes: [] })
      : undefined,
  ),
};
