import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, readFile, realpath, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

/** Thrown when a file may not be replaced; the message says why. */
export class WriteRefusal extends Error {
  override readonly name = 'WriteRefusal';
}

/**
 * Replaces a file's bytes in one step: others see the old file or the new one, never half of it. Its mode and owner are
 * kept, a symbolic link stays one.
 * @param before what the file must still hold
 * @throws WriteRefusal when it does not, or must not be written
 */
export async function replaceFile(file: string, before: Uint8Array, after: string): Promise<void> {
  const target = await realpath(file);
  const found = await stat(target);
  // Root may write any file; what its owner marked read-only stays so all the same.
  if ((found.mode & 0o222) === 0) throw new WriteRefusal('it is read-only');
  await access(target, constants.W_OK);
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  const handle = await open(temporary, 'wx', found.mode);
  try {
    try {
      await fill(handle, after, found);
    } finally {
      await handle.close();
    }
    if (!(await readFile(target)).equals(before)) throw new WriteRefusal('it changed while it was scanned');
    await rename(temporary, target);
  } catch (error) {
    await unlink(temporary);
    throw error;
  }
}

async function fill(handle: FileHandle, text: string, { mode, uid, gid }: { readonly mode: number; readonly uid: number; readonly gid: number }): Promise<void> {
  await handle.writeFile(text);
  // Only root may give files away; a file of another owner that the user may write becomes the user's.
  if (process.getuid?.() === 0) await handle.chown(uid, gid);
  await handle.chmod(mode);
  await handle.sync();
}
