import type { ScriptSource } from '../../source';
import { field, type Node } from '../../syntax/nodes';
import { stemOf, usesIn } from './callers/uses';
import { calleeOf } from './calls';
import { openElsewhere } from './elsewhere';
import { placesOf, type Declaration } from './scope';
import { isInComment } from './unloaded/naming';

/**
 * True where a node stands in a handler of a router that the file makes and gives away as the whole module, and files that
 * import it do nothing more with it: no request gets there. False wherever that is not plain.
 */
export function isOnUnmountedRouter(node: Node, source: ScriptSource): boolean {
  const router = routerOf(node, source);
  return router !== undefined && source.memo.once(leadsNowhere, source) && onlyExported(router, source);
}

/** The router whose method was given the handler around a node. */
function routerOf(node: Node, source: ScriptSource): Declaration | undefined {
  for (let at: Node | null = node; at !== null; at = at.parent) {
    const callee = at.type === 'call_expression' ? calleeOf(at) : undefined;
    const object = callee?.type === 'member_expression' ? field(callee, 'object') : undefined;
    const declaration = object?.type === 'identifier' ? source.scopes.resolve(object) : undefined;
    if (declaration !== undefined && /\bRouter\(/.test(field(declaration.site, 'value')?.text ?? '')) return declaration;
  }
  return undefined;
}

/** It is given routes, and is the module itself. */
function onlyExported(router: Declaration, source: ScriptSource): boolean {
  const uses = source.scopes.references(router).filter((use) => use.startIndex !== router.id.startIndex);
  const exports = uses.filter(({ parent }) => parent?.type === 'export_statement' || (parent?.type === 'assignment_expression' && field(parent, 'left')?.text === 'module.exports'));
  const routes = uses.filter(({ parent }) => parent?.type === 'member_expression' && parent.parent?.type === 'call_expression');
  return exports.length === 1 && exports.length + routes.length === uses.length;
}

/** Somebody imports the module, and nobody uses what the import gives. */
function leadsNowhere(source: ScriptSource): boolean {
  const { file, project } = source;
  const stem = stemOf(file);
  const relative = project.relative(file);
  const root = relative === file ? project.packageFor(file)?.dir : file.slice(0, -relative.length - 1);
  const files = root === undefined || stem === '' ? undefined : project.filesWith(stem, root);
  const importers = files?.filter((other) => other !== file && specifiersIn(project.read(other) ?? '').some((specifier) => source.origins.locate(other, specifier) === file));
  if (importers === undefined || importers.length === 0) return false;
  return importers.every((other) => openElsewhere(other, source, (open) => isIdle(file, open)) === true);
}

const specifiersIn = (text: string): string[] => [...text.matchAll(/(?:\brequire\(|\bfrom)\s*['"]([^'"]+)['"]/g)].flatMap((match) => match[1] ?? []);

function isIdle(file: string, source: ScriptSource): boolean {
  const { steps, leaves } = usesIn({ file, name: '', isPrivate: false, isDefault: true, unseen: 'unknown' }, source);
  return steps.length === 0 && !leaves && !boundNames(file, source).some((name) => isNamedAgain(name, source.text));
}

/** The names a file gives to what it imports whole from another. */
const boundNames = (file: string, { file: own, text, origins }: ScriptSource): string[] =>
  [...text.matchAll(/(?:\bimport\s+(?:\*\s*as\s+)?|\b(?:const|let|var)\s+)([\w$]+)\s*(?:=\s*require\(|from)\s*['"]([^'"]+)['"]/g)].flatMap(([, name = '', specifier = '']) => (origins.locate(own, specifier) === file ? [name] : []));

/** `app.use(tags.routes())` uses it as well as `app.use(tags)` does. */
const isNamedAgain = (name: string, text: string): boolean => placesOf(name, text).filter((at) => !isInComment(text, at) && !/['"/.-]/.test(text[at - 1] ?? '')).length > 1;
