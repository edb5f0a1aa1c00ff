import { field, namedChildren, type Node } from '../../engine/syntax/nodes';
import { symbolOf, type CodeSymbol } from './symbol';

const functions = new Set(['function_declaration', 'generator_function_declaration']);
const classes = new Set(['class_declaration', 'abstract_class_declaration', 'class']);
const types = new Set(['interface_declaration', 'type_alias_declaration', 'enum_declaration']);
const variables = new Set(['lexical_declaration', 'variable_declaration']);
const members = new Set(['method_definition', 'public_field_definition', 'field_definition', 'pair']);
const namespaces = new Set(['internal_module', 'module']);
const functionValues = new Set(['arrow_function', 'function_expression', 'generator_function', 'class']);

/** The name of what a file exports without one. */
const defaultName = 'default';

/** Where a search has come to. */
interface Place {
  readonly node: Node;
  /** The class, object or namespace around it, with a dot: `Payments.`. */
  readonly prefix: string;
  /** At the outermost level a constant need not hold a function. */
  readonly isOutermost: boolean;
  /** What takes it along: the `export` before it. */
  readonly whole: Node;
  /** Names that what is around gives it. */
  readonly given: readonly string[];
}

/**
 * Functions, classes, methods, types and constants of a JavaScript or TypeScript file.
 * @param deep also those inside functions, by their names alone
 */
export function scriptSymbols(root: Node, deep: boolean): CodeSymbol[] {
  const found: CodeSymbol[] = [];
  const start = (node: Node): Place => ({ node, prefix: '', isOutermost: true, whole: node, given: [] });
  const waiting = namedChildren(root).reverse().map(start);
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const { own, inside } = look(at, deep);
    found.push(...own);
    waiting.push(...inside.toReversed());
  }
  return found;
}

interface Seen {
  readonly own: readonly CodeSymbol[];
  /** Where there may be more. */
  readonly inside: readonly Place[];
}

const nothing: Seen = { own: [], inside: [] };

function look(place: Place, deep: boolean): Seen {
  const { node } = place;
  const { type } = node;
  if (type === 'export_statement') return exported(place, deep);
  if (variables.has(type)) return declared(place, deep);
  if (functions.has(type)) return named(place, field(node, 'name'), deep ? field(node, 'body') : undefined, '');
  if (types.has(type)) return named(place, field(node, 'name'), undefined, '');
  if (classes.has(type) || namespaces.has(type)) return named(place, field(node, 'name'), field(node, 'body'), undefined);
  if (members.has(type) && place.prefix !== '') return member(place, deep);
  if (type === 'expression_statement') return statement(place, deep);
  return deep ? { own: [], inside: below(node, '') } : nothing;
}

/** @param prefix of what is inside; that of its own name when undefined */
function named({ node, prefix, whole, given }: Place, name: Node | undefined, body: Node | undefined, inner: string | undefined): Seen {
  const path = name === undefined ? given[0] : `${prefix}${name.text}`;
  const names = [...(name === undefined ? [] : [`${prefix}${name.text}`]), ...given];
  const inside = body === undefined ? [] : below(body, inner ?? (path === undefined ? '' : `${path}.`));
  return { own: names.length === 0 ? [] : [symbolOf(names, whole, decorated(node, whole))], inside };
}

function exported({ node, prefix, isOutermost }: Place, deep: boolean): Seen {
  const inner = field(node, 'declaration') ?? field(node, 'value');
  if (inner === undefined) return nothing;
  const given = node.children.some((child) => child?.type === 'default') ? [defaultName] : [];
  return isDeclaration(inner) ? { own: [], inside: [{ node: inner, prefix, isOutermost, whole: node, given }] } : valued(node, inner, given, deep);
}

const isDeclaration = ({ type }: Node) => functions.has(type) || classes.has(type) || types.has(type) || variables.has(type) || namespaces.has(type);

function declared({ node, prefix, isOutermost, whole }: Place, deep: boolean): Seen {
  const declarators = namedChildren(node).filter(({ type }) => type === 'variable_declarator');
  const seen = declarators.map((declarator): Seen => {
    const name = field(declarator, 'name');
    const value = field(declarator, 'value');
    if (name?.type !== 'identifier') return deep && value !== undefined ? { own: [], inside: below(value, '') } : nothing;
    const isNamed = isOutermost || (value !== undefined && functionValues.has(value.type));
    const { own, inside } = valued(declarators.length === 1 ? whole : declarator, value, [`${prefix}${name.text}`], deep);
    return { own: isNamed ? own : [], inside };
  });
  return { own: seen.flatMap(({ own }) => own), inside: seen.flatMap(({ inside }) => inside) };
}

/** Something named from outside: its members are named after it. */
function valued(whole: Node, value: Node | undefined, names: readonly string[], deep: boolean): Seen {
  const [first] = names;
  const own = first === undefined ? [] : [symbolOf(names, whole)];
  if (value === undefined) return { own, inside: [] };
  const holder = withMembers(value);
  if (holder !== undefined && first !== undefined) return { own, inside: below(holder, `${first}.`) };
  return { own, inside: deep ? below(value, '') : [] };
}

/** What holds the members of a value, if it can hold any. */
function withMembers(value: Node): Node | undefined {
  if (value.type === 'object') return value;
  if (value.type === 'class') return field(value, 'body');
  const inner = value.type === 'as_expression' || value.type === 'satisfies_expression' || value.type === 'parenthesized_expression' ? namedChildren(value)[0] : undefined;
  return inner === undefined ? undefined : withMembers(inner);
}

function member({ node, prefix, whole }: Place, deep: boolean): Seen {
  const key = field(node, 'name') ?? field(node, 'property') ?? field(node, 'key');
  const value = field(node, 'value');
  const body = node.type === 'method_definition' ? field(node, 'body') : value;
  const name = key === undefined || key.type === 'computed_property_name' ? undefined : key.text.replace(/^(["'])(.*)\1$/, '$2');
  const holder = value === undefined ? undefined : withMembers(value);
  const isNamed = name !== undefined && (node.type !== 'pair' || holder !== undefined || (value !== undefined && functionValues.has(value.type)));
  return {
    own: isNamed ? [symbolOf([`${prefix}${name}`], whole, decorated(node, whole))] : [],
    inside: holder !== undefined && name !== undefined ? below(holder, `${prefix}${name}.`) : deep && body !== undefined ? below(body, '') : [],
  };
}

/** `exports.charge = …`, `Payments.prototype.charge = …`; in TypeScript a namespace is a statement too. */
function statement(place: Place, deep: boolean): Seen {
  const [inner] = namedChildren(place.node);
  if (inner !== undefined && namespaces.has(inner.type)) return { own: [], inside: [{ ...place, node: inner }] };
  const left = inner?.type === 'assignment_expression' ? field(inner, 'left') : undefined;
  const right = inner && field(inner, 'right');
  if (left?.type !== 'member_expression' || right === undefined || !(functionValues.has(right.type) || right.type === 'object')) {
    return deep ? { own: [], inside: below(place.node, '') } : nothing;
  }
  const path = left.text.replaceAll(/\s/g, '');
  const name = path === 'module.exports' ? defaultName : path.replace(/^(?:module\.)?exports\./, '').replace(/\.prototype\./, '.');
  return /^[\w$.]+$/.test(name) ? valued(place.node, right, [`${place.prefix}${name}`], deep) : nothing;
}

function below(node: Node, prefix: string): Place[] {
  return namedChildren(node).map((child) => ({ node: child, prefix, isOutermost: false, whole: child, given: [] }));
}

/** Decorators stand before a member; before a class they are part of it. */
function decorated(node: Node, whole: Node): Node {
  let first = whole;
  for (let at = node.previousNamedSibling; at?.type === 'decorator'; at = at.previousNamedSibling) first = at.startIndex < first.startIndex ? at : first;
  return first;
}
