import path from 'node:path';
import type { Finding } from '../engine/finding';

/**
 * The path as the user would write it: relative to the working directory, forward slashes. On another drive there is no
 * such path, so it stays absolute.
 * @param api `path.win32` in tests
 */
export function relativeTo(cwd: string, file: string, api: typeof path.posix = path): string {
  return api.relative(cwd, file).split(api.sep).join('/') || '.';
}

/** The finding as the contract prints it, with every path relative to the working directory. */
export function withRelativePaths(cwd: string, finding: Finding): Finding {
  return {
    ...finding,
    file: relativeTo(cwd, finding.file),
    fixes: finding.fixes.map(({ title, safety, edits }) => ({ title, safety, edits: edits.map((edit) => ({ ...edit, file: relativeTo(cwd, edit.file) })) })),
  };
}
