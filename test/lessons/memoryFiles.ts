import type { LessonEntry, LessonFiles } from '../../src/lessons/files';

/** A folder tree in memory. A value that is a string or bytes is a file; `link` stands for a symbolic link. */
export class MemoryFiles implements LessonFiles {
  constructor(private readonly tree: Readonly<Record<string, string | Uint8Array>>) {}

  list(dir: string): Promise<readonly LessonEntry[]> {
    const entries = new Map<string, LessonEntry>();
    for (const [path, content] of Object.entries(this.tree)) {
      if (!path.startsWith(`${dir}/`)) continue;
      const [name = '', ...below] = path.slice(dir.length + 1).split('/');
      const kind = below.length > 0 ? 'directory' : content === 'link' ? 'other' : 'file';
      entries.set(name, { name, kind });
    }
    return entries.size > 0 ? Promise.resolve([...entries.values()]) : Promise.reject(missing(dir));
  }

  read(path: string): Promise<Uint8Array> {
    const content = this.tree[path];
    if (content === undefined) return Promise.reject(missing(path));
    return Promise.resolve(typeof content === 'string' ? new TextEncoder().encode(content) : content);
  }
}

const missing = (path: string) => Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
