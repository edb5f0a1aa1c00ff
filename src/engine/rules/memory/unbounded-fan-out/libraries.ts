import { majorOf, type PackageFacts } from '../../../facts/project/project';
import { ensureImport } from '../../../fix/javascript/imports';
import { moduleStyle } from '../../../fix/javascript/moduleSyntax';
import type { ScriptSource } from '../../../source';
import type { TextEdit } from '../../../text/edits';

/** The last major versions that `require` gives as a function. */
const lastCommonJs = { 'p-map': 4, 'p-limit': 3 } as const;

const has = (facts: PackageFacts | undefined, name: string) => facts?.dependencies.has(name) === true && !facts.devOnly.has(name);

/** True where `require` would give the module's namespace, not its function. */
function isModuleOnly(name: keyof typeof lastCommonJs, source: ScriptSource): boolean {
  const major = majorOf(source.project.packageFor(source.file), name);
  return moduleStyle(source).form !== 'esm' && major !== undefined && major > lastCommonJs[name];
}

/** Whether the project has p-map in a version this file can import. */
export const mapperFor = (source: ScriptSource): boolean => has(source.project.packageFor(source.file), 'p-map') && !isModuleOnly('p-map', source);

export interface LimiterLibrary {
  readonly local: string;
  readonly edits: readonly TextEdit[];
  /** What has to be installed, with the version that suits the file's module system. */
  readonly missing?: string;
}

/** p-limit, imported in the file's way. */
export function limiterFor(source: ScriptSource): LimiterLibrary | { readonly refusal: string } {
  const facts = source.project.packageFor(source.file);
  const isThere = has(facts, 'p-limit');
  if (isThere && isModuleOnly('p-limit', source)) return { refusal: 'this file cannot require the installed p-limit, which is an ES module' };
  const imported = ensureImport(source, { module: 'p-limit', name: 'default', preferred: 'pLimit' });
  const isCommonJs = facts === undefined ? moduleStyle(source).form !== 'esm' : facts.type === 'commonjs' && !source.file.endsWith('.mjs');
  return isThere ? imported : { ...imported, missing: isCommonJs ? 'p-limit@3' : 'p-limit' };
}
