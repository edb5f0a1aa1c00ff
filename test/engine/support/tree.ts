import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../../support/temporary.mts';

/** Contents of a file; `link` makes a symbolic link, and a name that ends with a slash an empty folder. */
export type Entry = string | Uint8Array | { readonly link: string };

/** Writes a tree of files, by relative name. */
export function writeTree(root: string, entries: Readonly<Record<string, Entry>>): void {
  for (const [name, entry] of Object.entries(entries)) {
    const file = path.join(root, name);
    mkdirSync(name.endsWith('/') ? file : path.dirname(file), { recursive: true });
    if (name.endsWith('/')) continue;
    if (typeof entry === 'string' || entry instanceof Uint8Array) writeFileSync(file, entry);
    else symlinkSync(entry.link, file);
  }
}

/** Gives `work` a folder with these files and removes it afterwards. */
export async function withTree<T>(entries: Readonly<Record<string, Entry>>, work: (root: string) => T | Promise<T>): Promise<T> {
  // A path may hold a blank.
  const { folder: root, remove } = temporaryFolder('a tree');
  try {
    chmodSync(root, 0o755);
    writeTree(root, entries);
    return await work(root);
  } finally {
    remove();
  }
}
