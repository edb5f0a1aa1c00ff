import type { Uniqueness } from './match';
import type { UniqueMigration } from './migration';

/** What the race looks like to the rule: enough for its message. */
export interface RaceWords {
  readonly table: string;
  readonly columns: readonly string[];
  /** Each column is a key of its own. */
  readonly alternatives: boolean;
  /** Code that runs between the check and the INSERT and may do more than compute, shortened. */
  readonly work: string | undefined;
  readonly uniqueness: Uniqueness;
  /** The workspace's SQL says what the table is. */
  readonly isKnown: boolean;
  readonly isMysql: boolean;
}

const listed = (names: readonly string[], word: string) => (names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1) ?? ''}`);

/** What happens under load. */
export function raceMessage({ table, columns, alternatives, work, uniqueness, isKnown, isMysql }: RaceWords): string {
  const both = `Two calls with the same ${listed(columns, alternatives ? 'or' : 'and')} at once both find no row`;
  if (!uniqueness.proven) {
    const ending = isKnown ? '.' : ': a duplicate, or an error where the key is unique.';
    return `${work === undefined ? both : `${both}, both run ${work},`} and both insert into ${table}${ending}`;
  }
  const doubled = work === undefined ? '' : ` and both run ${work}`;
  const error = isMysql ? 'ER_DUP_ENTRY' : 'error 23505';
  return `${both}${doubled}; the second INSERT into ${table} then fails with ${error} instead of taking the branch for an existing row.`;
}

/** What the reader of a claim before work has to know. */
export const crashNote =
  'After the fix, a second caller can be answered while the first is still at work, and a crash leaves its claim behind: expire old claims, and pass the key on to the provider.';

/** Why there is no fix. */
export const noEdit = (reason: string): string => (reason === '' ? '' : ` No edit: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`);

/** What the fix does. */
export function fixTitle(columns: readonly string[], isMysql: boolean, hasWork: boolean, migration: UniqueMigration | undefined): string {
  const how = isMysql ? 'catch ER_DUP_ENTRY' : `ON CONFLICT (${columns.join(', ')}) DO NOTHING`;
  const what = hasWork ? `Claim the key before the work${isMysql ? ' and ' : ': '}${how}` : `Insert first${isMysql ? ' and ' : ': '}${how}`;
  return withKey(what, migration);
}

/**
 * A title that says where the unique key comes from.
 * @param migration undefined where the key exists
 */
export function withKey(title: string, migration: UniqueMigration | undefined): string {
  if (migration === undefined) return title;
  if (migration.newFiles.length > 0) return `${title}, with a migration for the UNIQUE index`;
  return migration.statement === undefined ? title : `${title}, once the UNIQUE index exists`;
}

/** What has to be done before the edit, where no file can do it; a sentence to append, or nothing. */
export const keyFirst = (migration: UniqueMigration | undefined): string => (migration?.statement === undefined ? '' : ` The edit needs this first, however this project changes its schema: ${migration.statement.replace(/;$/, '')}.`);
