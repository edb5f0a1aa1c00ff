import type { ScriptSource } from '../../source';
import { ancestorOf, field, namedChildren, type Node } from '../../syntax/nodes';
import { classTypes } from './classes';
import { assignedToExports, enclosingFunction } from './functions';
import { functionTypes, placesOf } from './scope';
import { isInComment } from './unloaded/naming';
import { isUsedWhole } from './unloaded/takers';
import type { UnloadedModules } from './unloadedModules';

/** Methods that a language, a library or a framework calls by their names. */
const called =
  /^(?:constructor|toJSON|toString|valueOf|then|next|up|down|use|run|execute|handle|process|perform|validate|transform|intercept|catch|canActivate|configure|default|handler|main|init|start|stop|close|render|load|register|data|setup|serialize\w*|resolve\w*|before\w*|after\w*|on[A-Z]\w*|handle[A-Z]\w*|get[A-Z]\w*Props|generate\w*)$/;

/** Decorators of classes that Nest knows by its modules alone, which name them. */
const ofNest = /^@(?:Controller|Injectable|Resolver|UseGuards|UseInterceptors|UsePipes|UseFilters|Api\w*|Catch|WebSocketGateway|Processor|Roles|Auth|Public|Version|SkipThrottle|Throttle)\b/;

/** What calls functions by names that it reads from the document of an interface, or takes from a request. */
const byName = /^(?:openapi-backend|swagger-(?!ui|jsdoc|stats).*|express-openapi(?!-validator).*|fastify-openapi-glue|@grpc\/.*|grpc|soap|strong-soap|jayson|json-rpc-2\.0|seneca|comlink|workerpool)$/;

const memberTypes: ReadonlySet<string> = new Set(['method_definition', 'public_field_definition', 'field_definition']);

/** A function, or a class, by the name under which its file or others use it. */
interface Named {
  readonly name: string;
  /** Where the name is defined. */
  readonly id: Node;
  readonly isPrivate: boolean;
  /** A member, which is read of any object that has it. */
  readonly isMember?: true;
}

/**
 * Whether a function around a place, or its class, is used nowhere but where it is defined and given to others: no file of
 * the project, tests left out, takes it by its name. False where something may come upon it without its name.
 */
export function isInUnusedFunction(node: Node, source: ScriptSource, modules: UnloadedModules): boolean {
  const fn = outermostFunction(node);
  const { project, file } = source;
  if (fn === undefined || [...(project.packageFor(file)?.dependencies.keys() ?? [])].some((name) => byName.test(name))) return false;
  const owner = ancestorOf(fn, classTypes);
  const all = owner === undefined ? [ofFunction(fn, source)] : [ofClass(owner), ofMember(fn, owner)];
  return all.some((named) => named !== undefined && !called.test(named.name) && isUnnamed(named, source, modules));
}

function outermostFunction(node: Node): Node | undefined {
  let found: Node | undefined;
  for (let at: Node | null = node; at !== null; at = at.parent) if (functionTypes.has(at.type)) found = at;
  return found;
}

/** The function, or what wraps it: `const show = asyncHandler(async (req, res) => …)`. */
function wrapped(fn: Node): Node {
  let at = fn;
  while (at.parent?.type === 'arguments' && at.parent.parent?.type === 'call_expression' && enclosingFunction(at) === undefined) at = at.parent.parent;
  return at;
}

function ofFunction(fn: Node, source: ScriptSource): Named | undefined {
  const name = field(fn, 'name');
  if (fn.type.endsWith('function_declaration')) return name === undefined || isDefault(fn) ? undefined : { name: name.text, id: name, isPrivate: fn.parent?.type !== 'export_statement' };
  const value = wrapped(fn);
  const outer = value.parent;
  if (outer?.type === 'variable_declarator') return ofVariable(outer);
  if (outer?.type === 'assignment_expression') return ofExports(outer);
  const entry = outer?.type === 'pair' ? outer : fn.type === 'method_definition' ? fn : undefined;
  return entry === undefined ? undefined : ofEntry(entry, source);
}

const isDefault = (declaration: Node): boolean => declaration.parent?.type === 'export_statement' && declaration.parent.children.some((child) => child?.type === 'default');

function ofVariable(declarator: Node): Named | undefined {
  const id = field(declarator, 'name');
  const statement = declarator.parent?.parent;
  if (id?.type !== 'identifier' || (statement?.type !== 'program' && statement?.type !== 'export_statement')) return undefined;
  return { name: id.text, id, isPrivate: statement.type === 'program' };
}

/** `exports.show = …` */
function ofExports(assignment: Node): Named | undefined {
  const left = field(assignment, 'left');
  const id = left === undefined || !/^(?:module\.)?exports\.[\w$]+$/.test(left.text) ? undefined : field(left, 'property');
  return id === undefined ? undefined : { name: id.text, id, isPrivate: false };
}

/** One of an object that is the module, also by a name of the file's own. */
function ofEntry(entry: Node, source: ScriptSource): Named | undefined {
  const id = field(entry, 'key') ?? field(entry, 'name');
  const object = entry.parent;
  const outer = object?.parent;
  if (id?.type !== 'property_identifier' || object?.type !== 'object' || outer == null) return undefined;
  const named: Named = { name: id.text, id, isPrivate: false };
  if (outer.type === 'assignment_expression') return field(outer, 'left')?.text === 'module.exports' ? named : undefined;
  if (outer.type === 'export_statement') return named;
  const holder = outer.type === 'variable_declarator' ? ofVariable(outer) : undefined;
  // Others may look through an object that they get by its name.
  return holder?.isPrivate !== true || isUsedWhole(source.text, holder.name) ? undefined : named;
}

/** A class that no decorator but Nest's stands before. */
function ofClass(owner: Node): Named | undefined {
  const id = field(owner, 'name');
  const statement = owner.parent;
  if (id === undefined || owner.type === 'class' || isDefault(owner) || (statement?.type !== 'program' && statement?.type !== 'export_statement')) return undefined;
  return decoratorsOf(owner).every((text) => ofNest.test(text)) ? { name: id.text, id, isPrivate: statement.type === 'program' } : undefined;
}

/** A method of a class that builds on no other and promises nothing; a framework calls those with decorators. */
function ofMember(fn: Node, owner: Node): Named | undefined {
  const member = memberTypes.has(fn.type) ? fn : fn.parent;
  const id = member === null || !memberTypes.has(member.type) ? undefined : (field(member, 'name') ?? field(member, 'property'));
  if (member === null || id?.type !== 'property_identifier' || namedChildren(owner).some((child) => child.type === 'class_heritage')) return undefined;
  if (!decoratorsOf(owner).every((text) => ofNest.test(text)) || decoratorsOf(member).length > 0) return undefined;
  return /\bthis\[/.test(owner.text) ? undefined : { name: id.text, id, isPrivate: false, isMember: true };
}

function decoratorsOf(node: Node): string[] {
  const before: string[] = [];
  for (let at = node.previousNamedSibling; at?.type === 'decorator' || at?.type === 'comment'; at = at.previousNamedSibling) if (at.type === 'decorator') before.push(at.text);
  const statement = node.parent?.type === 'export_statement' ? node.parent : undefined;
  const inside = [...namedChildren(node), ...(statement === undefined ? [] : namedChildren(statement))].filter((child) => child.type === 'decorator');
  return [...before, ...inside.map(({ text }) => text)];
}

function isUnnamed({ name, id, isPrivate, isMember }: Named, source: ScriptSource, modules: UnloadedModules): boolean {
  let isGiven = !isPrivate;
  for (const at of placesOf(name, source.text)) {
    if (at === id.startIndex || isInComment(source.text, at)) continue;
    if (!isGivenAt(source.tree.rootNode.descendantForIndex(at, at + name.length))) return false;
    isGiven = true;
  }
  // Of a file that is no module, what it declares may be used by any other.
  if (!isGiven) return /^\s*(?:import|export)\b|\brequire\(|\bexports\b/m.test(source.text) && modules.isKnown(source.file);
  return modules.isUntaken(name, source.file, isMember === true);
}

/** Where a name is only given to others, and as it is: in a list of exports, or in an object that is exported. */
function isGivenAt(node: Node | null): boolean {
  const parent = node?.parent;
  if (node === null || parent == null) return false;
  if (parent.type === 'export_specifier') return field(parent, 'alias') === undefined;
  if (parent.type === 'member_expression' && parent.parent?.type === 'assignment_expression' && field(parent.parent, 'left')?.id === parent.id) return /^(?:module\.)?exports\./.test(parent.text);
  if (parent.type === 'assignment_expression') return assignedToExports(node) && lastWord(field(parent, 'left')) === node.text;
  if (parent.type === 'pair' && [field(parent, 'key'), field(parent, 'value')].some((side) => side?.text !== node.text)) return field(parent, 'key')?.id === node.id && assignedToExports(parent);
  const object = parent.type === 'pair' ? parent.parent : parent;
  return object?.type === 'object' && (assignedToExports(object) || object.parent?.type === 'export_statement');
}

const lastWord = (node: Node | undefined): string | undefined => /[\w$]+$/.exec(node?.text ?? '')?.[0];
