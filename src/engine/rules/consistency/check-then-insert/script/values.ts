import type { SqlCall } from '../../../../facts/javascript/sqlCalls';
import { unwrapped } from '../../../../facts/javascript/options';
import type { Declaration } from '../../../../facts/javascript/scope';
import { argumentsOf } from '../../../../facts/javascript/calls';
import { sameForm, type SqlValue } from '../../../../facts/sql/conditions';
import type { ScriptSource } from '../../../../source';
import { closest, field, isInside, namedChildren, walk, type Node } from '../../../../syntax/nodes';
import type { SameValue } from '../match';

/** Compares values of two calls of one function: parameters by the expressions that are passed for them. */
export function sameParameters(select: SqlCall, insert: SqlCall, source: ScriptSource): SameValue {
  return (selected, inserted) => {
    if (selected.kind !== 'parameter' || inserted.kind !== 'parameter') return sameForm(selected, inserted);
    const [a, b] = [passedFor(selected, select), passedFor(inserted, insert)];
    if (a === undefined || b === undefined) return false;
    const path = pathOf(a, source);
    return path !== undefined && path === pathOf(b, source) && !isWrittenBetween(a, select.call, insert.call, source);
  };
}

export function passedFor(value: SqlValue, { parameters }: SqlCall): Node | undefined {
  return value.kind === 'parameter' ? parameters?.[value.number - 1] : undefined;
}

/** Calls that give the same for the same, so that writing them twice changes nothing. */
const stableCalls = /^(?:String|Number|JSON\.stringify|encodeURIComponent|BigInt)$/;
const stableMethods: ReadonlySet<string> = new Set(['trim', 'toLowerCase', 'toUpperCase', 'toString', 'toLocaleLowerCase', 'normalize', 'toISOString', 'getTime', 'valueOf']);

/** A text two expressions share when they surely give the same value; undefined when that cannot be said. */
function pathOf(expression: Node, source: ScriptSource, depth = 0): string | undefined {
  const node = unwrapped(expression);
  if (depth > 8) return undefined;
  const inner = (child: Node | undefined) => (child === undefined ? undefined : pathOf(child, source, depth + 1));
  switch (node.type) {
    case 'identifier':
    case 'shorthand_property_identifier': {
      const declaration = source.scopes.resolve(node);
      return declaration === undefined ? `global ${node.text}` : (aliasPath(declaration, source, depth) ?? `${declaration.id.startIndex}`);
    }
    case 'this':
    case 'string':
    case 'number':
    case 'true':
    case 'false':
      return node.text;
    case 'member_expression': {
      const [object, property] = [inner(field(node, 'object')), field(node, 'property')?.text];
      return object === undefined || property === undefined ? undefined : `${object}.${property}`;
    }
    case 'subscript_expression': {
      const [object, index] = [inner(field(node, 'object')), inner(field(node, 'index'))];
      return object === undefined || index === undefined ? undefined : `${object}.${index.replace(/^['"`](.*)['"`]$/, '$1')}`;
    }
    case 'template_string': {
      const parts = namedChildren(node).map((child) => (child.type === 'template_substitution' ? inner(namedChildren(child)[0]) : child.text));
      return parts.every((part) => part !== undefined) ? parts.join('`') : undefined;
    }
    case 'call_expression':
      return callPath(node, inner);
    default:
      return undefined;
  }
}

function callPath(node: Node, inner: (child: Node | undefined) => string | undefined): string | undefined {
  const callee = field(node, 'function');
  const given = argumentsOf(node);
  if (callee === undefined) return undefined;
  const isStable = callee.type === 'member_expression' ? stableMethods.has(field(callee, 'property')?.text ?? '') && given.length === 0 : stableCalls.test(callee.text);
  const parts = [inner(callee), ...given.map(inner)];
  return isStable && parts.every((part) => part !== undefined) ? parts.join('(') : undefined;
}

/** A constant that only renames another value: `const { email } = req.body`. */
function aliasPath({ kind, id, site }: Declaration, source: ScriptSource, depth: number): string | undefined {
  const value = kind === 'const' ? field(site, 'value') : undefined;
  if (value === undefined || unwrapped(value).type === 'call_expression') return undefined;
  if (id.parent?.id === site.id) return pathOf(value, source, depth + 1);
  const isMember = id.type === 'shorthand_property_identifier_pattern' && id.parent?.type === 'object_pattern' && id.parent.parent?.id === site.id;
  const object = isMember ? pathOf(value, source, depth + 1) : undefined;
  return object === undefined ? undefined : `${object}.${id.text}`;
}

/** An assignment between the two calls could give the same expression another value. */
function isWrittenBetween(value: Node, from: Node, to: Node, source: ScriptSource): boolean {
  const roots = new Set<number>();
  walk(value, (node) => {
    if (node.type === 'identifier') roots.add(source.scopes.resolve(node)?.id.startIndex ?? -1);
    return true;
  });
  const body = closest(to, new Set(['statement_block', 'program']));
  let written = false;
  for (let outer: Node | null = body ?? null; outer !== null; outer = isInside(from, outer) ? null : outer.parent) {
    walk(outer, (node) => {
      if (node.startIndex < from.endIndex || node.endIndex > to.startIndex) return node.endIndex > from.endIndex && node.startIndex < to.startIndex;
      const target = node.type.endsWith('assignment_expression') ? field(node, 'left') : node.type === 'update_expression' ? namedChildren(node)[0] : undefined;
      const root = target === undefined ? undefined : rootOf(target);
      if (root !== undefined && roots.has(source.scopes.resolve(root)?.id.startIndex ?? -2)) written = true;
      return true;
    });
  }
  return written;
}

function rootOf(target: Node): Node | undefined {
  let at = target;
  for (let object = field(at, 'object'); object !== undefined; object = field(at, 'object')) at = object;
  return at.type === 'identifier' ? at : undefined;
}
