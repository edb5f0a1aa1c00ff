import { field, namedChildren, type Node } from '../../syntax/nodes';
import { argumentsOf, awaitOf, calleeOf } from './calls';
import { ownNodes, parametersOf } from './functions';
import { unwrapped } from './options';
import type { Origin } from './origin';
import { functionTypes, type Scopes } from './scope';

/** A function that hands its arguments on: with `(text, values) => pool.query(text, values)` a call is one of the pool. */
export interface Forward {
  /** What it calls. */
  readonly origin: Origin;
  /** What it takes from the awaited result before it returns it: `['rows']`. */
  readonly taken: readonly string[];
}

interface FileFacts {
  readonly scopes: Scopes;
  readonly originOf: (node: Node) => Origin | undefined;
}

/** @returns undefined unless the function's only result is that of one call with its own parameters, in order. */
export function forwardOf(fn: Node, facts: FileFacts): Forward | undefined {
  const returned = returnedBy(fn);
  const found = returned === undefined ? undefined : callBehind(returned, [], facts.scopes);
  const callee = found === undefined ? undefined : calleeOf(found.call);
  if (found === undefined || callee === undefined) return undefined;
  const passed = argumentsOf(found.call);
  const isSame = passed.length > 0 && passed.every((argument, i) => isPassed(argument, parametersOf(fn)[i]));
  const origin = isSame ? facts.originOf(callee) : undefined;
  return origin === undefined ? undefined : { origin, taken: found.taken };
}

/** The function a name stands for in its file: declared, or the value of a constant. */
export function functionNamed(identifier: Node, scopes: Scopes): Node | undefined {
  const declaration = scopes.resolve(identifier);
  if (declaration?.kind === 'function') return declaration.site;
  const value = declaration?.kind === 'const' && declaration.id.parent?.id === declaration.site.id ? field(declaration.site, 'value') : undefined;
  return value !== undefined && functionTypes.has(value.type) ? value : undefined;
}

/** `text` for `text`, `...args` for `...args`. */
function isPassed(argument: Node, parameter: Node | undefined): boolean {
  if (parameter === undefined) return false;
  if (argument.type === 'spread_element') return parameter.type === 'rest_pattern' && namedChildren(argument)[0]?.text === namedChildren(parameter)[0]?.text;
  return argument.type === 'identifier' && argument.text === nameOf(parameter);
}

const nameOf = (parameter: Node) => (field(parameter, 'left') ?? field(parameter, 'pattern') ?? parameter).text;

/** The one expression a function returns; undefined when there are several. */
export function returnedBy(fn: Node): Node | undefined {
  const body = field(fn, 'body');
  if (body === undefined || body.type !== 'statement_block') return body;
  const values = ownNodes(fn, 'return_statement').map((statement) => namedChildren(statement)[0]);
  return values.length === 1 ? values[0] : undefined;
}

/** The call whose awaited result, or a member of it, an expression is: `(await pool.query(text)).rows`. */
function callBehind(expression: Node, taken: readonly string[], scopes: Scopes): { call: Node; taken: readonly string[] } | undefined {
  const value = unwrapped(expression);
  switch (value.type) {
    case 'call_expression':
      return { call: value, taken };
    case 'await_expression': {
      const inner = namedChildren(value)[0];
      return inner?.type === 'call_expression' && awaitOf(inner) !== undefined ? { call: inner, taken } : undefined;
    }
    case 'member_expression': {
      const [object, property] = [field(value, 'object'), field(value, 'property')?.text];
      return object === undefined || property === undefined ? undefined : callBehind(object, [property, ...taken], scopes);
    }
    case 'identifier': {
      const declaration = scopes.resolve(value);
      const initial = declaration?.kind === 'const' ? field(declaration.site, 'value') : undefined;
      const pattern = declaration === undefined ? undefined : field(declaration.site, 'name');
      if (initial === undefined || pattern === undefined) return undefined;
      if (pattern.type === 'identifier') return callBehind(initial, taken, scopes);
      const member = memberIn(pattern, value.text);
      return member === undefined ? undefined : callBehind(initial, [member, ...taken], scopes);
    }
    default:
      return undefined;
  }
}

/** The member a one-level pattern takes under a name: `{ rows }`, `{ rows: found }`, `[rows]`. */
function memberIn(pattern: Node, name: string): string | undefined {
  if (pattern.type === 'array_pattern') {
    const at = namedChildren(pattern).findIndex((child) => child.type === 'identifier' && child.text === name);
    return at < 0 ? undefined : String(at);
  }
  if (pattern.type !== 'object_pattern') return undefined;
  for (const entry of namedChildren(pattern)) {
    if (entry.type === 'shorthand_property_identifier_pattern' && entry.text === name) return name;
    if (entry.type === 'pair_pattern' && field(entry, 'value')?.text === name) return field(entry, 'key')?.text;
  }
  return undefined;
}
