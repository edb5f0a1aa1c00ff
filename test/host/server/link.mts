import { mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';

interface Identity {
  readonly publisher: string;
  readonly name: string;
  readonly version: string;
}

/**
 * Makes this checkout an installed extension of the editor that uses `extensionsDir`. An extension under development
 * is loaded only by an automated editor, and that one shows no notifications.
 */
export async function linkCheckout(extensionsDir: string): Promise<void> {
  await linkExtension('.', extensionsDir);
}

/** The same for the extension in any folder. */
export async function linkExtension(folder: string, extensionsDir: string): Promise<void> {
  const { publisher, name, version } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as Identity;
  await mkdir(extensionsDir, { recursive: true });
  await symlink(path.resolve(folder), path.join(extensionsDir, `${publisher}.${name}-${version}`), 'junction');
}
