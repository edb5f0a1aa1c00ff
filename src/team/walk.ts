import { isVendored } from '../engine/scan/quiet';
import { join, type LessonEntry } from '../lessons/files';
import { Ignored } from './ignored';
import type { TeamFiles } from './model';

/** How far a repository is walked: what lies deeper or beyond is not found, and the reader waits for nothing. */
export const walkLimits = {
  depth: 8,
  folders: 20_000,
  /** Where the files lie on no disk: each folder may be a question to a server. */
  distantFolders: 1000,
} as const;

/** So many folders are listed at a time. */
const atOnce = 16;

export interface WalkedFolder {
  readonly dir: string;
  /** Everything in it, hidden and ignored entries too. */
  readonly entries: readonly LessonEntry[];
  readonly isIgnored: (name: string, isFolder: boolean) => boolean;
}

/**
 * The folders of a repository, outer before inner, but for hidden, vendored and ignored ones. Symbolic links are not
 * followed, so no loop can trap it; a folder that cannot be listed is passed over.
 */
export async function* walkFolders(files: TeamFiles, root: string, turn: () => Promise<void>): AsyncGenerator<WalkedFolder> {
  let level: { readonly dir: string; readonly ignored: Ignored }[] = [{ dir: root, ignored: Ignored.none }];
  const most = /^[a-z][a-z0-9+.-]*:\/\//i.test(root) ? walkLimits.distantFolders : walkLimits.folders;
  let seen = 0;
  for (let depth = 0; depth <= walkLimits.depth && level.length > 0; depth++) {
    const next: typeof level = [];
    for (let at = 0; at < level.length && seen < most; at += atOnce) {
      await turn();
      const listed = await Promise.all(
        level.slice(at, at + atOnce).map(async ({ dir, ignored }) => {
          const entries = await files.list(dir).catch(() => []);
          return { dir, entries, ignored: await ignored.below(files, dir, entries) };
        }),
      );
      for (const { dir, entries, ignored } of listed) {
        seen++;
        yield { dir, entries, isIgnored: (name, isFolder) => ignored.has(join(dir, name), isFolder) };
        for (const { name, kind } of entries) {
          const path = join(dir, name);
          if (kind === 'directory' && !isVendored(path.slice(root.length + 1)) && !ignored.has(path, true)) next.push({ dir: path, ignored });
        }
      }
    }
    level = next;
  }
}
