import { hasSeveralInstances } from '../../facts/project/deployment';
import { isPackaged, isRunByItsOwners } from '../../facts/project/handedOut';
import { isForSeveralDatabases } from '../../facts/sql/dialect';
import { wayBackAt } from '../../facts/sql/collect';
import { sparesWriters } from '../../facts/sql/migrationCare';
import { createdTable } from '../../facts/sql/migrationFile';
import { migrationsBefore } from '../../facts/sql/migrationHistory';
import type { SqlSource } from '../../source';

/**
 * True where something tells that the table is in use while the migration runs: the migrations before it spare the
 * writers, or it belongs to a service that its owners run, or that is deployed in several instances. Whoever
 * installs a program mostly stops it to migrate. A snippet is shown for its own sake.
 */
export function isInUse(table: string, source: SqlSource): boolean {
  if (source.fragment) return true;
  return source.memo.once(isServing, source) && !source.memo.once(justCreated, source).has(table.toLowerCase());
}

function isServing(source: SqlSource): boolean {
  const { file, project } = source;
  if (sparesWriters(source)) return true;
  if (isForSeveralDatabases(source) || isPackaged(file, project)) return false;
  return isRunByItsOwners(file, project) || hasSeveralInstances(file, project);
}

/** Tables that the migration right before made: hardly anything is in them yet. */
function justCreated({ file, project, sql }: SqlSource): ReadonlySet<string> {
  const text = project.read(migrationsBefore(file, project)[0] ?? '') ?? '';
  return new Set(sql.parse(text.slice(0, wayBackAt(text))).statements.flatMap(({ node }) => createdTable(node) ?? []));
}
