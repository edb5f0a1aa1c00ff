import type { ScriptSource } from '../../../source';
import { ancestorOf, field, namedChildren, type Node } from '../../../syntax/nodes';
import { classTypes } from '../classes';
import { declarationOf, isExported, parametersOf } from '../functions';
import { handlerOf } from '../handlers';
import { isPlacedToAnswer } from './routes';
import type { Callee, Waiter } from './waiter';

const fieldTypes: ReadonlySet<string> = new Set(['public_field_definition', 'field_definition']);

/** Folders whose files a framework or a loader may find by their place. */
const found = /(?:^|\/)(?:pages|app|routes?|api|functions|handlers?|controllers?|controladores|resolvers?|plugins?|middlewares?|hooks|subscribers?|listeners?|jobs?|workers?|queues?|crons?|tasks|commands?|events?|lambdas?|extensions|policies)\//i;

/** Whether a framework or a loader may find a file by its place. */
export const isFoundByPlace = (path: string): boolean => found.test(path);

/** Parameters that only the answer to a request, a message or a job has. */
const asked = /^(?:_?req|request|res|response|reply|ctx|context|c|event|msg|message|job|interaction|parent|_parent|root)$/;

/**
 * How others name a function, or the value of a call that wraps one.
 * @returns undefined for one without a name
 */
export function calleeFor(fn: Node, source: ScriptSource): Callee | undefined {
  const { file } = source;
  const isLoose = parametersOf(fn).some((parameter) => asked.test(parameter.text)) || handlerOf(fn, source) !== undefined;
  const outer = fn.parent;
  if (fn.type === 'method_definition' && outer?.type === 'class_body') return member(fn, field(fn, 'name'), isLoose, source);
  if (outer !== null && fieldTypes.has(outer.type)) return member(outer, field(outer, 'name') ?? field(outer, 'property'), isLoose, source);
  if (fn.type === 'method_definition') return ofObject(field(fn, 'name'), outer, source);
  if (outer?.type === 'pair') return ofObject(field(outer, 'key'), outer.parent, source);
  const declaration = declarationOf(fn, source.scopes) ?? variable(fn, source);
  const isExport = isExported(fn, source.scopes);
  const isDefault = isDefaultExport(fn, declaration?.name);
  if (declaration !== undefined) {
    const isPlaced = isExport && found.test(source.project.relative(file));
    return { file, name: declaration.name, declared: declaration.id.startIndex, isPrivate: !isExport, isDefault, unseen: isExport && isPlacedToAnswer(source.project.relative(file)) ? 'request' : unseen(isLoose || isPlaced) };
  }
  if (isDefault) return { file, name: '', isPrivate: false, isDefault, unseen: isPlacedToAnswer(source.project.relative(file)) ? 'request' : 'unknown' };
  const target = outer?.type === 'assignment_expression' ? field(outer, 'left') : undefined;
  const name = target?.type === 'member_expression' ? field(target, 'property')?.text : undefined;
  if (name === undefined || name === '') return undefined;
  return { file, name, isPrivate: false, isDefault: false, unseen: isPlacedToAnswer(source.project.relative(file)) ? 'request' : unseen(isLoose || found.test(source.project.relative(file))) };
}

const unseen = (isLoose: boolean): Waiter => (isLoose ? 'unknown' : 'uncalled');

/** `const load = memoize(async () => …)` */
function variable(value: Node, source: ScriptSource) {
  const name = value.parent?.type === 'variable_declarator' ? field(value.parent, 'name') : undefined;
  return name?.type === 'identifier' ? source.scopes.resolve(name) : undefined;
}

function isDefaultExport(fn: Node, name: string | undefined): boolean {
  const outer = fn.parent;
  if (outer?.type === 'export_statement' && outer.children.some((child) => child?.type === 'default')) return true;
  if (outer?.type === 'assignment_expression' && field(outer, 'left')?.text === 'module.exports') return true;
  if (name === undefined) return false;
  const program = ancestorOf(fn, new Set(['program']));
  const plain = new RegExp(`^(?:export default|module\\.exports =|export =) ${name.replaceAll('$', '\\$')};?$`);
  return (program === undefined ? [] : namedChildren(program)).some((statement) => plain.test(statement.text));
}

function member(entry: Node, name: Node | undefined, isLoose: boolean, source: ScriptSource): Callee | undefined {
  if (name === undefined || name.type === 'computed_property_name') return undefined;
  const isHidden = name.type === 'private_property_identifier' || entry.children.some((child) => child?.type === 'accessibility_modifier' && child.text === 'private');
  const owner = field(ancestorOf(entry, classTypes) ?? entry, 'name')?.text;
  return { file: source.file, name: name.text.replace(/^#/, ''), ...(owner === undefined ? {} : { owner }), isPrivate: isHidden, isDefault: false, unseen: unseen(isLoose || isOfPackage(entry, source)) };
}

/** A class that builds on one of a package: what that calls no code of the project shows. */
function isOfPackage(entry: Node, source: ScriptSource): boolean {
  const owner = ancestorOf(entry, classTypes);
  const heritage = owner === undefined ? undefined : namedChildren(owner).find((child) => child.type === 'class_heritage');
  if (heritage === undefined) return false;
  const names = heritage.text.match(/[A-Za-z_$][\w$]*/g) ?? [];
  return names.some((name) => {
    const declaration = source.scopes.lookup(name, source.tree.rootNode);
    const from = declaration?.kind === 'import' ? /from\s*['"]([^'"]+)['"]|\(\s*['"]([^'"]+)['"]/.exec(declaration.site.text) : null;
    const specifier = from?.[1] ?? from?.[2];
    return specifier !== undefined && source.origins.locate(source.file, specifier) === undefined;
  });
}

/** A function of an object that others get: `module.exports = { load() { … } }`. One that is handed to a call is not known by name. */
function ofObject(name: Node | undefined, object: Node | null, source: ScriptSource): Callee | undefined {
  if (name?.type !== 'property_identifier' || object?.type !== 'object') return undefined;
  const outer = object.parent;
  const isGiven = outer?.type === 'arguments' || outer?.type === 'pair' || outer?.type === 'array';
  return isGiven || isPlacedToAnswer(source.project.relative(source.file)) ? undefined : { file: source.file, name: name.text, isPrivate: false, isDefault: false, unseen: 'unknown' };
}
