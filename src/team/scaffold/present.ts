import { join, type LessonEntry, type LessonFiles } from '../../lessons/files';

/** What stands at a path: `none` where there is nothing, or why nothing can be written there. */
export type Standing = 'none' | 'file' | 'directory' | { readonly blocked: string };

/** What a folder holds, each folder in it listed once. */
export class Present {
  private readonly listed = new Map<string, Promise<readonly LessonEntry[]>>();

  constructor(
    private readonly files: LessonFiles,
    private readonly root: string,
  ) {}

  /** @param path relative, forward slashes. A symbolic link is not followed: it may lead out of the folder */
  async at(path: string): Promise<Standing> {
    const names = path.split('/');
    for (const [index, name] of names.entries()) {
      const kind = (await this.names(names.slice(0, index).join('/'))).find((entry) => entry.name === name)?.kind;
      const here = names.slice(0, index + 1).join('/');
      if (kind === undefined) return 'none';
      if (kind === 'other') return { blocked: `${here === path ? 'is' : `lies behind ${here}, which is`} a symbolic link` };
      if (index === names.length - 1) return kind;
      if (kind === 'file') return { blocked: `cannot be made: ${here} is a file` };
    }
    return 'none';
  }

  /** What a folder in it holds; nothing when there is no such folder. */
  async names(path: string): Promise<readonly LessonEntry[]> {
    let entries = this.listed.get(path);
    if (entries === undefined) {
      entries = this.files.list(path === '' ? this.root : join(this.root, path)).catch(() => []);
      this.listed.set(path, entries);
    }
    return entries;
  }
}
