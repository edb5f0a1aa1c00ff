import type { SqlDialect } from '../../../facts/sql/text';
import { newMigration, type NewFile } from '../../../fix/migration';
import type { Source } from '../../../source';

/** The key that the database has to make unique. */
export interface MissingKey {
  /** As the statements write them, quotes included. */
  readonly table: string;
  readonly columns: readonly string[];
  /** The condition of a partial index. */
  readonly where: string | undefined;
}

/** Longest name PostgreSQL keeps. */
const maxName = 63;

const bare = (name: string) => name.replaceAll(/["`]/g, '').replaceAll(/\W+/g, '_');

/** The migration that makes the key unique; none in a fragment, which belongs to no project. */
export function uniqueMigration({ table, columns, where }: MissingKey, dialect: SqlDialect, source: Source): readonly NewFile[] {
  if (source.fragment) return [];
  const words = [table, ...columns].map(bare).join('_').toLowerCase();
  const index = `${words.slice(0, maxName - '_key'.length)}_key`;
  const list = columns.join(', ');
  const statements = dialect === 'mysql' ? mysqlStatements(table, index, list) : postgresStatements(table, index, list, where);
  return newMigration({ name: `unique_${words}`, ...statements, outsideTransaction: dialect === 'postgres' }, source.file, source.project);
}

function postgresStatements(table: string, index: string, columns: string, where: string | undefined) {
  const condition = where === undefined ? '' : ` WHERE ${where}`;
  const up = [
    '-- Fails while two rows share a key: merge those first, and drop the invalid index a failure leaves.',
    '-- CONCURRENTLY keeps the table writable; it cannot run inside a transaction.',
    `CREATE UNIQUE INDEX CONCURRENTLY ${index} ON ${table} (${columns})${condition};`,
  ];
  return { up: up.join('\n'), down: `DROP INDEX CONCURRENTLY ${index};` };
}

function mysqlStatements(table: string, index: string, columns: string) {
  const up = ['-- Fails while two rows share a key: merge those first.', `ALTER TABLE ${table} ADD CONSTRAINT ${index} UNIQUE (${columns});`];
  return { up: up.join('\n'), down: `ALTER TABLE ${table} DROP INDEX ${index};` };
}
