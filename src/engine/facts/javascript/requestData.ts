import type { ScriptSource } from '../../source';
import { ancestorOf, closest, field, isInside, namedChildren, type Node } from '../../syntax/nodes';
import { argumentsOf, calleeOf } from './calls';
import { fieldUses, functionBehind, heldValue } from './flow';
import { returnedBy } from './forwards';
import { callsOf, parametersOf } from './functions';
import { handlerOf } from './handlers';
import { isHttpLambda } from './lambdaEvents';
import { unwrapped } from './options';
import { patternPath } from './originSteps';
import { isSenderPart, keepsData, makesId, makesNumber, nestBodies, nestContexts, nestParts, nestRequests, passesOn, requestTypes, validates, visitsElements, wrapsData, type RequestKind, type Wanted } from './requestParts';
import { functionTypes, type Declaration } from './scope';
import { stringValue } from './strings';

/** Follows a value through at most this many names and operations. */
const maxSteps = 24;

/** … and from a parameter into the calls that give it a value this often. */
const maxCalls = 2;

/** A query that is put together in twenty assignments can be come from in a million ways; each asks about a path of its own. */
const mostAsked = 500;

interface Search extends Wanted {
  readonly source: ScriptSource;
  /** Events of AWS Lambda too, which are handed to a process that answers nobody else meanwhile. */
  readonly withEvents: boolean;
  readonly steps: number;
  readonly calls: number;
  /** Questions already asked: `ids = ids.filter(…)` leads back to where it came from. */
  readonly asked: Set<string>;
}

const started = (source: ScriptSource): Search => ({ source, textOnly: false, bodyOnly: false, withEvents: false, steps: 0, calls: 0, asked: new Set() });

/** True when a value, or a part of it, is known to come from the request that is being answered. */
export function isRequestData(expression: Node, source: ScriptSource): boolean {
  return comesFrom(expression, [], started(source));
}

/** The same, for a value that holds whatever text the sender likes: no number, nothing that a validator has checked. */
export function isRequestText(expression: Node, source: ScriptSource): boolean {
  return comesFrom(expression, [], { ...started(source), textOnly: true });
}

/** The same, also for the event that AWS Lambda hands over for an HTTP request. */
export function isSenderText(expression: Node, source: ScriptSource): boolean {
  return comesFrom(expression, [], { ...started(source), textOnly: true, withEvents: true });
}

/** The same, for text that comes with the body, and so may be long. */
export function isBodyText(expression: Node, source: ScriptSource): boolean {
  return comesFrom(expression, [], { ...started(source), textOnly: true, bodyOnly: true });
}

/** @param path the steps that are taken from the expression's value: `['body', 'id']` */
function comesFrom(expression: Node, path: readonly string[], search: Search): boolean {
  if (search.steps > maxSteps) return false;
  const next: Search = { ...search, steps: search.steps + 1 };
  const value = unwrapped(expression);
  switch (value.type) {
    case 'identifier':
    case 'shorthand_property_identifier':
      return nameComesFrom(value, path, next);
    case 'member_expression':
      return memberComesFrom(value, field(value, 'property')?.text ?? '', path, next);
    case 'subscript_expression': {
      const index = field(value, 'index');
      return memberComesFrom(value, (index === undefined ? undefined : stringValue(index)) ?? '*', path, next);
    }
    case 'call_expression':
      return callComesFrom(value, path, next);
    case 'new_expression': {
      const made = search.source.origins.key(field(value, 'constructor') ?? value);
      return (wrapsData.has(made) || (makesId.has(made) && !search.textOnly)) && argumentsOf(value).some((argument) => comesFrom(argument, [], next));
    }
    case 'object':
      return entryComesFrom(value, path, next);
    default:
      return partsOf(value, search.textOnly).some((part) => comesFrom(part, part.type === 'template_substitution' ? [] : path, next));
  }
}

/** The expressions whose value the value of an operation may be, or hold. */
function partsOf(value: Node, textOnly: boolean): Node[] {
  const named = (...names: string[]) => names.flatMap((name) => field(value, name) ?? []);
  switch (value.type) {
    case 'template_string':
      return namedChildren(value).filter((child) => child.type === 'template_substitution');
    case 'template_substitution':
    case 'await_expression':
    case 'spread_element':
    case 'array':
    case 'sequence_expression':
      return namedChildren(value);
    case 'ternary_expression':
      return named('consequence', 'alternative').filter((part) => !isOneOfList(part, value));
    case 'unary_expression':
      return textOnly ? [] : named('argument');
    case 'binary_expression': {
      const operator = field(value, 'operator')?.text ?? '';
      if (/^(?:\+|\?\?|\|\|)$/.test(operator)) return named('left', 'right');
      return operator === '&&' ? named('right') : /^[-*/%|]$/.test(operator) && !textOnly ? named('left', 'right') : [];
    }
    default:
      return [];
  }
}

/** `formats.has(given) ? given : 'other'`: one of the program's own values, whoever named it. */
function isOneOfList(part: Node, ternary: Node): boolean {
  const condition = unwrapped(field(ternary, 'condition') ?? ternary);
  const method = condition.type === 'call_expression' ? field(calleeOf(condition) ?? condition, 'property')?.text : undefined;
  const isAsked = (method === 'has' || method === 'includes') && argumentsOf(condition)[0]?.text === part.text;
  return isAsked && field(ternary, 'consequence')?.id === part.id;
}

function memberComesFrom(member: Node, name: string, path: readonly string[], search: Search): boolean {
  const object = field(member, 'object');
  if (object === undefined || (search.textOnly && /^(?:length|size|byteLength)$/.test(name))) return false;
  if (object.type !== 'this') return comesFrom(object, [name, ...path], search);
  const held = heldValue(member, search.source);
  return held.id !== member.id && comesFrom(held, path, search);
}

function callComesFrom(call: Node, path: readonly string[], search: Search): boolean {
  const callee = calleeOf(call);
  if (callee === undefined) return false;
  const key = search.source.origins.key(callee);
  const given = argumentsOf(call);
  const isNumber = makesNumber.has(key);
  if (passesOn.has(key) || isNumber) return !(isNumber && search.textOnly) && given.some((argument) => comesFrom(argument, path, search));
  const toRequest = nestContexts.get(key);
  if (toRequest !== undefined) return toRequest.every((step, index) => path[index] === step) && isSenderPart('express', path.slice(toRequest.length), search);
  const object = callee.type === 'member_expression' ? field(callee, 'object') : undefined;
  const method = field(callee, 'property')?.text ?? '';
  if (object !== undefined && object.type !== 'this') {
    if (method === 'map' || method === 'flatMap') return mapped(given[0], object, search);
    if (validates.has(method) && !search.textOnly && given.some((argument) => comesFrom(argument, path[0] === 'data' ? path.slice(1) : path, search))) return true;
    if (keepsData.has(method) && comesFrom(object, [], search)) return true;
    // Only `get` is a method of both data and requests; asking twice at each link of a chain would take exponential time.
    if ((!keepsData.has(method) || method === 'get') && comesFrom(object, [method, '()', ...path], search)) return true;
  }
  const fn = functionBehind(callee, search.source);
  const returned = fn === undefined ? undefined : returnedBy(fn);
  return returned !== undefined && search.calls < maxCalls && comesFrom(returned, path, { ...search, calls: search.calls + 1 });
}

/** `ids.map(Number)` is no text; `ids.map((id) => …)` is what the function makes of each. */
function mapped(callback: Node | undefined, object: Node, search: Search): boolean {
  if (callback === undefined) return false;
  const fn = functionBehind(callback, search.source);
  if (fn === undefined) return !(search.textOnly && makesNumber.has(search.source.origins.key(callback))) && comesFrom(object, [], search);
  const returned = returnedBy(fn);
  return returned !== undefined && comesFrom(returned, [], search);
}

function entryComesFrom(object: Node, [name, ...rest]: readonly string[], search: Search): boolean {
  return namedChildren(object).some((entry) => {
    if (entry.type === 'spread_element') return comesFrom(entry, name === undefined ? [] : [name, ...rest], search);
    const key = entry.type === 'pair' ? field(entry, 'key')?.text : entry.text;
    const value = entry.type === 'pair' ? field(entry, 'value') : entry.type === 'shorthand_property_identifier' ? entry : undefined;
    return name !== undefined && key === name && value !== undefined && comesFrom(value, rest, search);
  });
}

function nameComesFrom(identifier: Node, path: readonly string[], search: Search): boolean {
  const declaration = search.source.scopes.resolve(identifier);
  const question = `${declaration?.id.startIndex ?? ''}:${search.calls}:${path.join('.')}`;
  if (search.asked.has(question) || search.asked.size >= mostAsked) return false;
  search.asked.add(question);
  switch (declaration?.kind) {
    case 'const':
    case 'let':
    case 'var': {
      const value = field(declaration.site, 'value');
      const steps = patternPath(declaration.id, declaration.site) ?? [];
      return (value !== undefined && comesFrom(value, [...steps, ...path], search)) || (declaration.kind !== 'const' && written(declaration, search).some((given) => comesFrom(given, path, search)));
    }
    case 'loop': {
      const list = field(declaration.site, 'right');
      return list !== undefined && comesFrom(list, ['*', ...path], search);
    }
    case 'parameter':
      return parameterComesFrom(declaration, path, search);
    default:
      return false;
  }
}

/** What is assigned or appended to a variable after its declaration. */
function written(declaration: Declaration, { source }: Search): Node[] {
  return source.scopes.references(declaration).flatMap((reference): Node[] => {
    const parent = reference.parent;
    const isWrite = parent?.type === 'assignment_expression' || parent?.type === 'augmented_assignment_expression';
    const right = isWrite && field(parent, 'left')?.id === reference.id ? field(parent, 'right') : undefined;
    return right === undefined ? [] : [right];
  });
}

function parameterComesFrom(declaration: Declaration, path: readonly string[], search: Search): boolean {
  const fn = closest(declaration.scope, functionTypes);
  const list = fn === undefined ? [] : parametersOf(fn);
  const index = list.findIndex((entry) => isInside(declaration.id, entry));
  const entry = list[index];
  if (fn === undefined || entry === undefined) return false;
  const outer = declaration.site.parent ?? fn;
  const steps = [...(patternPath(declaration.id, outer) ?? []), ...path];
  const decorated = nestPart(declaration.site, search);
  if (decorated !== undefined) return decorated === 'data' || (decorated === 'request' && isSenderPart('express', steps, search));
  const kind = requestKind(fn, entry, index, search.source);
  if (kind !== undefined) return isSenderPart(kind, steps, search);
  if (search.withEvents && index === 0 && isHttpLambda(fn, search.source)) return isSenderPart('lambda', steps, search);
  return elementComesFrom(fn, index, steps, search) || callersGive(fn, index, steps, search);
}

/** What a Nest decorator hands over; `checked` where a pipe has made a number, a UUID or one of a list of it. */
function nestPart(parameter: Node, { source, textOnly, bodyOnly }: Search): 'data' | 'request' | 'checked' | undefined {
  for (const decorator of namedChildren(parameter).filter((child) => child.type === 'decorator')) {
    const expression = namedChildren(decorator)[0];
    const origin = expression?.type === 'call_expression' ? source.origins.callee(expression) : undefined;
    if (expression === undefined || origin?.module !== '@nestjs/common') continue;
    if (nestRequests.has(origin.path[0] ?? '')) return 'request';
    const isChecked = textOnly && /\bParse(?:Int|Float|Bool|UUID|Enum|Date)Pipe\b/.test(expression.text);
    if (nestParts.has(origin.path[0] ?? '') && bodyOnly && !nestBodies.has(origin.path[0] ?? '')) return 'checked';
    if (nestParts.has(origin.path[0] ?? '')) return isChecked ? 'checked' : 'data';
  }
  return undefined;
}

/** The kind of request a parameter is: by its type, or by its place in a handler. */
function requestKind(fn: Node, entry: Node, index: number, source: ScriptSource): RequestKind | undefined {
  const kindOf = (parameter: Node) => (parameter.type === 'identifier' ? requestTypes.get(source.origins.key(parameter)) : undefined);
  const typed = kindOf(entry);
  if (typed !== undefined) return typed;
  if (index === 0 && isRouteExport(fn)) return 'web';
  const handler = handlerOf(fn, source);
  const list = parametersOf(fn);
  if (handler === undefined || handler.framework === 'nest' || list.some((parameter) => kindOf(parameter) !== undefined)) return undefined;
  // Express tells an error handler by its four parameters.
  const at = handler.framework === 'express' && list.length === 4 ? 1 : 0;
  return index === at ? handler.framework : undefined;
}

const routeNames = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/;

/** `export async function GET(request)`, a route of Next and its like, and `export default { fetch(request) {} }`: they are handed the standard `Request`. */
function isRouteExport(fn: Node): boolean {
  if (fn.type === 'method_definition') return field(fn, 'name')?.text === 'fetch' && fn.parent?.type === 'object' && fn.parent.parent?.type === 'export_statement';
  const named = fn.parent?.type === 'variable_declarator' ? fn.parent : fn;
  const statement = named.type === 'variable_declarator' ? named.parent?.parent : named.parent;
  return statement?.type === 'export_statement' && routeNames.test(field(named, 'name')?.text ?? '');
}

/** `body.ids.map((id) => …)`, and the chunks of `req.on('data', (chunk) => …)`. */
function elementComesFrom(fn: Node, index: number, path: readonly string[], search: Search): boolean {
  const call = fn.parent?.type === 'arguments' ? fn.parent.parent : undefined;
  const callee = call?.type === 'call_expression' ? calleeOf(call) : undefined;
  const object = callee?.type === 'member_expression' ? field(callee, 'object') : undefined;
  if (call == null || callee === undefined || object === undefined || index !== 0) return false;
  const method = field(callee, 'property')?.text ?? '';
  if (visitsElements.has(method)) return comesFrom(object, ['*', ...path], search);
  const event = argumentsOf(call)[0];
  return method === 'on' && event !== undefined && stringValue(event) === 'data' && isIncoming(object, search.source);
}

/** True for the request object itself, as its own handler knows it. */
function isIncoming(expression: Node, source: ScriptSource): boolean {
  const declaration = expression.type === 'identifier' ? source.scopes.resolve(expression) : undefined;
  const fn = declaration?.kind === 'parameter' ? closest(declaration.scope, functionTypes) : undefined;
  const index = fn === undefined ? -1 : parametersOf(fn).findIndex((entry) => entry.text === expression.text);
  const kind = fn === undefined || index < 0 ? undefined : requestKind(fn, parametersOf(fn)[index] ?? fn, index, source);
  return kind === 'http' || kind === 'express';
}

/** The arguments that calls in this file pass for a parameter. */
export function argumentsFor(fn: Node, index: number, source: ScriptSource): Node[] {
  return [...callsOf(fn, source.scopes), ...methodCalls(fn, source)].flatMap((call) => argumentsOf(call)[index] ?? []);
}

function callersGive(fn: Node, index: number, path: readonly string[], search: Search): boolean {
  if (search.calls >= maxCalls) return false;
  return argumentsFor(fn, index, search.source).some((argument) => comesFrom(argument, path, { ...search, calls: search.calls + 1 }));
}

function methodCalls(fn: Node, source: ScriptSource): Node[] {
  if (fn.type !== 'method_definition' || ancestorOf(fn, new Set(['class_body'])) === undefined) return [];
  return fieldUses(field(fn, 'name')?.text ?? '', fn, source).flatMap((use): Node[] => {
    const call = use.parent;
    return call?.type === 'call_expression' && field(call, 'function')?.id === use.id ? [call] : [];
  });
}
