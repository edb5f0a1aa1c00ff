import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { execOrThrow, npmCommand } from '../../support/command.mts';

/** One version of a package of the npm registry, pinned by the integrity of its tarball. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
}

/**
 * Fetches a package from the npm registry and unpacks it as it is: nothing is installed and none of its scripts run.
 * @param scratch a folder that is not there yet; its `package` folder holds the files afterwards
 * @param only the path in the package to unpack, where not all of it is wanted
 */
export async function unpackPackage({ name, version, integrity }: PinnedPackage, scratch: string, only = ''): Promise<void> {
  await mkdir(scratch);
  await execOrThrow(...npmCommand(['pack', `${name}@${version}`, '--ignore-scripts', '--pack-destination', scratch, '--loglevel=error']));
  const [packed] = await readdir(scratch);
  if (!packed) throw new Error(`npm packed nothing for ${name}@${version}.`);
  const tarball = path.join(scratch, packed);
  const found = `sha512-${createHash('sha512').update(await readFile(tarball)).digest('base64')}`;
  if (found !== integrity) throw new Error(`${name}@${version} is not the pinned tarball: got ${found}.`);
  await execOrThrow('tar', ['-xzf', tarball, '-C', scratch, path.posix.join('package', only)]);
}
