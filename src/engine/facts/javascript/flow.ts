import type { ScriptSource } from '../../source';
import { ancestorOf, closest, field, namedChildren, type Node } from '../../syntax/nodes';
import { classTypes } from './classes';
import { callsOf, enclosingFunction } from './functions';
import { unwrapped } from './options';
import { functionTypes, type Declaration, type Scopes } from './scope';
import { stringValue } from './strings';

/** Follows a value through at most this many names; stops cycles such as `const a = a.b`. */
const maxDepth = 8;

const fieldTypes: ReadonlySet<string> = new Set(['field_definition', 'public_field_definition']);

/** Where a value is kept under a name. */
export interface Holder {
  /** The variable declarator, class field, assignment or object entry that gives the name its value. */
  readonly site: Node;
  /** The expressions of the file that read it: `breaker`, `this.breaker`, `policies.cards`. */
  readonly uses: readonly Node[];
}

/** The name an expression's value is kept under; undefined when it is used where it stands, or goes elsewhere. */
export function holderOf(expression: Node, source: ScriptSource): Holder | undefined {
  const value = wrapped(expression);
  const outer = value.parent;
  switch (outer?.type) {
    case 'variable_declarator':
      return variableHolder(outer, source);
    case 'field_definition':
    case 'public_field_definition': {
      const name = field(outer, 'name') ?? field(outer, 'property');
      return name === undefined ? undefined : { site: outer, uses: fieldUses(name.text, outer, source) };
    }
    case 'assignment_expression':
      return field(outer, 'right')?.id === value.id ? assignmentHolder(outer, source) : undefined;
    case 'pair':
      return entryHolder(outer, source);
    default:
      return undefined;
  }
}

/** The expression, or the outermost of the parentheses and type assertions around it. */
function wrapped(expression: Node): Node {
  let at = expression;
  while (at.parent !== null && unwrapped(at.parent).id === unwrapped(at).id) at = at.parent;
  return at;
}

function variableHolder(declarator: Node, source: ScriptSource): Holder | undefined {
  const name = field(declarator, 'name');
  const declaration = name?.type === 'identifier' ? source.scopes.resolve(name) : undefined;
  if (declaration === undefined || source.scopes.writes(declaration).length > 0) return undefined;
  return { site: declarator, uses: source.scopes.references(declaration) };
}

function assignmentHolder(assignment: Node, source: ScriptSource): Holder | undefined {
  const left = field(assignment, 'left');
  if (left?.type === 'member_expression' && field(left, 'object')?.type === 'this') {
    const name = field(left, 'property')?.text ?? '';
    return { site: assignment, uses: fieldUses(name, left, source).filter((use) => use.id !== left.id) };
  }
  const declaration = left?.type === 'identifier' ? source.scopes.resolve(left) : undefined;
  if (declaration === undefined || source.scopes.writes(declaration).length !== 1 || field(declaration.site, 'value') !== undefined) return undefined;
  return { site: assignment, uses: source.scopes.references(declaration).filter((use) => use.id !== left?.id) };
}

/** `const policies = { cards: … }` is read as `policies.cards`. */
function entryHolder(pair: Node, source: ScriptSource): Holder | undefined {
  const key = field(pair, 'key');
  const name = key?.type === 'property_identifier' ? key.text : key === undefined ? undefined : stringValue(key);
  const outer = pair.parent === null ? undefined : holderOf(pair.parent, source);
  if (name === undefined || outer === undefined) return undefined;
  const uses = outer.uses.flatMap((use): Node[] => {
    const member = use.parent;
    const reads = member?.type === 'member_expression' && field(member, 'object')?.id === use.id && field(member, 'property')?.text === name;
    return reads ? [member] : [];
  });
  return { site: pair, uses };
}

/** Every `this.name` of the class that holds the node. */
export function fieldUses(name: string, inside: Node, source: ScriptSource): Node[] {
  const owner = ancestorOf(inside, classTypes);
  const found: Node[] = [];
  // A name the parser had to make up is empty.
  if (owner === undefined || name === '') return found;
  const { text, tree } = source;
  for (let at = text.indexOf(name, owner.startIndex); at >= 0 && at < owner.endIndex; at = text.indexOf(name, at + name.length)) {
    const property = tree.rootNode.descendantForIndex(at, at + name.length);
    const member = property?.parent;
    if (property?.startIndex !== at || property.endIndex !== at + name.length || member?.type !== 'member_expression') continue;
    if (field(member, 'property')?.id !== property.id || field(member, 'object')?.type !== 'this') continue;
    if (ancestorOf(member, classTypes)?.id === owner.id) found.push(member);
  }
  return found;
}

/** The expression whose value a name holds: a variable's or class field's only value; else the expression itself. */
export function heldValue(expression: Node, source: ScriptSource, depth = 0): Node {
  const value = unwrapped(expression);
  if (depth > maxDepth) return value;
  const isName = value.type === 'identifier' || value.type === 'shorthand_property_identifier';
  const next = isName ? variableValue(value, source.scopes) : value.type === 'member_expression' ? memberValue(value, source, depth) : undefined;
  return next === undefined ? value : heldValue(next, source, depth + 1);
}

function variableValue(identifier: Node, scopes: Scopes): Node | undefined {
  const declaration = scopes.resolve(identifier);
  if (declaration === undefined || !isPlainVariable(declaration)) return undefined;
  const value = field(declaration.site, 'value');
  const writes = declaration.kind === 'const' ? [] : scopes.writes(declaration);
  if (writes.length === 0) return value;
  return value === undefined && writes.length === 1 ? writes[0] : undefined;
}

function isPlainVariable({ kind, id, site }: Declaration): boolean {
  return (kind === 'const' || kind === 'let' || kind === 'var') && id.parent?.id === site.id;
}

function memberValue(member: Node, source: ScriptSource, depth: number): Node | undefined {
  const object = field(member, 'object');
  const name = field(member, 'property')?.text;
  if (object === undefined || name === undefined) return undefined;
  if (object.type !== 'this') return entryValue(heldValue(object, source, depth + 1), name);
  const owner = ancestorOf(member, classTypes);
  const body = owner === undefined ? undefined : field(owner, 'body');
  const declared = (body === undefined ? [] : namedChildren(body)).find((entry) => fieldTypes.has(entry.type) && nameOf(entry) === name);
  const initial = declared === undefined ? undefined : field(declared, 'value');
  const assigned = fieldUses(name, member, source).flatMap((use): Node[] => {
    const right = use.parent?.type === 'assignment_expression' && field(use.parent, 'left')?.id === use.id ? field(use.parent, 'right') : undefined;
    return right === undefined ? [] : [right];
  });
  const values = initial === undefined ? assigned : [initial, ...assigned];
  return values.length === 1 ? values[0] : undefined;
}

const nameOf = (entry: Node) => (field(entry, 'name') ?? field(entry, 'property'))?.text;

function entryValue(object: Node, name: string): Node | undefined {
  if (object.type !== 'object') return undefined;
  const entry = namedChildren(object).find((child) => child.type === 'pair' && field(child, 'key')?.text === name);
  return entry === undefined ? undefined : field(entry, 'value');
}

/** The expression and, where a local function returns its value, the calls of that function. */
export function valuesFrom(expression: Node, source: ScriptSource, depth = 0): Node[] {
  const fn = depth > 2 ? undefined : returnedBy(expression);
  if (fn === undefined) return [expression];
  const calls = [...callsOf(fn, source.scopes), ...methodCalls(fn, source)];
  return [expression, ...calls.flatMap((call) => valuesFrom(call, source, depth + 1))];
}

function returnedBy(expression: Node): Node | undefined {
  const value = wrapped(expression);
  if (value.parent?.type === 'return_statement') return enclosingFunction(value);
  return value.parent?.type === 'arrow_function' && field(value.parent, 'body')?.id === value.id ? value.parent : undefined;
}

function methodCalls(fn: Node, source: ScriptSource): Node[] {
  if (fn.type !== 'method_definition') return [];
  return fieldUses(field(fn, 'name')?.text ?? '', fn, source).flatMap((use): Node[] =>
    use.parent?.type === 'call_expression' && field(use.parent, 'function')?.id === use.id ? [use.parent] : [],
  );
}

/** The function of this file an expression stands for: written there, named, a method of the class, or any of them bound. */
export function functionBehind(expression: Node, source: ScriptSource, depth = 0): Node | undefined {
  const value = heldValue(expression, source);
  if (depth > maxDepth) return undefined;
  if (functionTypes.has(value.type)) return value;
  if (value.type === 'identifier') {
    const declaration = source.scopes.resolve(value);
    return declaration?.kind === 'function' ? declaration.site : undefined;
  }
  if (value.type === 'member_expression' && field(value, 'object')?.type === 'this') return methodOf(value);
  const callee = value.type === 'call_expression' ? field(value, 'function') : undefined;
  const bound = callee?.type === 'member_expression' && field(callee, 'property')?.text === 'bind' ? field(callee, 'object') : undefined;
  return bound === undefined ? undefined : functionBehind(bound, source, depth + 1);
}

function methodOf(member: Node): Node | undefined {
  const owner = closest(member, classTypes);
  const body = owner === undefined ? undefined : field(owner, 'body');
  const name = field(member, 'property')?.text;
  return (body === undefined ? [] : namedChildren(body)).find((entry) => entry.type === 'method_definition' && field(entry, 'name')?.text === name);
}
