import { functionBehind } from '../../../facts/javascript/flow';
import { isAsync, isGenerator, ownNodes, parametersOf } from '../../../facts/javascript/functions';
import { functionTypes } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { field, walk, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import { argumentsOf } from '../../../facts/javascript/calls';
import { unwrapped } from '../../../facts/javascript/options';
import type { FanOut } from './sites';

const insert = (at: number, newText: string): TextEdit => ({ start: at, end: at, newText });

/** Edits that run a mapping callback through a limiter: `(id) => limit(async () => …)`. */
export function limitedCallback({ each, inner }: FanOut, limiter: string, source: ScriptSource): TextEdit[] | string {
  if (inner !== undefined && argumentsOf(inner).at(-1)?.id !== each.id) return 'the mapping is given a value for `this`';
  if (each.type === 'arrow_function') return limitedFunction(each, each.startIndex, limiter);
  if (each.type === 'function_expression') {
    const usesOwn = ownNodes(each, 'this').length > 0 || /\barguments\b/.test(each.text) || field(each, 'name') !== undefined || isGenerator(each);
    return usesOwn ? 'its function has a `this`, a name or arguments of its own' : limitedFunction(each, each.startIndex, limiter);
  }
  const fn = each.type === 'identifier' ? functionBehind(each, source) : undefined;
  const [parameter, ...more] = fn === undefined ? [] : parametersOf(fn);
  if (parameter === undefined || more.length > 0) return 'its function is passed by name';
  const name = parameter.type === 'identifier' && source.scopes.lookup(parameter.text, each) === undefined ? parameter.text : 'item';
  return [{ start: each.startIndex, end: each.endIndex, newText: `(${name}) => ${limiter}(() => ${each.text}(${name}))` }];
}

/** Splits a function in two: the outer one takes the parameters, the inner one runs when the limiter lets it. */
function limitedFunction(fn: Node, start: number, limiter: string): TextEdit[] | string {
  const body = field(fn, 'body');
  const parameters = field(fn, 'parameters') ?? field(fn, 'parameter');
  if (body === undefined || parameters === undefined) return 'its function could not be read';
  const isArrow = fn.type === 'arrow_function';
  const inner = `${limiter}(${isAsync(fn) ? 'async ' : ''}() => `;
  const edits = [insert(body.startIndex, isArrow ? inner : `=> ${inner}`), insert(body.endIndex, ')')];
  const from = isArrow ? (fn.children.find((child) => child?.type !== 'async')?.startIndex ?? start) : parameters.startIndex;
  return from === start ? edits : [{ start, end: from, newText: '' }, ...edits];
}

/** Edits that put an expression that starts work into a function the limiter calls. */
export function limitedExpression(expression: Node, limiter: string, source: ScriptSource): TextEdit[] | string {
  const value = unwrapped(expression);
  const callee = value.type === 'call_expression' ? field(value, 'function') : undefined;
  const called = callee === undefined ? undefined : unwrapped(callee);
  if (called !== undefined && functionTypes.has(called.type) && argumentsOf(value).length === 0) {
    return [
      { start: value.startIndex, end: called.startIndex, newText: `${limiter}(` },
      { start: called.endIndex, end: value.endIndex, newText: ')' },
    ];
  }
  if (value.type !== 'call_expression' && value.type !== 'new_expression') return 'the pushed value is made elsewhere';
  if (changesLater(value, source)) return 'it uses a variable that has changed by the time it would run';
  return [insert(expression.startIndex, `${limiter}(() => `), insert(expression.endIndex, ')')];
}

/** A variable that is written again may have another value when the limiter gets to the call. */
function changesLater(expression: Node, source: ScriptSource): boolean {
  const found: Node[] = [];
  walk(expression, (node) => {
    const declaration = node.type === 'identifier' || node.type === 'shorthand_property_identifier' ? source.scopes.resolve(node) : undefined;
    const isWritten = declaration !== undefined && source.scopes.writes(declaration).length > 0;
    if (isWritten || node.type === 'await_expression') found.push(node);
    return !functionTypes.has(node.type) || isWritten;
  });
  return found.length > 0;
}
