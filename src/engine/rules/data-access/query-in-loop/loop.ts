import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { heldValue } from '../../../facts/javascript/flow';
import { unwrapped } from '../../../facts/javascript/options';
import { functionTypes, patternIdentifiers } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { field, isInside, namedChildren, walk, type Node } from '../../../syntax/nodes';

/** Code that runs once for each element of a list. */
export interface Loop {
  /** `indexed` counts through the list's length; `map` is one whose promises somebody waits for together. */
  readonly kind: 'for-of' | 'indexed' | 'map' | 'forEach';
  /** The loop statement, or the call `list.map(…)`. */
  readonly node: Node;
  /** What runs for each element: a statement, or the callback's body. */
  readonly body: Node;
  readonly list: Node;
  /** The name or pattern that holds the element (the index, when the loop counts). */
  readonly item: Node;
  /** The callback of `map` and `forEach`. */
  readonly callback: Node | undefined;
}

const endless: ReadonlySet<string> = new Set(['while_statement', 'do_statement']);

/**
 * The loops around a node in which it runs once for each element, inner before outer. Loops whose end the code decides
 * as it goes (`while`, `for await`) end the search: a page, a retry or a search follows the one before.
 */
export function loopsAround(node: Node, source: ScriptSource): Loop[] {
  const found: Loop[] = [];
  for (let inner = node, at = node.parent; at !== null; inner = at, at = at.parent) {
    if (endless.has(at.type)) return found;
    if (at.type === 'for_in_statement' || at.type === 'for_statement') {
      if (field(at, 'body')?.id !== inner.id) continue;
      const loop = at.type === 'for_statement' ? counting(at, inner) : overElements(at, inner);
      if (loop === undefined) return found;
      found.push(loop);
    } else if (functionTypes.has(at.type)) {
      const loop = callbackLoop(at, source);
      if (loop === undefined) return found;
      found.push(loop);
    }
  }
  return found;
}

function overElements(statement: Node, body: Node): Loop | undefined {
  const [item, list] = [field(statement, 'left'), field(statement, 'right')];
  const isPlain = field(statement, 'operator')?.text === 'of' && !statement.children.some((child) => child?.type === 'await');
  if (!isPlain || item === undefined || list === undefined || field(statement, 'kind') === undefined) return undefined;
  return { kind: 'for-of', node: statement, body, list, item, callback: undefined };
}

/** `for (let i = 0; i < list.length; i++)`. */
function counting(statement: Node, body: Node): Loop | undefined {
  const condition = field(statement, 'condition');
  const test = condition?.type === 'expression_statement' ? namedChildren(condition)[0] : condition;
  const [left, right] = test?.type === 'binary_expression' ? [field(test, 'left'), field(test, 'right')] : [];
  const list = right?.type === 'member_expression' && field(right, 'property')?.text === 'length' ? field(right, 'object') : undefined;
  return left?.type !== 'identifier' || list === undefined ? undefined : { kind: 'indexed', node: statement, body, list, item: left, callback: undefined };
}

function callbackLoop(fn: Node, source: ScriptSource): Loop | undefined {
  const call = fn.parent?.type === 'arguments' ? fn.parent.parent : null;
  const callee = call?.type === 'call_expression' ? calleeOf(call) : undefined;
  const list = callee?.type === 'member_expression' ? field(callee, 'object') : undefined;
  const body = field(fn, 'body');
  const parameters = field(fn, 'parameters');
  const first = field(fn, 'parameter') ?? (parameters === undefined ? undefined : namedChildren(parameters)[0]);
  const item = first === undefined ? undefined : (field(first, 'pattern') ?? first);
  if (call == null || list === undefined || body === undefined || item === undefined || argumentsOf(call)[0]?.id !== fn.id) return undefined;
  const method = callee === undefined ? '' : (field(callee, 'property')?.text ?? '');
  if (method === 'forEach') return { kind: 'forEach', node: call, body, list, item, callback: fn };
  const isAwaited = (method === 'map' || method === 'flatMap') && gatheringCall(call, source) !== undefined;
  return isAwaited ? { kind: 'map', node: call, body, list, item, callback: fn } : undefined;
}

const gathers = /^:Promise\.(?:all|allSettled)$/;

/** The `Promise.all(…)` that waits for what a call of `map` gives, directly or through a constant. */
export function gatheringCall(mapped: Node, source: ScriptSource): Node | undefined {
  const outer = mapped.parent;
  if (outer?.type === 'arguments') {
    const call = outer.parent;
    const callee = call?.type === 'call_expression' ? calleeOf(call) : undefined;
    return call != null && callee !== undefined && gathers.test(source.origins.key(callee)) ? call : undefined;
  }
  const name = outer?.type === 'variable_declarator' ? field(outer, 'name') : undefined;
  const declaration = name?.type === 'identifier' ? source.scopes.resolve(name) : undefined;
  if (declaration?.kind !== 'const') return undefined;
  for (const use of source.scopes.references(declaration)) {
    const found = use.parent?.type === 'arguments' ? gatheringCall(use, source) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

const maxDepth = 6;

const names: ReadonlySet<string> = new Set(['identifier', 'shorthand_property_identifier']);

/** True when the value differs from element to element: it mentions the element, or a constant made from it in the loop. */
export function followsItem(value: Node, loop: Loop, source: ScriptSource, depth = 0): boolean {
  const own = new Set(patternIdentifiers(loop.item).map((id) => (loop.kind === 'indexed' ? source.scopes.resolve(id)?.id : id)?.startIndex));
  let found = false;
  walk(value, (node) => {
    if (found) return false;
    if (!names.has(node.type)) return true;
    const declaration = source.scopes.resolve(node);
    if (declaration === undefined) return true;
    if (own.has(declaration.id.startIndex)) found = true;
    else if (depth < maxDepth && isInside(declaration.site, loop.body)) {
      const initial = field(declaration.site, 'value') ?? field(declaration.site, 'right');
      found = initial !== undefined && followsItem(initial, loop, source, depth + 1);
    }
    return !found;
  });
  return found;
}

/** True when the code itself says which elements the list has: a literal, or the keys of one. */
export function isFixedList(list: Node, source: ScriptSource): boolean {
  const value = heldValue(list, source);
  if (value.type === 'array') return !namedChildren(value).some((element) => element.type === 'spread_element');
  if (value.type !== 'call_expression') return /^[A-Z][A-Z0-9_]+$/.test(unwrapped(list).text);
  const callee = calleeOf(value);
  const [first] = argumentsOf(value);
  if (callee === undefined || first === undefined) return false;
  if (/^Object\.(?:keys|values|entries)$/.test(callee.text)) return heldValue(first, source).type === 'object' || source.scopes.resolve(first)?.kind === 'enum';
  return callee.type === 'member_expression' && isChainedFromFixed(field(callee, 'object'), source);
}

/** `['a', 'b'].filter(…)`. */
function isChainedFromFixed(object: Node | undefined, source: ScriptSource): boolean {
  return object?.type === 'array' && isFixedList(object, source);
}
