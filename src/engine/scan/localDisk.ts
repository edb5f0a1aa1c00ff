import { isUtf8 } from 'node:buffer';
import { readdirSync } from 'node:fs';
import { decodeSource, isGenerated, maxScannedBytes, wideEncoding } from './decode';
import type { Disk } from './disk';
import { FileReader, systemFile } from './files';
import { packageRootOf } from './repository';
import { listChanged, listFiles } from './walk';

/** The local file system. */
export function localDisk(): Disk {
  const reader = new FileReader();
  return { list: listFiles, listWithin: listChanged, readSource: (file, wants) => readSource(reader, file, wants), readText: (file) => reader.text(file), names, packageRootOf };
}

function names(dir: string): readonly string[] {
  try {
    const entries = readdirSync(systemFile(dir), { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}

/** The same file is skipped for the same reason whatever `wants` says, which decides of all others before the costly steps. */
function readSource(reader: FileReader, file: string, wants: (bytes: Uint8Array) => boolean): ReturnType<Disk['readSource']> {
  const read = reader.read(file, maxScannedBytes);
  if ('skip' in read) return read;
  const { bytes } = read;
  const isWide = wideEncoding(bytes) !== undefined;
  if (!isWide) {
    if (bytes.includes(0)) return { skip: 'binary' };
    if (!isUtf8(bytes)) return { skip: 'encoding' };
    if (isGenerated(bytes)) return { skip: 'generated' };
    if (!wants(bytes)) return undefined;
  }
  const decoded = decodeSource(bytes);
  return isWide && 'text' in decoded && isGenerated(decoded.text) ? { skip: 'generated' } : decoded;
}
