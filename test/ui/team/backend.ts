import { cp } from 'node:fs/promises';
import path from 'node:path';
import { cached } from '../../host/server/cache.mts';
import { unpackPackage, type PinnedPackage } from '../../host/server/tarball.mts';

/**
 * Haraka, a mail server in plain JavaScript (MIT), in a version whose package holds its tests too.
 * Altitude finds one flaw in it whose fix is safe, in a file with a test. None of its code runs here.
 */
const haraka: PinnedPackage = {
  name: 'Haraka',
  version: '3.2.1',
  integrity: 'sha512-0fVNiz7ULgjSD/fLYzIkbJ2d+VE1gEJvWyfvD0ITfIW3jviUJ5RX6ObiTu1yhkTzI9PzaLeanHFSXj6+ky9Daw==',
};

/** The source of a real backend, fetched the first time. It is to be copied, not worked in. */
export async function realBackend(): Promise<string> {
  return cached(`haraka-${haraka.version}`, async (folder) => {
    const scratch = path.join(folder, '..', 'carrier');
    await unpackPackage(haraka, scratch);
    await cp(path.join(scratch, 'package'), folder, { recursive: true });
  });
}
