import { parentDir, type Project } from './project';

/** The folders from that of a file up to its repository's, or to the scanned root where no repository is to be seen. */
export function repositoryFolders(file: string, project: Project): readonly string[] {
  const relative = project.relative(file);
  const root = relative === file ? undefined : file.slice(0, -relative.length - 1);
  const folders: string[] = [];
  for (let dir = parentDir(file); dir !== undefined; dir = parentDir(dir)) folders.push(dir);
  const top = folders.findIndex((dir) => project.read(`${dir}/.git/HEAD`) !== undefined);
  const last = top >= 0 ? top : root === undefined ? folders.length - 1 : folders.indexOf(root);
  return folders.slice(0, last + 1);
}
