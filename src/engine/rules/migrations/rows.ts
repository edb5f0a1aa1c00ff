import type { IndexStmt } from '@pgsql/types';
import { alterCommands, type MigrationFile, type MigrationStatement } from '../../facts/sql/migrationFile';
import { tableName } from '../../facts/sql/statements';
import type { SqlSource } from '../../source';
import { addedColumn } from './addedColumn';

/**
 * True where the file changes or deletes rows of the table before: of a unique key made after it, duplicates are mended
 * under the lock that keeps new ones away, which a build CONCURRENTLY would not have.
 */
export function mendsRows(table: string, { start }: MigrationStatement, { statements }: MigrationFile): boolean {
  return statements.some((each) => {
    if (each.start >= start) return false;
    const relation = 'UpdateStmt' in each.node ? each.node.UpdateStmt.relation : 'DeleteStmt' in each.node ? each.node.DeleteStmt.relation : undefined;
    return relation !== undefined && tableName(relation)?.name.toLowerCase() === table.toLowerCase();
  });
}

/** True for an index over the rows in which a column is set that the file itself adds without a default: there are none. */
export function isOverNoRow({ relation, whereClause }: IndexStmt, { statements }: MigrationFile, source: SqlSource): boolean {
  const table = relation === undefined ? undefined : tableName(relation)?.name.toLowerCase();
  const test = whereClause !== undefined && 'NullTest' in whereClause ? whereClause.NullTest : undefined;
  const tested = test?.nulltesttype === 'IS_NOT_NULL' && test.arg !== undefined && 'ColumnRef' in test.arg ? test.arg.ColumnRef.fields?.at(-1) : undefined;
  const column = tested !== undefined && 'String' in tested ? tested.String.sval : undefined;
  if (table === undefined || column === undefined) return false;
  const added = statements.flatMap((each) => alterCommands(each, source.text)).flatMap((part) => (part.table === table ? (addedColumn(part.command) ?? []) : []));
  return added.some(({ colname, constraints = [] }) => colname === column && !constraints.some((each) => 'Constraint' in each && each.Constraint.contype === 'CONSTR_DEFAULT'));
}

/** True for a table that the workspace's SQL makes with PARTITION BY: PostgreSQL refuses CONCURRENTLY on it, and builds on each partition. */
export function isPartitioned(table: string, { project, sql }: SqlSource): boolean {
  const name = table.toLowerCase();
  return project.sqlFiles.some((file) => {
    const text = project.read(file);
    if (text === undefined || !/\bpartition\s+by\b/i.test(text) || !text.toLowerCase().includes(name)) return false;
    return sql.parse(text).statements.some(({ node }) => 'CreateStmt' in node && node.CreateStmt.partspec !== undefined && node.CreateStmt.relation?.relname?.toLowerCase() === name);
  });
}
