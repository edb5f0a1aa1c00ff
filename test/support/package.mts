import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import JSZip from 'jszip';
import { build } from './build.mts';
import { execOrThrow } from './command.mts';

const limitMegabytes = 3.2;

/** Makes the VSIX from a production build and gives back its path. Too large a package is an error. */
export async function packageExtension(): Promise<string> {
  const { name, version } = JSON.parse(await readFile('package.json', 'utf8')) as { name: string; version: string };
  const vsix = path.resolve(`${name}-${version}.vsix`);
  await build('--production');
  await execOrThrow(process.execPath, ['node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', vsix]);
  const megabytes = (await compressHarder(vsix)) / 1_000_000;
  console.log(`${path.basename(vsix)}: ${megabytes.toFixed(2)} MB`);
  if (megabytes > limitMegabytes) throw new Error(`The package is larger than ${limitMegabytes} MB.`);
  return vsix;
}

/** Writes a zip again as small as deflate makes it, which saves 1.8 %: its maker takes the usual level. @returns its size in bytes */
async function compressHarder(file: string): Promise<number> {
  const [given, made] = [await JSZip.loadAsync(await readFile(file)), new JSZip()];
  // What is compressed already would be taken over as it is.
  for (const entry of Object.values(given.files)) made.file(entry.name, await entry.async('nodebuffer'), { date: entry.date, createFolders: false });
  const packed = await made.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE', compressionOptions: { level: 9 } });
  await writeFile(file, packed);
  return packed.length;
}
