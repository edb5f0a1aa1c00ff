import { execFileSync } from 'node:child_process';
import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { engineFile } from '../engine/scan/files';
import { isUnder, relativeWithin, within } from '../engine/scan/paths';
import { UsageError } from './output';

/**
 * The files of the roots' repositories that differ from where their branch left `ref`, and those Git does not know yet.
 * @param roots absolute
 * @throws UsageError when Git is missing, the folder is no repository, or the commit is not known here
 */
export function changedSince(ref: string, roots: readonly string[]): ReadonlySet<string> {
  if (ref.startsWith('-')) throw new UsageError(`--changed-since needs a branch, tag or commit, not ${ref}`);
  if (ref.trim() === '') throw new UsageError('--changed-since needs a branch, tag or commit');
  const changed = new Set<string>();
  for (const top of new Set(roots.map(topOf))) {
    git(top, ['rev-parse', '--quiet', '--verify', `${ref}^{commit}`], `${ref} is no branch, tag or commit that is known here; fetch it (actions/checkout: fetch-depth: 0)`);
    const base = git(top, ['merge-base', ref, 'HEAD'], `${ref} and this commit have no common commit here; fetch the history (actions/checkout: fetch-depth: 0)`).trim();
    const names = [
      git(top, ['diff', '--name-only', '-z', '--no-ext-diff', '--diff-filter=d', base, '--']),
      // A user's global excludes do not count: see `IgnoreFiles`.
      git(top, ['-c', 'core.excludesFile=', 'ls-files', '-z', '--others', '--exclude-standard']),
    ];
    for (const name of names.join('').split('\0')) if (name !== '') changed.add(engineFile(path.join(top, name)));
  }
  return asNamed(changed, roots);
}

/** Git tells where a file really is; the scan names it by the root it was given, which may be a link. */
function asNamed(changed: ReadonlySet<string>, roots: readonly string[]): ReadonlySet<string> {
  const named = new Set(changed);
  for (const root of roots) {
    const real = engineFile(realpathSync.native(root));
    if (real === root) continue;
    for (const file of changed) {
      if (file === real) named.add(root);
      else if (isUnder(real, file)) named.add(within(root, relativeWithin(real, file)));
    }
  }
  return named;
}

function topOf(root: string): string {
  const folder = statSync(root).isDirectory() ? root : path.dirname(root);
  return git(folder, ['rev-parse', '--show-toplevel'], `${root} lies in no Git repository`).replace(/\r?\n$/, '');
}

function git(cwd: string, args: readonly string[], mend?: string): string {
  try {
    return execFileSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { readonly stderr?: string };
    if (code === 'ENOENT') throw new UsageError('--changed-since needs git, which was not found');
    throw new UsageError(`--changed-since: ${mend ?? ''}${mend === undefined ? '' : '\n'}${(stderr ?? String(error)).trim()}`.trim());
  }
}
