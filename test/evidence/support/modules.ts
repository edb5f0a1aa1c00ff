import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Inside the repository, so that packages resolve as they would for a reader. */
const folderOf = (rule: string) => path.join(process.cwd(), 'out/evidence', rule);

/** Runs a JavaScript module's text as it stands, and gives what it exports. */
export async function loadModule(rule: string, name: string, text: string): Promise<Record<string, unknown>> {
  const isCommonJs = /^const .* = require\(/m.test(text);
  const file = path.join(folderOf(rule), `${name}.${isCommonJs ? 'cjs' : 'mjs'}`);
  mkdirSync(folderOf(rule), { recursive: true });
  writeFileSync(file, text);
  const loaded = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  return isCommonJs ? (loaded['default'] as Record<string, unknown>) : loaded;
}

/** Removes what `loadModule` wrote for a rule's tests. */
export function removeModules(rule: string): void {
  rmSync(folderOf(rule), { recursive: true, force: true });
}
