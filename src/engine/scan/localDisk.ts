import { isUtf8 } from 'node:buffer';
import { decodeSource, isGenerated, wideEncoding } from './decode';
import type { Disk } from './disk';
import { readBytes, readText } from './files';
import { packageRootOf } from './repository';
import { listFiles, listWithin } from './walk';

/** The local file system. */
export const localDisk: Disk = { list: listFiles, listWithin, readSource, readText, packageRootOf };

/** The same file is skipped for the same reason whatever `wants` says, which decides of all others before the costly steps. */
function readSource(file: string, wants: (letters: string) => boolean): ReturnType<Disk['readSource']> {
  const read = readBytes(file);
  if ('skip' in read) return read;
  const { bytes } = read;
  if (wideEncoding(bytes) === undefined) {
    if (bytes.includes(0)) return { skip: 'binary' };
    if (!isUtf8(bytes)) return { skip: 'encoding' };
    const letters = bytes.toString('latin1');
    if (isGenerated(letters)) return { skip: 'generated' };
    if (!wants(letters)) return undefined;
  }
  const decoded = decodeSource(bytes);
  if ('text' in decoded && isGenerated(decoded.text)) return { skip: 'generated' };
  return decoded;
}
