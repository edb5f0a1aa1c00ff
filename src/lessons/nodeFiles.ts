import { open, readdir, type FileHandle } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { LessonEntry, LessonFiles } from './files';

/** Lessons on disk, for the command line, the tests and the desktop. */
export const nodeLessonFiles: LessonFiles = {
  async list(dir) {
    const entries = await readdir(dir, { withFileTypes: true });
    return entries.map((entry): LessonEntry => ({ name: entry.name, kind: kindOf(entry) }));
  },

  async read(path, limit) {
    return readOpened(await open(path), limit);
  },
};

/** The bytes of an opened file, which is closed. An entry of any other kind is refused: a device has no end. */
export async function readOpened(handle: FileHandle, limit: number): Promise<Uint8Array> {
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new Error('it is not a file');
    const buffer = Buffer.alloc(Math.min(stat.size, limit + 1));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** A path from the command line with forward slashes and no dot segments; relative where it lies below `cwd`. */
export function portablePath(cwd: string, path: string): string {
  const absolute = resolve(cwd, path);
  const inside = relative(cwd, absolute);
  const shown = inside === '' || inside.startsWith('..') || isAbsolute(inside) ? absolute : inside;
  return shown.replaceAll(sep, '/');
}

function kindOf(entry: Dirent): LessonEntry['kind'] {
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'directory' : 'other';
}
