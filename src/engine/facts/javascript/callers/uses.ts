import type { ScriptSource } from '../../../source';
import { ancestorOf, field, namedChildren, type Node } from '../../../syntax/nodes';
import { calleeOf } from '../calls';
import { classTypes } from '../classes';
import { assignedToExports } from '../functions';
import type { Origin } from '../origin';
import { functionTypes, placesOf, type Declaration } from '../scope';
import { stringValue } from '../strings';
import { outwardFromArgument, outwardFromCall } from './outward';
import { isTick } from './roots';
import type { Callee, Step } from './waiter';

/** What the places of one file that name a function say. */
export interface Uses {
  readonly steps: readonly Step[];
  /** The file gives the function to others under its name, though it does not export it itself. */
  readonly leaves: boolean;
}

const unknown: Step = { waiter: 'unknown' };

/** What one reference does: a step outward, `leaves`, or nothing that says who calls. */
type Said = Step | 'leaves' | undefined;

/** Reads the places of a file that name a function. */
export function usesIn(callee: Callee, source: ScriptSource): Uses {
  const references = callee.isDefault && source.file !== callee.file ? [...importsOf(callee, source), ...(callee.name === '' ? [] : named(callee, source))] : callee.name === '' ? [] : named(callee, source);
  const said = references.map((reference) => ('type' in reference ? roleOf(reference, callee.name, source) : reference));
  return { steps: said.filter((each): each is Step => each !== undefined && each !== 'leaves'), leaves: said.includes('leaves') };
}

/** References under the name, and under those a pattern or an import gives it here. */
function named(callee: Callee, source: ScriptSource): (Node | Step)[] {
  const { name } = callee;
  return placesOf(name, source.text).flatMap((at): readonly (Node | Step)[] => {
    const node = source.tree.rootNode.descendantForIndex(at, at + name.length);
    if (node === null) return [];
    if (node.type === 'string_fragment' || node.type === 'template_string' || node.type === 'string') return isNamedIn(node, callee) ? [unknown] : [];
    if (node.startIndex !== at && node.type !== 'private_property_identifier') return [];
    const alias = aliasOf(node);
    if (alias !== undefined) return referencesTo(alias, source);
    switch (node.type) {
      case 'identifier':
      case 'shorthand_property_identifier':
        return isMeant(node, callee, source) ? [node] : [];
      case 'property_identifier':
      case 'private_property_identifier':
        return memberNamed(node, callee, source);
      default:
        return [];
    }
  });
}

/** A route's or a job's table names functions in strings; a log line and an import do not. */
function isNamedIn(node: Node, { name }: Callee): boolean {
  const text = node.type === 'string_fragment' ? node.text : (stringValue(node) ?? '');
  if (!/^[\w$.#@:]+$/.test(text) || (text !== name && !text.endsWith(`.${name}`) && !text.endsWith(`#${name}`) && !text.endsWith(`@${name}`) && !text.endsWith(`:${name}`))) return false;
  const call = ancestorOf(node, new Set(['call_expression', 'import_statement', 'statement_block']));
  return call?.type !== 'call_expression' || !/(?:^|\.)(?:require|log|debug|info|warn|error|trace|verbose|fatal|getLogger|child|Error)$/.test(calleeOf(call)?.text ?? '');
}

/** `import { load as fetchRates }`, `const { load: fetchRates } = rates`. */
function aliasOf(node: Node): Node | undefined {
  const outer = node.parent;
  if (outer?.type === 'import_specifier' && field(outer, 'name')?.id === node.id) return field(outer, 'alias');
  const value = outer?.type === 'pair_pattern' && field(outer, 'key')?.id === node.id ? field(outer, 'value') : undefined;
  return value?.type === 'identifier' ? value : undefined;
}

function referencesTo(id: Node, source: ScriptSource): readonly Node[] {
  const declaration = source.scopes.resolve(id);
  return declaration === undefined ? [] : source.scopes.references(declaration);
}

const definitions: ReadonlySet<string> = new Set([
  ...functionTypes,
  'required_parameter',
  'optional_parameter',
  'formal_parameters',
  'method_signature',
  'abstract_method_signature',
  'property_signature',
  'function_signature',
  'import_specifier',
  'import_clause',
  'namespace_import',
  'class_declaration',
  'public_field_definition',
  'field_definition',
  'labeled_statement',
  'type_query',
  'enum_body',
  'enum_assignment',
]);

/** Whether an identifier stands for the function: its declaration, or what this file imports under the name. */
function isMeant(node: Node, callee: Callee, source: ScriptSource): boolean {
  const declaration = source.scopes.lookup(node.text, node);
  if (source.file === callee.file && callee.declared !== undefined) return declaration?.id.startIndex === callee.declared && node.startIndex !== callee.declared;
  if (declaration === undefined) return callee.declared !== undefined && source.file !== callee.file;
  return declaration.id.startIndex !== node.startIndex && isTaken(declaration, callee, source);
}

/** A name that stands for something of elsewhere: of the project's own files, or taken out of an object. */
function isTaken(declaration: Declaration, callee: Callee, source: ScriptSource): boolean {
  if (declaration.kind === 'import') {
    const specifier = specifierOf(declaration.site);
    return specifier === undefined || mayLead(specifier, callee, source);
  }
  if (declaration.kind !== 'const' && declaration.kind !== 'let' && declaration.kind !== 'var') return false;
  const value = field(declaration.site, 'value');
  if (value === undefined) return false;
  const required = /^require\(\s*['"]([^'"]+)['"]\s*\)/.exec(value.text)?.[1];
  if (required !== undefined) return mayLead(required, callee, source);
  return declaration.id.type === 'shorthand_property_identifier_pattern';
}

const specifierOf = (statement: Node): string | undefined => {
  const from = field(statement, 'source');
  return from === undefined ? undefined : stringValue(from);
};

/** Whether an import may be of the function: not of a package, nor of another file that has one of the same name. */
function mayLead(specifier: string, { file, name, declared }: Callee, source: ScriptSource): boolean {
  const target = source.origins.locate(source.file, specifier);
  if (target === undefined) return isPackageOf(specifier, file, source) || !plainPackage.test(specifier);
  if (target === file || declared === undefined) return true;
  const own = new RegExp(`(?:^|[^\\w$.])(?:function\\s*\\*?|const|let|var)\\s+${name.replaceAll('$', '\\$')}(?![\\w$])|exports\\.${name.replaceAll('$', '\\$')}\\s*=`);
  return !own.test(source.project.read(target) ?? '');
}

/** A package of a registry, as far as its name tells it: one with a scope may be the project's own. */
const plainPackage = /^(?:node:)?[a-z][\w.-]*(?:\/promises)?$/;

/** The function's own package, which others of the workspace import by its name. */
function isPackageOf(specifier: string, file: string, { project }: ScriptSource): boolean {
  const dir = project.packageFor(file)?.dir;
  const name = /"name"\s*:\s*"([^"]+)"/.exec((dir === undefined ? undefined : project.read(`${dir}/package.json`)) ?? '')?.[1];
  return name !== undefined && (specifier === name || specifier.startsWith(`${name}/`));
}

/** `rates.load` as the reference, where the object may be what has the function. */
function memberNamed(node: Node, callee: Callee, source: ScriptSource): (Node | Step)[] {
  const outer = node.parent;
  if (outer?.type === 'pair' && field(outer, 'key')?.id === node.id) return [];
  if (outer?.type !== 'member_expression' || field(outer, 'property')?.id !== node.id) return [];
  const object = field(outer, 'object');
  if (object === undefined) return [];
  if (object.type === 'this') return isOwnThis(outer, callee, source) ? [outer] : [];
  if (object.type === 'super') return [outer];
  // A plain function of this file is called by its name.
  if (source.file === callee.file && callee.isPrivate && callee.declared !== undefined) return [];
  const own = source.origins.ownImport(object);
  if (own !== undefined && callee.declared !== undefined && !mayLead(own.module, callee, source)) return [];
  // Not followed into other files: a class of the project that extends one of a package has its origin.
  const origin = source.origins.direct(object);
  if (origin !== undefined && origin.module === '' && object.type === 'identifier' && source.scopes.resolve(object) === undefined) return [];
  if (origin !== undefined && origin.module !== '' && source.origins.locate(source.file, origin.module) === undefined && /^[a-z]/.test(origin.module)) return [];
  return origin !== undefined && isOfAnotherClass(origin, callee, source) ? [] : [outer];
}

/**
 * Whether an object is an instance of another class of the project, as a constructor or a field says, which has a method of
 * that name itself. Not where the callee's class may stand in for that one.
 */
function isOfAnotherClass({ module, path }: Origin, { file, owner, name }: Callee, { file: from, origins, project }: ScriptSource): boolean {
  const [type = '', made] = path;
  if (owner === undefined || made !== 'new' || path.length !== 2 || type === owner) return false;
  const target = origins.locate(from, module);
  const text = target === undefined ? '' : (project.read(target) ?? '');
  const declared = new RegExp(`(abstract\\s+)?class\\s+${escaped(type)}(?![\\w$])`).exec(text);
  const heritage = new RegExp(`class\\s+${escaped(owner)}(?![\\w$])([^{]*)`).exec(project.read(file) ?? '')?.[1] ?? type;
  if (declared === null || heritage.includes(type) || (declared[1] !== undefined && /\bextends\b/.test(heritage))) return false;
  return new RegExp(`^[ \\t]*(?:(?:public|protected|override|async|readonly)\\s+)*\\*?${escaped(name)}\\s*[(<=]`, 'm').test(text.slice(declared.index));
}

const escaped = (name: string): string => name.replaceAll('$', '\\$');

/** `this.load` means the class it stands in, where that has such a member. */
function isOwnThis(use: Node, callee: Callee, source: ScriptSource): boolean {
  if (source.file === callee.file) return true;
  const owner = ancestorOf(use, classTypes);
  if (owner === undefined) return true;
  const body = field(owner, 'body');
  const members = (body === undefined ? [] : namedChildren(body)).map((entry) => (field(entry, 'name') ?? field(entry, 'property'))?.text);
  return !members.includes(callee.name) && namedChildren(owner).some((child) => child.type === 'class_heritage');
}

/** Names under which another file imports a module as a whole: its default export, or `module.exports`. */
function importsOf(callee: Callee, source: ScriptSource): (Node | Step)[] {
  const found: (Node | Step)[] = [];
  const stem = stemOf(callee.file);
  for (const at of placesOf(stem, source.text)) {
    const node = source.tree.rootNode.descendantForIndex(at, at + stem.length);
    const text = node === null ? undefined : node.type === 'string' ? node : node.parent;
    const specifier = text?.type === 'string' ? stringValue(text) : undefined;
    if (text == null || specifier === undefined || source.origins.locate(source.file, specifier) !== callee.file) continue;
    const outer = text.parent;
    if (outer?.type === 'import_statement') {
      const clause = namedChildren(outer).find((child) => child.type === 'import_clause');
      for (const id of clause === undefined ? [] : defaultNames(clause)) found.push(...referencesTo(id, source));
    } else if (outer?.type === 'arguments' && outer.parent?.type === 'call_expression') found.push(...requiredAt(outer.parent, source));
    else found.push(unknown);
  }
  return found;
}

function requiredAt(call: Node, source: ScriptSource): readonly (Node | Step)[] {
  const declarator = call.parent?.type === 'variable_declarator' ? field(call.parent, 'name') : undefined;
  if (declarator?.type === 'identifier') return referencesTo(declarator, source);
  if (call.parent?.type === 'member_expression' || declarator !== undefined) return [];
  return [call];
}

/** The word by which files that import a module name it. */
export function stemOf(file: string): string {
  const parts = file.split('/');
  const base = (parts.at(-1) ?? '').replace(/\.\w+$/, '');
  const word = base === 'index' ? (parts.at(-2) ?? '') : base;
  return word.match(/[\w$]+/g)?.at(-1) ?? '';
}

function defaultNames(clause: Node): Node[] {
  return namedChildren(clause).flatMap((child) => {
    if (child.type === 'identifier') return [child];
    if (child.type === 'namespace_import') return namedChildren(child);
    if (child.type !== 'named_imports') return [];
    return namedChildren(child).flatMap((specifier) => (field(specifier, 'name')?.text === 'default' ? (field(specifier, 'alias') ?? []) : []));
  });
}

const wrapping: ReadonlySet<string> = new Set(['parenthesized_expression', 'non_null_expression', 'as_expression', 'satisfies_expression', 'await_expression']);

/** What a reference does with the function. */
function roleOf(reference: Node, name: string, source: ScriptSource): Said {
  let at = reference;
  while (at.parent !== null && wrapping.has(at.parent.type)) at = at.parent;
  const outer = at.parent;
  if (outer === null || definitions.has(outer.type)) return undefined;
  const call = outer.type === 'call_expression' && calleeOf(outer)?.id === reference.id ? outer : at.parent?.type === 'call_expression' && field(at.parent, 'function')?.id === at.id ? at.parent : undefined;
  if (call !== undefined) return outwardFromCall(call, source);
  switch (outer.type) {
    case 'member_expression':
      return field(outer, 'object')?.id === at.id ? viaMethod(outer, name, source) : undefined;
    case 'arguments':
      return outwardFromArgument(at, source);
    case 'export_specifier':
      return (field(outer, 'alias')?.text ?? name) === name ? 'leaves' : unknown;
    case 'export_statement':
      return 'leaves';
    case 'unary_expression':
      return field(outer, 'operator')?.text === 'typeof' ? undefined : unknown;
    case 'assignment_expression':
      return assigned(outer, at, name);
    case 'variable_declarator':
      return field(outer, 'name')?.id === at.id ? undefined : unknown;
    case 'pair':
      if (isTick(outer)) return { waiter: 'nobody' };
      return field(outer, 'key')?.text === name ? ofObject(outer.parent) : unknown;
    case 'object':
      return ofObject(outer);
    case 'object_pattern':
    case 'pair_pattern':
      return undefined;
    default:
      return unknown;
  }
}

/** `load.call(this)`, `load.bind(this)`; another property of a function is not the function. */
function viaMethod(member: Node, name: string, source: ScriptSource): Said {
  const method = field(member, 'property')?.text;
  const call = member.parent?.type === 'call_expression' && field(member.parent, 'function')?.id === member.id ? member.parent : undefined;
  if (call === undefined) return undefined;
  if (method === 'call' || method === 'apply') return outwardFromCall(call, source);
  return method === 'bind' ? roleOf(call, name, source) : undefined;
}

/** `exports.load = load` gives it on under its name; `api.load = …` defines another. */
function assigned(assignment: Node, at: Node, name: string): Said {
  if (field(assignment, 'left')?.id === at.id) return undefined;
  const target = field(assignment, 'left');
  if (target?.type === 'member_expression' && field(target, 'property')?.text === name) return 'leaves';
  return assignedToExports(at) && target?.text === 'module.exports' ? 'leaves' : unknown;
}

/** In an object that others get, the function is called by its name; in one that is handed to a call nobody sees how. */
function ofObject(object: Node | null): Said {
  const outer = object?.parent;
  if (object?.type !== 'object' || outer == null) return unknown;
  if (outer.type === 'return_statement' || outer.type === 'export_statement' || assignedToExports(object)) return 'leaves';
  if (outer.type === 'parenthesized_expression' && functionTypes.has(outer.parent?.type ?? '')) return 'leaves';
  const declarator = outer.type === 'variable_declarator' ? field(outer, 'name') : undefined;
  return declarator?.type === 'identifier' && isExportedName(declarator) ? 'leaves' : unknown;
}

function isExportedName(id: Node): boolean {
  if (ancestorOf(id, new Set(['export_statement', 'statement_block']))?.type === 'export_statement') return true;
  const program = ancestorOf(id, new Set(['program']));
  const plain = new RegExp(`^(?:export default|module\\.exports =|export =) ${id.text.replaceAll('$', '\\$')};?$|^export \\{[^}]*\\b${id.text.replaceAll('$', '\\$')}\\b`);
  return (program === undefined ? [] : namedChildren(program)).some((statement) => plain.test(statement.text));
}
