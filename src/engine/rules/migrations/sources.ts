/** PostgreSQL's own words on what each statement locks. */
export const lockSource = { title: 'PostgreSQL: Explicit Locking', url: 'https://www.postgresql.org/docs/18/explicit-locking.html' };
export const alterTableSource = { title: 'PostgreSQL: ALTER TABLE', url: 'https://www.postgresql.org/docs/18/sql-altertable.html' };
export const concurrentIndexSource = {
  title: 'PostgreSQL: Building Indexes Concurrently',
  url: 'https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
};
export const dropIndexSource = { title: 'PostgreSQL: DROP INDEX', url: 'https://www.postgresql.org/docs/18/sql-dropindex.html' };
export const lockTimeoutSource = { title: 'PostgreSQL: lock_timeout', url: 'https://www.postgresql.org/docs/18/runtime-config-client.html#GUC-LOCK-TIMEOUT' };

/** Of rules about what waits or fails while a migration runs, said where they document when they are no warning. */
export const shownInUse =
  'Shown where the project tells that the table is in use meanwhile: of the last eight migrations that had the choice a third spare the writers (`CONCURRENTLY`, `NOT VALID`, `lock_timeout`), no licence lets others run the program (or the file belongs to no project), or the project deploys two replicas or more. A hint elsewhere, among them programs that are packed for others or take several databases, and on a table that the migration right before has made.';
