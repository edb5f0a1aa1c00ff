import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

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
  // macOS keeps its temporary folder behind a link.
  const root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'altitude tree-')));
  try {
    chmodSync(root, 0o755);
    writeTree(root, entries);
    return await work(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
