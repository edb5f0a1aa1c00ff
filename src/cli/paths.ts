import path from 'node:path';
import type { Finding } from '../engine/finding';

const slashes = (file: string) => file.split(path.sep).join('/');

/** The path as the user would write it: relative to the working directory, forward slashes. */
export function relativeTo(cwd: string, file: string): string {
  return slashes(path.relative(cwd, file)) || '.';
}

/** The finding with every path relative to the working directory. */
export function withRelativePaths(cwd: string, finding: Finding): Finding {
  return {
    ...finding,
    file: relativeTo(cwd, finding.file),
    fixes: finding.fixes.map((fix) => ({ ...fix, edits: fix.edits.map((edit) => ({ ...edit, file: relativeTo(cwd, edit.file) })) })),
  };
}
