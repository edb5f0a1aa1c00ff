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

/** How the database gets the unique key. */
export interface UniqueMigration {
  /** None in a fragment, which belongs to no project, and where no new file would be run. */
  readonly newFiles: readonly NewFile[];
  /** What has to be run by hand, where a project has no place for a file that runs it. */
  readonly statement: string | undefined;
}

/** What makes the key unique: a migration where the project has some, else the statement alone. */
export function uniqueMigration({ table, columns, where }: MissingKey, dialect: SqlDialect, source: Source): UniqueMigration {
  if (source.fragment) return { newFiles: [], statement: undefined };
  const words = [table, ...columns].map(bare).join('_').toLowerCase();
  const index = `${words.slice(0, maxName - '_key'.length)}_key`;
  const list = columns.join(', ');
  const statements = dialect === 'mysql' ? mysqlStatements(table, index, list) : postgresStatements(table, index, list, where);
  const up = [...statements.notes, statements.statement].join('\n');
  const newFiles = newMigration({ name: `unique_${words}`, up, down: statements.down, outsideTransaction: dialect === 'postgres' }, source.file, source.project);
  return { newFiles, statement: newFiles.length === 0 ? statements.statement : undefined };
}

/** A statement, what to know before it is run, and what undoes it. */
interface KeyStatements {
  readonly notes: readonly string[];
  readonly statement: string;
  readonly down: string;
}

function postgresStatements(table: string, index: string, columns: string, where: string | undefined): KeyStatements {
  const condition = where === undefined ? '' : ` WHERE ${where}`;
  const notes = [
    '-- Fails while two rows share a key: merge those first, and drop the invalid index a failure leaves.',
    '-- CONCURRENTLY keeps the table writable; it cannot run inside a transaction.',
  ];
  return { notes, statement: `CREATE UNIQUE INDEX CONCURRENTLY ${index} ON ${table} (${columns})${condition};`, down: `DROP INDEX CONCURRENTLY ${index};` };
}

function mysqlStatements(table: string, index: string, columns: string): KeyStatements {
  const notes = ['-- Fails while two rows share a key: merge those first.'];
  return { notes, statement: `ALTER TABLE ${table} ADD CONSTRAINT ${index} UNIQUE (${columns});`, down: `ALTER TABLE ${table} DROP INDEX ${index};` };
}
