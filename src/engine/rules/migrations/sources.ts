/** PostgreSQL's own words on what each statement locks. */
export const lockSource = { title: 'PostgreSQL: Explicit Locking', url: 'https://www.postgresql.org/docs/18/explicit-locking.html' };
export const alterTableSource = { title: 'PostgreSQL: ALTER TABLE', url: 'https://www.postgresql.org/docs/18/sql-altertable.html' };
export const concurrentIndexSource = {
  title: 'PostgreSQL: Building Indexes Concurrently',
  url: 'https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
};
export const dropIndexSource = { title: 'PostgreSQL: DROP INDEX', url: 'https://www.postgresql.org/docs/18/sql-dropindex.html' };
export const lockTimeoutSource = { title: 'PostgreSQL: lock_timeout', url: 'https://www.postgresql.org/docs/18/runtime-config-client.html#GUC-LOCK-TIMEOUT' };
