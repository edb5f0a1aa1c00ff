import { isOrdered, order } from '../project/latestMigration';
import { parentDir, type Project } from '../project/project';
import { isWayBack } from './collect';

/** Where a migration belongs: its folder, or the one above where each migration or release has a folder of its own. */
export function familyOf(file: string): string {
  const dir = parentDir(file) ?? '';
  return isOrdered(dir.slice(dir.lastIndexOf('/') + 1)) ? (parentDir(dir) ?? dir) : dir;
}

/** The migrations of the same sequence that run before a file, the newest first; the ways back left out. */
export function migrationsBefore(file: string, { sqlFiles }: Project): readonly string[] {
  const family = `${familyOf(file)}/`;
  const isOne = (path: string) => path.slice(family.length).split('/').some(isOrdered);
  return sqlFiles.filter((path) => path.startsWith(family) && !isWayBack(path) && isOne(path) && order.compare(path, file) < 0).sort((a, b) => order.compare(b, a));
}
