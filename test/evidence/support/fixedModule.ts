import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import { build } from 'esbuild';
import type { SourceText } from '../../../src/engine/engine';
import { fixText } from '../../../src/engine/fix/fixText';
import type { Rule } from '../../../src/engine/rules/rule';
import { analyzerFor } from '../../engine/support/ruleTests';

/** Flawed code, and the same code as the rule's own fix leaves it. */
export interface Versions {
  readonly before: string;
  readonly after: string;
}

/** Fixes a TypeScript module with the rule; it must find something, and nothing afterwards. */
export async function fixedBy(rule: Rule, text: string, files: Readonly<Record<string, string>> = {}): Promise<Versions> {
  const analyzer = await analyzerFor(rule, new Map([['main.ts', text], ...Object.entries(files)]));
  const source: SourceText = { file: '/project/main.ts', text, language: 'typescript' };
  const { text: after } = await fixText(analyzer, source, { safety: 'review' });
  assert.notEqual(after, text, `${rule.id} must fix the module`);
  assert.deepEqual(await analyzer.analyze({ ...source, text: after }), [], `${rule.id} must find nothing in what it fixed`);
  return { before: text, after };
}

/** Runs a module here: packages are the project's own, relative imports what `stubs` gives. */
export async function run<T>(text: string, stubs: Readonly<Record<string, unknown>> = {}): Promise<T> {
  const { outputFiles } = await build({
    stdin: { contents: text, loader: 'ts', resolveDir: process.cwd() },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    external: Object.keys(stubs),
    logLevel: 'silent',
  });
  const load = createRequire(path.join(process.cwd(), 'package.json'));
  const module: { exports: unknown } = { exports: {} };
  const require = (name: string): unknown => stubs[name] ?? load(name);
  const start = compileFunction(outputFiles[0]?.text ?? '', ['module', 'exports', 'require']) as (...given: unknown[]) => void;
  start(module, module.exports, require);
  return module.exports as T;
}
