import { isWayBack } from '../sql/collect';
import { parentDir, type Project } from './project';

const order = new Intl.Collator('en', { numeric: true });

/** Begins with what orders it: `0007_add.sql`, `V1.2__add.sql`, `3.14`, `20250131120000_add`. */
const isOrdered = (name: string): boolean => /^[vV]?\d/.test(name);

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
  const files = project.sqlFiles.filter((each) => !isWayBack(each));
  if (own && files.some((each) => parentDir(each) === dir && isOrdered(last(each)) && order.compare(last(each), last(file)) > 0)) return false;
  return !isOrdered(last(dir)) || isLastFolder(dir, files);
}

/** Whether no ordered folder beside this one, with migrations in it, comes after it. */
function isLastFolder(dir: string, files: readonly string[]): boolean {
  const above = parentDir(dir);
  if (above === undefined) return true;
  const beside = new Set(files.filter((each) => each.startsWith(`${above}/`)).map((each) => each.slice(above.length + 1).split('/')).filter((steps) => steps.length > 1).map(([name = '']) => name));
  return [...beside].every((name) => !isOrdered(name) || order.compare(name, last(dir)) <= 0);
}
