import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { build } from './build.mts';
import { execOrThrow } from './command.mts';

const limitMegabytes = 3.2;

/** Makes the VSIX from a production build and gives back its path. Too large a package is an error. */
export async function packageExtension(): Promise<string> {
  const { name, version } = JSON.parse(await readFile('package.json', 'utf8')) as { name: string; version: string };
  const vsix = path.resolve(`${name}-${version}.vsix`);
  await build('--production');
  await execOrThrow(process.execPath, ['node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', vsix]);
  const megabytes = (await stat(vsix)).size / 1_000_000;
  console.log(`${path.basename(vsix)}: ${megabytes.toFixed(2)} MB`);
  if (megabytes > limitMegabytes) throw new Error(`The package is larger than ${limitMegabytes} MB.`);
  return vsix;
}
