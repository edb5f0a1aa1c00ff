import { parentDir } from '../facts/project/project';
import { engineFile, kindOf, readText } from './files';
import { within } from './paths';

const has = (dir: string, ...names: readonly string[]) => names.some((name) => kindOf(within(dir, name)) !== undefined);

/** Whether a folder is the top of a Git checkout; in a worktree `.git` is a file. */
export const isRepository = (dir: string): boolean => has(dir, '.git');

/** The nearest folder, this one counted, that is the top of a Git checkout. */
export function repositoryOf(dir: string): string | undefined {
  for (let at: string | undefined = dir; at !== undefined; at = parentDir(at)) if (isRepository(at)) return at;
  return undefined;
}

/**
 * What the `info/exclude` of a checkout says, undefined where it has none. In a worktree or submodule `.git` is a file that
 * names its Git folder; worktrees share the file of their repository.
 */
export function excludesOf(top: string): string | undefined {
  const named = within(top, '.git');
  const git = kindOf(named) === 'folder' ? named : pathIn(named, top, /^gitdir: (.+)/);
  if (git === undefined) return undefined;
  return readText(within(pathIn(within(git, 'commondir'), git, /^(.+)/) ?? git, 'info/exclude'));
}

/** The path that a file holds in its first line, relative to a folder. */
function pathIn(file: string, dir: string, line: RegExp): string | undefined {
  const path = line.exec(readText(file) ?? '')?.[1]?.trimEnd();
  return path === undefined ? undefined : engineFile(path, dir);
}

/**
 * The package a folder belongs to: the nearest folder of its repository with a package.json or go.mod, else the
 * repository; the folder itself where there is no repository. A scan of `src` alone still knows the migrations beside it.
 */
export function packageRootOf(dir: string): string {
  const top = repositoryOf(dir);
  if (top === undefined) return dir;
  for (let at: string | undefined = dir; at !== undefined && at !== top; at = parentDir(at)) if (has(at, 'package.json', 'go.mod')) return at;
  return top;
}
