import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { heldValue } from '../../../facts/javascript/flow';
import { callsOf, enclosingFunction, parametersOf } from '../../../facts/javascript/functions';
import { stringValue } from '../../../facts/javascript/strings';
import type { ScriptSource } from '../../../source';
import { field, isInside, namedChildren, walk, type Node } from '../../../syntax/nodes';

/** Follows a path through at most this many names and calls. */
const maxDepth = 8;

/** Parameters under which a program hands its own settings around. */
const settings = /^(?:app|application|server|fastify|config|conf|settings|options|opts|env|globals?|constants?)$/i;

/** Functions that give another path each time. */
const fresh = /uuid|nanoid|random|unique|now\b|date|time|mkdtemp|tmp(?:Name|File)|temp/i;

/**
 * True when the path is the same for every request: made of texts, of what stands outside the function, of settings, and
 * of calls that are given nothing else.
 * @param unit the function that runs once for each request, or a helper of it
 */
export const isFixedPath = (path: Node, unit: Node, source: ScriptSource): boolean => isFixedWithin(path, unit, source, { depth: 0, seen: new Set() });

/** What was looked into on the way holds nothing else, or the answer would be known: it need not be looked into again. */
interface Way {
  readonly depth: number;
  readonly seen: Set<string>;
}

function isFixedWithin(path: Node, unit: Node, source: ScriptSource, { depth, seen }: Way): boolean {
  if (depth > maxDepth) return false;
  const value = heldValue(path, source);
  const key = `${value.id} ${unit.id}`;
  if (seen.has(key)) return true;
  seen.add(key);
  const deeper = { depth: depth + 1, seen };
  const inner = (node: Node) => isFixedWithin(node, unit, source, deeper);
  switch (value.type) {
    case 'identifier':
      return isFixedName(value, unit, source, deeper);
    case 'call_expression': {
      const callee = calleeOf(value);
      if (callee === undefined || fresh.test(callee.text)) return false;
      const object = callee.type === 'member_expression' ? field(callee, 'object') : undefined;
      return (object === undefined || inner(object)) && argumentsOf(value).every(inner);
    }
    case 'member_expression': {
      const object = field(value, 'object');
      return object !== undefined && inner(object);
    }
    case 'new_expression':
      return field(value, 'constructor')?.text === 'URL' && argumentsOf(value).every(inner);
    case 'subscript_expression':
    case 'await_expression':
    case 'binary_expression':
    case 'ternary_expression':
    case 'template_string':
    case 'template_substitution':
    case 'parenthesized_expression':
      return namedChildren(value).every(inner);
    default:
      return namedChildren(value).length === 0 || value.type === 'string';
  }
}

function isFixedName(name: Node, unit: Node, source: ScriptSource, way: Way): boolean {
  const declaration = source.scopes.resolve(name);
  if (declaration === undefined || !isInside(declaration.id, unit)) return true;
  if (declaration.kind !== 'parameter') return declaration.kind === 'import';
  if (settings.test(name.text)) return true;
  const fn = enclosingFunction(declaration.id);
  const position = fn === undefined ? -1 : parametersOf(fn).findIndex((each) => each.text === declaration.site.text || isInside(declaration.id, each));
  if (fn === undefined || position < 0 || fn.id !== unit.id) return false;
  const calls = callsOf(fn, source.scopes);
  return (
    calls.length > 0 &&
    calls.every((call) => {
      const passed = argumentsOf(call)[position];
      const caller = outermost(call);
      return passed !== undefined && isFixedWithin(passed, caller ?? source.tree.rootNode, source, way);
    })
  );
}

/** The outermost function around a node. */
function outermost(node: Node): Node | undefined {
  let found: Node | undefined;
  for (let at = enclosingFunction(node); at !== undefined; at = enclosingFunction(at)) found = at;
  return found;
}

/** The texts a path is made of, and the names it goes through, each once. */
export function pieces(path: Node, source: ScriptSource): string[] {
  const found = new Set<string>();
  const seen = new Set<number>();
  const add = (node: Node, depth: number) => {
    seen.add(node.id);
    walk(node, (each) => {
      if (each.type === 'string' || each.type === 'template_string') found.add(stringValue(each) ?? each.text.replaceAll('`', ''));
      if (each.type === 'property_identifier' || each.type === 'meta_property') found.add(each.text);
      if (each.type !== 'identifier') return true;
      found.add(each.text);
      const held = depth > maxDepth ? each : heldValue(each, source);
      if (!seen.has(held.id) && held.id !== each.id) add(held, depth + 1);
      return true;
    });
  };
  add(path, 0);
  return [...found];
}
