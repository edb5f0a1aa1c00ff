import { isWayBack } from '../sql/collect';
import { parentDir, type Project } from './project';

/** Compares the names of migrations as their runners do: `9_` before `10_`. */
export const order = new Intl.Collator('en', { numeric: true });

/** Begins with what orders it: `0007_add.sql`, `V1.2__add.sql`, `3.14`, `20250131120000_add`. */
export const isOrdered = (name: string): boolean => /^[vV]?\d/.test(name);

const isBefore = (name: string, other: string | undefined): boolean => other !== undefined && order.compare(other, name) > 0;

const last = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/**
 * True for the last of a sequence of migrations: the one that may not have run yet. The names of the files, or of their
 * folders where each migration (`20250131_add/migration.sql`) or each release (`3.14/0002_add.sql`) has its own, tell the order.
 */
export function isLatestMigration(file: string, project: Project): boolean {
  const dir = parentDir(file);
  if (dir === undefined || isWayBack(file)) return false;
  const own = isOrdered(last(file));
  if (!own && !isOrdered(last(dir))) return false;
  const latest = project.memo.once(latestOf, project);
  if (own && isBefore(last(file), latest.files.get(dir))) return false;
  const above = parentDir(dir);
  return !isOrdered(last(dir)) || above === undefined || !isBefore(last(dir), latest.folders.get(above));
}

/** The last of the ordered names in each folder that is above some SQL file: of its SQL files, and of its folders. */
function latestOf({ sqlFiles }: Project): { readonly files: ReadonlyMap<string, string>; readonly folders: ReadonlyMap<string, string> } {
  const files = new Map<string, string>();
  const folders = new Map<string, string>();
  const raise = (known: Map<string, string>, dir: string, name: string) => {
    const before = known.get(dir);
    if (isOrdered(name) && (before === undefined || order.compare(name, before) > 0)) known.set(dir, name);
  };
  for (const file of sqlFiles.filter((each) => !isWayBack(each))) {
    let at = file;
    for (let dir = parentDir(at); dir !== undefined; at = dir, dir = parentDir(dir)) raise(at === file ? files : folders, dir, last(at));
  }
  return { files, folders };
}
