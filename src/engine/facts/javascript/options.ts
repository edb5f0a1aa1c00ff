import type { ScriptSource } from '../../source';
import { field, namedChildren, type Node } from '../../syntax/nodes';
import { assignedToExports } from './functions';
import type { Declaration } from './scope';
import { stringValue } from './strings';

/** An options object whose every property is known from the file. */
export interface Options {
  /** The object literal itself. */
  readonly object: Node;
  /** Something else uses the same object, or may: a change for one use belongs at that use. */
  readonly shared: boolean;
  /** Properties assigned after the literal. */
  readonly assigned: ReadonlySet<string>;
}

export type Option =
  | { readonly state: 'absent' | 'unknown' }
  /** `entry` is the whole property; for a shorthand it is also the value. */
  | { readonly state: 'set'; readonly entry: Node; readonly value: Node };

const absent: Option = { state: 'absent' };
const unknown: Option = { state: 'unknown' };

const wrappers: ReadonlySet<string> = new Set(['parenthesized_expression', 'as_expression', 'satisfies_expression', 'non_null_expression']);

/** The expression inside parentheses, `as T`, `satisfies T` and `!`. */
export function unwrapped(node: Node): Node {
  let at = node;
  while (wrappers.has(at.type)) {
    const inner = namedChildren(at)[0];
    if (inner === undefined) break;
    at = inner;
  }
  return at;
}

/** `undefined` or `null`, given where an argument may be left out. */
export const isNothing = (node: Node): boolean => node.type === 'undefined' || node.type === 'null' || (node.type === 'identifier' && node.text === 'undefined');

/**
 * The object an argument passes: a literal there, or a variable of this file that holds one and nothing rewrites.
 * @returns undefined when other code decides what is in it.
 */
export function optionsOf(argument: Node, source: ScriptSource): Options | undefined {
  const value = unwrapped(argument);
  if (value.type === 'object') return { object: value, shared: false, assigned: new Set() };
  if (value.type !== 'identifier') return undefined;
  const declaration = source.scopes.resolve(value);
  const object = declaration === undefined ? undefined : initialObject(declaration);
  if (declaration === undefined || object === undefined || source.scopes.writes(declaration).length > 0) return undefined;
  const assigned = new Set<string>();
  let shared = declaration.site.parent?.parent?.type === 'export_statement';
  for (const reference of source.scopes.references(declaration)) {
    if (reference.id === value.id) continue;
    const use = useOf(reference, source);
    if (use === 'leaves') return undefined;
    if (use === 'shares') shared = true;
    else if (use !== 'reads') assigned.add(use.assigns);
  }
  return { object, shared, assigned };
}

/** What the object says about one option, spreads of known objects included. */
export function optionOf(options: Options, name: string, source: ScriptSource): Option {
  return options.assigned.has(name) ? unknown : propertyOf(options.object, name, source, 0);
}

function initialObject(declaration: Declaration): Node | undefined {
  const { kind, id, site } = declaration;
  if ((kind !== 'const' && kind !== 'let' && kind !== 'var') || id.parent?.id !== site.id) return undefined;
  const value = field(site, 'value');
  const object = value === undefined ? undefined : frozen(unwrapped(value));
  return object?.type === 'object' ? object : undefined;
}

/** What `Object.freeze` is given: the same object, which then nothing changes. */
function frozen(value: Node): Node | undefined {
  if (value.type !== 'call_expression' || field(value, 'function')?.text !== 'Object.freeze') return value;
  const [argument] = namedChildren(field(value, 'arguments') ?? value);
  return argument === undefined ? undefined : unwrapped(argument);
}

/** Follows a spread through at most this many objects: one may name itself, or the same one twice over. */
const maxSpreads = 6;

function propertyOf(object: Node, name: string, source: ScriptSource, depth: number): Option {
  // Later entries win, so the last one that may name the option decides.
  for (const entry of namedChildren(object).reverse()) {
    const option = entryOption(entry, name, source, depth);
    if (option.state !== 'absent') return option;
  }
  return absent;
}

function entryOption(entry: Node, name: string, source: ScriptSource, depth: number): Option {
  switch (entry.type) {
    case 'shorthand_property_identifier':
      return entry.text === name ? { state: 'set', entry, value: entry } : absent;
    case 'pair': {
      const key = field(entry, 'key');
      const value = field(entry, 'value');
      const label = key === undefined ? undefined : labelOf(key);
      if (label === undefined || value === undefined) return unknown;
      return label === name ? { state: 'set', entry, value } : absent;
    }
    case 'method_definition': {
      const key = field(entry, 'name');
      const label = key === undefined ? undefined : labelOf(key);
      return label !== undefined && label !== name ? absent : unknown;
    }
    case 'spread_element': {
      const inner = namedChildren(entry)[0];
      return inner === undefined ? unknown : spreadOption(unwrapped(inner), name, source, depth);
    }
    default:
      return unknown;
  }
}

function labelOf(key: Node): string | undefined {
  if (key.type === 'computed_property_name') {
    const inner = namedChildren(key)[0];
    return inner === undefined ? undefined : stringValue(inner);
  }
  return key.type === 'string' ? stringValue(key) : key.text;
}

/** `...(production && { ssl })` and `...(a ? {} : { b })` add what their literals say; a falsy left side adds nothing. */
function spreadOption(value: Node, name: string, source: ScriptSource, depth: number): Option {
  if (value.type === 'ternary_expression') {
    const branches = ['consequence', 'alternative'].map((branch) => field(value, branch));
    const isFree = branches.every((branch) => branch !== undefined && spreadOption(unwrapped(branch), name, source, depth).state === 'absent');
    return isFree ? absent : unknown;
  }
  if (value.type === 'binary_expression' && field(value, 'operator')?.text === '&&') {
    const right = field(value, 'right');
    return right !== undefined && spreadOption(unwrapped(right), name, source, depth).state === 'absent' ? absent : unknown;
  }
  if (value.type === 'undefined' || value.type === 'null') return absent;
  const options = depth < maxSpreads ? optionsOf(value, source) : undefined;
  if (options === undefined || options.assigned.has(name)) return unknown;
  const option = propertyOf(options.object, name, source, depth + 1);
  // An entry of another object is not this call's to rewrite.
  return option.state === 'absent' ? absent : unknown;
}

type Use = 'reads' | 'shares' | 'leaves' | { readonly assigns: string };

/** Functions that neither keep nor change what they are given. */
const readers = /^:(?:console\.\w+|JSON\.stringify|structuredClone|Object\.(?:keys|values|entries|freeze|isFrozen))$/;

function useOf(reference: Node, source: ScriptSource): Use {
  let at = reference;
  while (at.parent !== null && wrappers.has(at.parent.type)) at = at.parent;
  const outer = at.parent;
  switch (outer?.type) {
    case 'member_expression':
    case 'subscript_expression':
      return memberUse(outer);
    case 'spread_element':
      return outer.parent?.type === 'object' ? 'reads' : 'leaves';
    case 'type_query':
    case 'template_substitution':
    case 'unary_expression':
    case 'binary_expression':
    case 'if_statement':
      return 'reads';
    case 'export_specifier':
    case 'export_statement':
      return 'shares';
    case 'arguments': {
      const call = outer.parent;
      if (call?.type === 'new_expression') return 'shares';
      const callee = call === null ? undefined : field(call, 'function');
      return callee !== undefined && readers.test(source.origins.key(callee)) ? 'reads' : 'leaves';
    }
    default:
      return assignedToExports(at) ? 'shares' : 'leaves';
  }
}

function memberUse(member: Node): Use {
  const property = field(member, 'property');
  const index = field(member, 'index');
  const name = property?.text ?? (index === undefined ? undefined : stringValue(index));
  let at = member;
  while (at.parent !== null && (at.parent.type === 'member_expression' || at.parent.type === 'subscript_expression')) {
    if (field(at.parent, 'object')?.id !== at.id) break;
    at = at.parent;
  }
  const outer = at.parent;
  const isTarget =
    outer?.type === 'update_expression' ||
    ((outer?.type === 'assignment_expression' || outer?.type === 'augmented_assignment_expression') && field(outer, 'left')?.id === at.id);
  if (!isTarget) return 'reads';
  return name === undefined ? 'leaves' : { assigns: name };
}
