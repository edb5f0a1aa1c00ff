import path from 'node:path';
import { build } from 'esbuild';

/** The page's two files by their address, built as they ship. */
export async function buildClient(): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    entryPoints: ['media/panel.ts'],
    outfile: 'dist/panel.js',
    bundle: true,
    write: false,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    loader: { '.svg': 'text' },
  });
  return new Map(outputFiles.map((file) => [`/${path.relative(process.cwd(), file.path).replaceAll(path.sep, '/')}`, file.text]));
}
