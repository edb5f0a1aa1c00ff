import type { SqlDialect } from '../../../facts/sql/text';
import { hasUniqueKeyOtherThan, tableFacts } from '../../../facts/sql/schema';
import type { Source } from '../../../source';
import type { TextEdit } from '../../../text/edits';
import type { Draft } from '../../rule';
import { uniquenessOf, type RaceKey, type Uniqueness } from './match';
import { crashNote, fixTitle, keyFirst, noEdit, raceMessage } from './messages';
import { uniqueMigration, type MissingKey } from './migration';
import type { Refusal } from './refusal';

/** A rewrite in any language. */
export interface ClaimFix {
  readonly edits: readonly TextEdit[];
  readonly uniqueness: Uniqueness;
  readonly key: MissingKey;
  /** Work runs between the claim and the end: a crash in it leaves the claim behind. */
  readonly claimsBeforeWork: boolean;
}

/** A check and its INSERT, found in any language. */
export interface FoundRace {
  readonly start: number;
  readonly end: number;
  readonly table: string;
  /** The key of each check; at least one. */
  readonly keys: readonly RaceKey[];
  /** The INSERT's columns, in order. */
  readonly inserted: readonly string[];
  /** What runs in between and may do more than compute. */
  readonly work: string | undefined;
  readonly dialect: SqlDialect;
  readonly fix: ClaimFix | Refusal;
}

const unproven: Uniqueness = { proven: false, target: [], partial: false, exact: true };

/** The finding, with the fix and the migration it needs. */
export function draftOf({ start, end, table, keys, inserted, work, dialect, fix }: FoundRace, source: Source): Draft {
  const [key, ...others] = keys;
  const isMysql = dialect === 'mysql';
  const message = raceMessage({
    table,
    columns: [...new Set(keys.flatMap(({ columns }) => columns))],
    alternatives: others.length > 0 || key?.alternatives === true,
    work,
    uniqueness: key === undefined ? unproven : uniquenessOf(key, inserted, source.project.schema),
    isKnown: tableFacts(source.project.schema, table) !== undefined,
    isMysql,
  });
  if ('refused' in fix) return { start, end, message: message + noEdit(fix.refused), fixes: [] };
  const migration = fix.uniqueness.proven ? undefined : uniqueMigration(fix.key, dialect, source);
  const newFiles = migration?.newFiles ?? [];
  const title = fixTitle(fix.key.columns, isMysql, fix.claimsBeforeWork, migration);
  const { proven, exact, partial, target } = fix.uniqueness;
  // MySQL's error does not say which key it was.
  const isClear = !isMysql || !hasUniqueKeyOtherThan(source.project.schema, table, target, inserted);
  const safety = proven && exact && !partial && !fix.claimsBeforeWork && isClear && isOwnSchema(source) ? 'safe' : 'review';
  return {
    start,
    end,
    message: (fix.claimsBeforeWork ? `${message} ${crashNote}` : message) + keyFirst(migration),
    fixes: [{ title, safety, edits: fix.edits, ...(newFiles.length > 0 ? { newFiles } : {}) }],
  };
}

/** No SQL belongs to another package of the repository: that package's table of the same name would prove nothing here. */
function isOwnSchema({ file, project }: Source): boolean {
  const own = project.packageFor(file)?.dir;
  return project.sqlFiles.every((each) => {
    const dir = project.packageFor(each)?.dir;
    return dir === undefined || dir === own || file.startsWith(`${dir}/`);
  });
}
