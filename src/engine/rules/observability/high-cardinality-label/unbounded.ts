import { heldValue } from '../../../facts/javascript/flow';
import { parametersOf } from '../../../facts/javascript/functions';
import { enclosingHandler, type Framework } from '../../../facts/javascript/handlers';
import { unwrapped } from '../../../facts/javascript/options';
import { isRequestData } from '../../../facts/javascript/requestData';
import { functionTypes, type Declaration } from '../../../facts/javascript/scope';
import { stringValue } from '../../../facts/javascript/strings';
import type { ScriptSource } from '../../../source';
import { ancestorOf, closest, field, isInside, namedChildren, type Node } from '../../../syntax/nodes';

/** Why a label can have any number of values. */
export type Unbounded =
  | { readonly kind: 'url'; readonly value: Node; readonly request: string; readonly framework: Framework | undefined }
  /** `req.route?.path ?? req.path`: the raw path only where no route matched. */
  | { readonly kind: 'fallback'; readonly value: Node }
  | { readonly kind: 'user' | 'sent' | 'id' | 'address'; readonly value: Node }
  | { readonly kind: 'message'; readonly value: Node };

const urls: ReadonlySet<string> = new Set(['url', 'originalUrl', 'path', 'href']);

/** Where frameworks keep the route that matched: `req.route?.path`, `request.routeOptions.url`, `ctx._matchedRoute`, `c.req.routePath`. */
const matched: ReadonlySet<string> = new Set(['route', 'routeOptions', 'routerPath', 'routePath', '_matchedRoute', '_matchedRouteName']);

/** What makes a label's value unbounded; undefined where it is not plain. */
export function unboundedValue(given: Node, source: ScriptSource): Unbounded | undefined {
  const value = heldValue(given, source);
  if (value.type === 'binary_expression' && /^(?:\?\?|\|\|)$/.test(field(value, 'operator')?.text ?? '')) {
    const [left, right] = [field(value, 'left'), field(value, 'right')];
    const rest = right === undefined ? undefined : unboundedValue(right, source);
    const isRoute = left !== undefined && /\broute(?:Options|rPath)?\b|routePath|_matchedRoute/.test(left.text);
    if (rest?.kind === 'url' && isRoute && right !== undefined) return { kind: 'fallback', value: right };
    // `a || req.path || 'unknown'` holds the fallback in its left side.
    const isChain = left !== undefined && unwrapped(left).type === 'binary_expression' && /^(?:\?\?|\|\|)$/.test(field(unwrapped(left), 'operator')?.text ?? '');
    return left === undefined || (isRoute && !isChain) ? undefined : unboundedValue(left, source);
  }
  if (value.type === 'ternary_expression') return ofTernary(value, source);
  if (value.type === 'template_string' || (value.type === 'binary_expression' && field(value, 'operator')?.text === '+')) return ofText(value, source);
  return value.type === 'member_expression' || value.type === 'subscript_expression' ? ofMember(value, source) : undefined;
}

/** A text is as unbounded as what is put into it: `${req.method} ${req.path}`. */
function ofText(value: Node, source: ScriptSource): Unbounded | undefined {
  const parts = value.type === 'template_string' ? namedChildren(value).flatMap((part) => (part.type === 'template_substitution' ? namedChildren(part) : [])) : ['left', 'right'].flatMap((side) => field(value, side) ?? []);
  for (const part of parts) {
    const found = unboundedValue(part, source);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `req.route ? req.route.path : req.path`. */
function ofTernary(value: Node, source: ScriptSource): Unbounded | undefined {
  const [condition, alternative] = [field(value, 'condition'), field(value, 'alternative')];
  const rest = alternative === undefined ? undefined : unboundedValue(alternative, source);
  const isRoute = condition !== undefined && /\broute(?:Options|rPath)?\b|_matchedRoute/.test(condition.text);
  return rest?.kind === 'url' && isRoute && alternative !== undefined ? { kind: 'fallback', value: alternative } : undefined;
}

function ofMember(member: Node, source: ScriptSource): Unbounded | undefined {
  const index = field(member, 'index');
  const name = field(member, 'property')?.text ?? (index === undefined ? undefined : stringValue(index)) ?? '';
  const root = rootOf(member);
  const declaration = root === undefined ? undefined : source.scopes.resolve(root);
  if (root === undefined || declaration === undefined) return undefined;
  if (name === 'message' && isCaughtError(declaration)) return { kind: 'message', value: member };
  if (declaration.kind !== 'parameter') return isRequestData(member, source) ? { kind: 'sent', value: member } : undefined;
  const path = member.text.slice(root.text.length).replace(/^[?!]?\./, '').replace(/[?!]\./g, '.').split('.');
  if (path.some((step) => matched.has(step))) return undefined;
  const isRequest = isRequestParameter(declaration, source);
  const sent = isRequestData(member, source);
  if (name === 'ip' && path.length === 1 && enclosingHandler(member, source)?.handler.parameters.includes(root.text) === true) return { kind: 'address', value: member };
  if (!sent && !isRequest) return undefined;
  if (urls.has(name) && path.length <= 2) return { kind: 'url', value: member, request: root.text, framework: frameworkOf(member, declaration, source) };
  if (isRequest && /^(?:user|auth|session|account)$/.test(path[0] ?? '') && /^(?:id|_id|sub|userId|email|username|sessionId|sessionID)$/.test(name)) return { kind: 'user', value: member };
  return sent && !/^(?:method|httpVersion|protocol)$/.test(name) ? { kind: path[0] === 'params' ? 'id' : 'sent', value: member } : undefined;
}

function rootOf(member: Node): Node | undefined {
  let at: Node | undefined = member;
  while (at !== undefined && at.type !== 'identifier') at = field(unwrapped(at), 'object');
  return at;
}

/** What a `catch` binds, or the first of an Express error handler's four. */
function isCaughtError(declaration: Declaration): boolean {
  if (declaration.kind === 'catch') return true;
  const fn = closest(declaration.scope, functionTypes);
  const parameters = fn === undefined ? [] : parametersOf(fn);
  return declaration.kind === 'parameter' && parameters.length === 4 && parameters[0]?.text === declaration.name;
}

/** The first of `(req, res, next)`, where the second plainly is a response. */
function isRequestParameter(declaration: Declaration, source: ScriptSource): boolean {
  const fn = closest(declaration.scope, functionTypes);
  const [first, second] = fn === undefined ? [] : parametersOf(fn);
  if (fn === undefined || first === undefined || second?.type !== 'identifier' || !isInside(declaration.id, first)) return false;
  const response = second.text;
  return new RegExp(`\\b${response}\\.(?:on|once)\\(\\s*['"](?:finish|close)['"]|\\b${response}\\.(?:statusCode|status|sendStatus|json|send|code|set|end)\\b`).test(source.text.slice(fn.startIndex, fn.endIndex));
}

function frameworkOf(member: Node, declaration: Declaration, source: ScriptSource): Framework | undefined {
  const found = enclosingHandler(member, source)?.handler.framework;
  if (found !== undefined) return found;
  const facts = source.project.packageFor(source.file);
  return facts?.dependencies.has('express') === true && isRequestParameter(declaration, source) ? 'express' : undefined;
}

/** True where the request has been routed by now: the answer is being finished. */
export function isAfterRouting(node: Node): boolean {
  for (let fn = ancestorOf(node, functionTypes); fn !== undefined; fn = ancestorOf(fn, functionTypes)) {
    const call = fn.parent?.type === 'arguments' ? fn.parent.parent : null;
    if (call?.type === 'call_expression' && /\.(?:on|once)$/.test(field(call, 'function')?.text ?? '') && /^\(\s*['"](?:finish|close)['"]/.test(field(call, 'arguments')?.text ?? '')) return true;
  }
  return false;
}
