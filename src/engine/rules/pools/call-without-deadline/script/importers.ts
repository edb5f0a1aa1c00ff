import { argumentsOf, calleeOf } from '../../../../facts/javascript/calls';
import { stemOf } from '../../../../facts/javascript/callers/uses';
import { openElsewhere } from '../../../../facts/javascript/elsewhere';
import { holderOf } from '../../../../facts/javascript/flow';
import { parentDir, resolveFrom } from '../../../../facts/project/project';
import type { ScriptSource } from '../../../../source';
import { field, type Node } from '../../../../syntax/nodes';

/** An instance that more files import is not followed. */
const mostImporters = 20;

/** Imports of a default export by one name. */
const defaultImports = /\bimport\s+([\w$]+)\s+from\s+['"](\.[^'"]+)['"]|\b(?:const|let|var)\s+([\w$]+)\s*=\s*require\(\s*['"](\.[^'"]+)['"]\s*\)/g;

/** Imports of some names. */
const namedImports = /\bimport\s+(?:[\w$]+\s*,\s*)?\{([^}]*)\}\s*from\s*['"]([^'"]+)['"]|\b(?:const|let|var)\s+\{([^}]*)\}\s*=\s*require\(\s*['"]([^'"]+)['"]\s*\)/g;

/**
 * True where an instance is a file's default export, or exported by its name, and every request of every file that imports
 * it has a `timeout` or `signal` in its own arguments: `client(url, { ...options, timeout: 3000 })`.
 */
export function isLimitedByImporters(creation: Node, source: ScriptSource): boolean {
  const { project, file } = source;
  const dir = project.packageFor(file)?.dir;
  if (dir === undefined) return false;
  const name = exportedName(creation);
  if (name !== undefined) return isLimitedByName(name, creation, dir, source);
  if (!isDefaultExport(creation)) return false;
  const naming = project.filesWith(stemOf(file), dir)?.filter((each) => each !== file);
  if (naming === undefined) return false;
  const importers = naming.flatMap((each) => localNames(each, source).map((name) => [each, name] as const));
  if (importers.length === 0 || importers.length > mostImporters) return false;
  return importers.every(([each, name]) => openElsewhere(each, source, (other) => limitsEachCall(name, other)) === true);
}

/** The files that import an instance, its file's default export or one of its names, and the name each of them has for it. */
export function importersOf(creation: Node, source: ScriptSource): readonly { readonly file: string; readonly name: string }[] {
  const { project, file } = source;
  const dir = project.packageFor(file)?.dir;
  if (dir === undefined) return [];
  const name = exportedName(creation)?.text;
  const naming = (word: string) => project.filesWith(word, dir)?.filter((each) => each !== file) ?? [];
  if (name !== undefined) return naming(name).flatMap((each) => (importsName(each, name, source) ? [{ file: each, name }] : []));
  return isDefaultExport(creation) ? naming(stemOf(file)).flatMap((each) => localNames(each, source).map((local) => ({ file: each, name: local }))) : [];
}

/** `export const client = axios.create(…)` */
function exportedName(creation: Node): Node | undefined {
  const declarator = creation.parent?.type === 'variable_declarator' ? creation.parent : undefined;
  const name = declarator?.parent?.parent?.type === 'export_statement' ? field(declarator, 'name') : undefined;
  return name?.type === 'identifier' ? name : undefined;
}

/** Each file that says the name imports it from here as it is, and limits what it sends by it; and so does this file. */
function isLimitedByName({ text }: Node, creation: Node, dir: string, source: ScriptSource): boolean {
  const naming = source.project.filesWith(text, dir)?.filter((each) => each !== source.file) ?? [];
  if (naming.length === 0 || naming.length > mostImporters) return false;
  const own = (holderOf(creation, source)?.uses ?? []).filter(({ parent }) => parent?.id !== creation.parent?.id);
  if (!own.every((use) => isLimitedCall(use))) return false;
  return naming.every((each) => importsName(each, text, source) && openElsewhere(each, source, (other) => limitsEachCall(text, other)) === true);
}

const importsName = (importer: string, name: string, { project, origins, file }: ScriptSource): boolean =>
  [...(project.read(importer) ?? '').matchAll(namedImports)].some(([, esm, esmPath, cjs, cjsPath]) => (esm ?? cjs ?? '').split(',').some((each) => each.trim() === name) && origins.locate(importer, esmPath ?? cjsPath ?? '') === file);

function isDefaultExport(creation: Node): boolean {
  const outer = creation.parent;
  if (outer?.type === 'assignment_expression') return field(outer, 'left')?.text === 'module.exports';
  return outer?.type === 'export_statement' && /^export\s+default\b/.test(outer.text);
}

function localNames(importer: string, { project, file }: ScriptSource): string[] {
  const from = parentDir(importer) ?? '';
  const ended = /(?:\/index)?\.[cm]?[jt]sx?$/;
  return [...(project.read(importer) ?? '').matchAll(defaultImports)].flatMap(([, esm, esmPath, cjs, cjsPath]) => {
    const target = resolveFrom(from, esmPath ?? cjsPath ?? '');
    return target?.replace(ended, '') === file.replace(ended, '') ? [esm ?? cjs ?? ''] : [];
  });
}

/** Every request through the name has a limit of its own; an error class read from it is no request. */
function limitsEachCall(name: string, source: ScriptSource): boolean {
  const declaration = source.scopes.declarations(source.tree.rootNode).find(({ id }) => id.text === name);
  const uses = (declaration === undefined ? [] : source.scopes.references(declaration)).filter((use) => !isErrorClass(use));
  return uses.length > 0 && uses.every((use) => isLimitedCall(use));
}

const isErrorClass = (use: Node): boolean => use.parent?.type === 'member_expression' && /Error$/.test(field(use.parent, 'property')?.text ?? '');

/** The request that an expression sends, or that a method of it does, has a limit among its own arguments. */
export function isLimitedCall(use: Node): boolean {
  const callee = use.parent?.type === 'member_expression' ? use.parent : use;
  const call = callee.parent;
  if (call?.type !== 'call_expression' || calleeOf(call)?.id !== callee.id) return false;
  return argumentsOf(call).some((argument) => /\b(?:timeout|signal)\s*:/.test(argument.text));
}
