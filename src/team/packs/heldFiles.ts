import type { LessonEntry } from '../../lessons/files';
import type { TeamFiles } from '../model';

/** Files that lie in memory, as a file system. */
export class HeldFiles implements TeamFiles {
  readonly #folders = new Map<string, Map<string, LessonEntry>>();

  /** @param files by absolute path */
  constructor(private readonly files: ReadonlyMap<string, Uint8Array>) {
    for (const path of files.keys()) this.#place(path, 'file');
  }

  list(dir: string): Promise<readonly LessonEntry[]> {
    const folder = this.#folders.get(dir);
    return folder === undefined ? Promise.reject(missing(dir)) : Promise.resolve([...folder.values()]);
  }

  read(path: string): Promise<Uint8Array> {
    const bytes = this.files.get(path);
    return bytes === undefined ? Promise.reject(missing(path)) : Promise.resolve(bytes);
  }

  /** There are no links among them. */
  real(path: string): Promise<string> {
    return this.files.has(path) || this.#folders.has(path) ? Promise.resolve(path) : Promise.reject(missing(path));
  }

  #place(path: string, kind: LessonEntry['kind']): void {
    const slash = path.lastIndexOf('/');
    if (slash <= 0) return;
    const dir = path.slice(0, slash);
    const name = path.slice(slash + 1);
    const folder = this.#folders.get(dir);
    if (folder === undefined) {
      this.#folders.set(dir, new Map([[name, { name, kind }]]));
      this.#place(dir, 'directory');
    } else folder.set(name, { name, kind });
  }
}

const missing = (path: string) => Object.assign(new Error(`there is no ${path}`), { code: 'ENOENT' });
