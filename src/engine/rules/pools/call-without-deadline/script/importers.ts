import { argumentsOf, calleeOf } from '../../../../facts/javascript/calls';
import { stemOf } from '../../../../facts/javascript/callers/uses';
import { openElsewhere } from '../../../../facts/javascript/elsewhere';
import { parentDir, resolveFrom } from '../../../../facts/project/project';
import type { ScriptSource } from '../../../../source';
import { field, type Node } from '../../../../syntax/nodes';

/** An instance that more files import is not followed. */
const mostImporters = 20;

/** Imports of a default export by one name: the only use that is followed. */
const defaultImports = /\bimport\s+([\w$]+)\s+from\s+['"](\.[^'"]+)['"]|\b(?:const|let|var)\s+([\w$]+)\s*=\s*require\(\s*['"](\.[^'"]+)['"]\s*\)/g;

/**
 * True where an instance is a file's default export, and every request of every file that imports it has a `timeout` or
 * `signal` in its own arguments: `client(url, { ...options, timeout: 3000 })`.
 */
export function isLimitedByImporters(creation: Node, source: ScriptSource): boolean {
  const { project, file } = source;
  const dir = project.packageFor(file)?.dir;
  if (dir === undefined || !isDefaultExport(creation)) return false;
  const naming = project.filesWith(stemOf(file), dir)?.filter((each) => each !== file);
  if (naming === undefined) return false;
  const importers = naming.flatMap((each) => localNames(each, source).map((name) => [each, name] as const));
  if (importers.length === 0 || importers.length > mostImporters) return false;
  return importers.every(([each, name]) => openElsewhere(each, source, (other) => limitsEachCall(name, other)) === true);
}

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
