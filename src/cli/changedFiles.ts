import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { engineFile } from '../engine/scan/files';
import { UsageError } from './output';

/**
 * The files of the roots' repositories that differ from where their branch left `ref`, and those Git does not know yet.
 * @param roots absolute
 * @throws UsageError when Git is missing, the folder is no repository, or the commit is not known here
 */
export function changedSince(ref: string, roots: readonly string[]): ReadonlySet<string> {
  if (ref.startsWith('-')) throw new UsageError(`--changed-since needs a branch, tag or commit, not ${ref}`);
  const changed = new Set<string>();
  for (const top of new Set(roots.map(topOf))) {
    const base = git(top, ['merge-base', ref, 'HEAD'], `${ref} and this commit have no common commit here; fetch the history (actions/checkout: fetch-depth: 0)`).trim();
    const names = [
      git(top, ['diff', '--name-only', '-z', '--no-ext-diff', '--diff-filter=d', base, '--']),
      git(top, ['ls-files', '-z', '--others', '--exclude-standard']),
    ];
    for (const name of names.join('').split('\0')) if (name !== '') changed.add(engineFile(path.join(top, name)));
  }
  return changed;
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
