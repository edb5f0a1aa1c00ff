import { createRequire } from 'node:module';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import { build } from 'esbuild';
import type * as hostEntry from './hostEntry';

export type Host = typeof hostEntry;

/** The panel's real host side, with `vscode` being the given module. */
export async function loadHost(vscode: unknown): Promise<Host> {
  const { outputFiles } = await build({
    entryPoints: ['test/views/panel/hostEntry.ts'],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    external: ['vscode'],
  });
  const real: (name: string) => unknown = createRequire(path.resolve('package.json'));
  const module = { exports: {} };
  const run = compileFunction(outputFiles[0]?.text ?? '', ['module', 'exports', 'require']) as (...scope: unknown[]) => void;
  run(module, module.exports, (name: string) => (name === 'vscode' ? vscode : real(name)));
  return module.exports as Host;
}
