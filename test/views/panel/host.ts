import { createRequire } from 'node:module';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import { build } from 'esbuild';
import type { LessonPanel } from '../../../src/views/panel/lessonPanel';

/** The panel's real host side, with `vscode` being the given module. */
export async function loadHost(vscode: unknown): Promise<{ readonly LessonPanel: typeof LessonPanel }> {
  const { outputFiles } = await build({
    entryPoints: ['src/views/panel/lessonPanel.ts'],
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
  return module.exports as { readonly LessonPanel: typeof LessonPanel };
}
