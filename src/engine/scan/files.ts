import { closeSync, constants, openSync, readFileSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import type { SkipReason } from '../engine';
import { decodeSource, maxFileBytes } from './decode';

/**
 * A path as the engine names files: absolute, forward slashes, none at its end.
 * @param api `path.win32` in tests
 */
export function engineFile(file: string, cwd = '', api: typeof path.posix = path): string {
  const absolute = api.resolve(cwd, file).split(api.sep).join('/');
  return absolute.length > 1 && absolute.endsWith('/') ? absolute.slice(0, -1) : absolute;
}

/** The path the system wants for one of the engine's: `C:` alone would mean the folder a drive was left in. */
export const systemFile = (file: string): string => (file.endsWith(':') ? `${file}/` : file);

export type FileKind = 'file' | 'folder' | 'other';

/** @returns undefined when there is nothing, or nothing that can be looked at. */
export function kindOf(file: string): FileKind | undefined {
  try {
    const stat = statSync(systemFile(file), { throwIfNoEntry: false });
    if (stat === undefined) return undefined;
    return stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : 'other';
  } catch {
    return undefined;
  }
}

/**
 * Reads a regular file. A pipe, socket or device is not waited for: it is unreadable.
 * @param most bytes of a file that is not too large
 */
export function readBytes(file: string, most = maxFileBytes): ReadBytes {
  return withFile(file, most, (handle) => readFileSync(handle));
}

type ReadBytes = { readonly bytes: Buffer } | { readonly skip: SkipReason };

/** Reads one file after the other into the same memory: a scan's threads would collect a buffer for each. */
export class FileReader {
  private memory = Buffer.alloc(0);

  /** As `readBytes` does, but the bytes are only there until the next file is read. */
  read(file: string, most = maxFileBytes): ReadBytes {
    return withFile(file, most, (handle, size) => {
      // Twice as much as is needed: the next file may be larger.
      if (this.memory.length < size) this.memory = Buffer.allocUnsafeSlow(Math.min(size * 2, maxFileBytes));
      let end = 0;
      for (;;) {
        const got = readSync(handle, this.memory, end, size - end, null);
        end += got;
        if (got === 0 || end === size) return this.memory.subarray(0, end);
      }
    });
  }

  /** A project file's text; undefined when there is none that can be read. */
  text(file: string): string | undefined {
    return decoded(this.read(file));
  }
}

function withFile(file: string, most: number, read: (handle: number, size: number) => Buffer): ReadBytes {
  let handle: number | undefined;
  try {
    // Most files a rule asks for are not there, which an exception takes four times as long to tell.
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat?.isFile() !== true) return { skip: 'unreadable' };
    if (stat.size > most) return { skip: 'too-large' };
    handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    return { bytes: read(handle, stat.size) };
  } catch {
    return { skip: 'unreadable' };
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** A project file's text; undefined when there is none that can be read. */
export function readText(file: string): string | undefined {
  return decoded(readBytes(file));
}

function decoded(read: ReadBytes): string | undefined {
  const source = 'bytes' in read ? decodeSource(read.bytes) : read;
  return 'text' in source ? source.text : undefined;
}
