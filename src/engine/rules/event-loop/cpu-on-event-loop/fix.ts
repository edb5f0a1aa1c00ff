import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { lookAtFunction } from '../../../facts/javascript/elsewhere';
import { isAsync, enclosingFunction } from '../../../facts/javascript/functions';
import { awaitCall } from '../../../fix/javascript/awaitCall';
import { ImportPlan } from '../../../fix/javascript/importPlan';
import { isSameModule, moduleLinks } from '../../../fix/javascript/moduleSyntax';
import { freeName } from '../../../fix/javascript/names';
import { importedValue, movedImport } from '../../../fix/scaffold/imported';
import { moduleText, type NewImport } from '../../../fix/scaffold/moduleText';
import { newModule, specifierOf } from '../../../fix/scaffold/place';
import type { ScriptSource } from '../../../source';
import { field, walk, type Node } from '../../../syntax/nodes';
import type { DraftFix } from '../../rule';
import { parseOnce } from './readOnce';
import type { CpuWork } from './work';

/** Takes the work off the thread that serves requests. @returns why that is not possible */
export function offTheLoop(call: Node, work: CpuWork, source: ScriptSource): DraftFix | string {
  switch (work.kind) {
    case 'bcryptjs':
      return nativeBcrypt(source);
    case 'own':
      return toPool(call, source);
    case 'xlsx':
      return 'move the reading and what is made of it to a function of its own first: a whole workbook is costly to hand between threads';
    case 'file':
      return parseOnce(call, source);
  }
}

const inBoth: ReadonlySet<string> = new Set(['hash', 'compare', 'genSalt', 'hashSync', 'compareSync', 'genSaltSync', 'getRounds']);

/** bcrypt has the same functions and reads the same hashes. */
function nativeBcrypt(source: ScriptSource): DraftFix | string {
  const links = moduleLinks(source).filter((link) => isSameModule(link, 'bcryptjs'));
  const [link] = links;
  if (link === undefined || links.length > 1) return 'bcryptjs is imported in another file, where native bcrypt would have to take its place';
  if (usedOf('bcryptjs', source).some((name) => !inBoth.has(name))) return 'a function is used here that native bcrypt does not have';
  const missing = source.project.packageFor(source.file)?.dependencies.has('bcrypt') === true ? '' : ' (needs bcrypt)';
  const { startIndex, endIndex, text } = link.specifier;
  const quote = text[0] ?? "'";
  return { title: `Use native bcrypt, which computes on the thread pool${missing}`, safety: 'review', edits: [{ start: startIndex, end: endIndex, newText: `${quote}bcrypt${quote}` }] };
}

/** The names of a module's exports that the file uses. */
function usedOf(module: string, source: ScriptSource): string[] {
  return source.scopes.declarations(source.tree.rootNode).flatMap((declaration) => {
    const origin = source.origins.of(declaration.id);
    if (origin?.module !== module) return [];
    const [name] = origin.path;
    if (name !== undefined) return [name];
    return source.scopes.references(declaration).map((use) => (use.parent?.type === 'member_expression' ? (field(use.parent, 'property')?.text ?? '') : ''));
  });
}

function toPool(call: Node, source: ScriptSource): DraftFix | string {
  const callee = calleeOf(call);
  const fn = enclosingFunction(call);
  if (callee === undefined || fn === undefined || !isAsync(fn)) return 'the function it is called in is not async';
  const root = callee.type === 'member_expression' ? field(callee, 'object') : callee;
  const imported = root?.type === 'identifier' ? importedValue(root, source) : undefined;
  if (root?.type !== 'identifier' || imported === undefined) return 'a worker can only run a function that it can import: move it to a module of its own';
  const given = argumentsOf(call);
  if (given.some((argument) => /=>|\bfunction\b|\breq(?:uest)?\b(?!\.)|\bres\b|\bthis\b/.test(argument.text) || argument.type === 'spread_element')) return 'its arguments are not plain data that a worker could be sent';
  if (lookAtFunction(callee, source, keepsState) !== false) return 'it uses state of its module, which a worker does not share';
  const words = (callee.text.split('.').at(-1) ?? '').replace(/Sync$/, '').replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  const poolFile = newModule(`${words}.pool`, ['workers'], source);
  const workerFile = newModule(`${words}.worker`, ['workers'], source);
  if (poolFile === undefined || workerFile === undefined) return `files for a ${words} pool exist already`;
  const name = freeName(source, `${words.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())}Pool`, 'worker');
  const plan = new ImportPlan(source);
  const local = plan.need({ module: specifierOf(source.file, poolFile, source), name });
  const declaration = source.scopes.resolve(root);
  if (declaration !== undefined && source.scopes.references(declaration).length === 1) plan.drop(declaration);
  const list = field(call, 'arguments');
  const brackets = list === undefined ? [] : [{ start: list.startIndex + 1, end: list.startIndex + 1, newText: '[' }, { start: list.endIndex - 1, end: list.endIndex - 1, newText: ']' }];
  const missing = source.project.packageFor(source.file)?.dependencies.has('piscina') === true ? '' : ' (needs piscina)';
  return {
    title: `Run ${callee.text} in a worker thread of a piscina pool${missing}`,
    safety: 'guided',
    edits: [...awaitCall(call, `${local}.run`, source), ...brackets, ...plan.edits()],
    newFiles: [
      { file: poolFile, text: poolText(name, callee.text, imported, poolFile, source) },
      { file: workerFile, text: workerText(callee.text, imported, workerFile, source) },
    ],
  };
}

/** Refers to a variable of its module that changes, or to `this`. */
function keepsState(fn: Node, source: ScriptSource): boolean {
  let found = false;
  walk(field(fn, 'body') ?? fn, (node) => {
    if (node.type === 'this') found = true;
    const declaration = node.type === 'identifier' ? source.scopes.resolve(node) : undefined;
    if (declaration?.scope.type === 'program' && declaration.kind !== 'import' && declaration.kind !== 'function') {
      found ||= declaration.kind !== 'const' || ['new_expression', 'object', 'array'].includes(field(declaration.site, 'value')?.type ?? '');
    }
    return !found;
  });
  return found;
}

function poolText(name: string, callee: string, imported: NewImport, file: string, source: ScriptSource): string {
  const isTypeScript = source.language !== 'javascript';
  const isModule = source.project.packageFor(source.file)?.type === 'module' || /\.m[jt]s$/.test(source.file);
  const type = isTypeScript ? `<Parameters<typeof ${callee}>, ReturnType<typeof ${callee}>>` : '';
  const worker = file.slice(file.lastIndexOf('/') + 1).replace(/\.pool\.([cm]?)[jt]sx?$/, '.worker.$1js');
  const filename = isModule ? `new URL('./${worker}', import.meta.url).href` : `path.resolve(__dirname, '${worker}')`;
  return moduleText(
    {
      imports: [...(isModule ? [] : [{ module: 'node:path', main: 'path' }]), { module: 'piscina', names: ['Piscina'] }, ...(isTypeScript ? [{ ...movedImport(imported, file, source), type: true as const }] : [])],
      body: [`export const ${name} = new Piscina${type}({`, `  filename: ${filename},`, `  maxQueue: ${source.settings.queueLimit},`, '});'],
    },
    source,
  );
}

function workerText(callee: string, imported: NewImport, file: string, source: ScriptSource): string {
  const type = source.language === 'javascript' ? '' : `: Parameters<typeof ${callee}>`;
  return moduleText({ imports: [movedImport(imported, file, source)], body: [`export default (args${type}) => ${callee}(...args);`] }, source);
}
