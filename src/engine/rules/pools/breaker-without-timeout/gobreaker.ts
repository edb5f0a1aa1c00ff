import { httpCallsIn, type HttpCall } from '../../../facts/go/httpCalls';
import type { GoSource } from '../../../source';
import { ancestorOf, field, namedChildren, walk, type Node } from '../../../syntax/nodes';
import { durationText } from '../../../text/duration';
import type { Draft } from '../../rule';
import { deadlineFor } from '../../../fix/go/httpDeadline';

const execute = /^github\.com\/sony\/gobreaker(?:\/v2)?:(?:NewCircuitBreaker\.\(\)|CircuitBreaker\.new|NewDistributedCircuitBreaker\.\(\)|DistributedCircuitBreaker\.new)\.Execute$/;

const imports: ReadonlySet<string> = new Set(['import_spec']);

/** Findings for the executions of sony/gobreaker in a file, from the import that brings it. */
export function* checkExecutions(hit: Node, source: GoSource): Generator<Draft> {
  if (ancestorOf(hit, imports) === undefined && !source.fragment) return;
  for (const call of executionsIn(source)) yield* checkExecution(call, source);
}

function executionsIn(source: GoSource): Node[] {
  return source.tree.rootNode.descendantsOfType('call_expression').filter((call): call is Node => {
    const callee = call === null ? undefined : field(call, 'function');
    return callee?.type === 'selector_expression' && execute.test(source.origins.key(callee));
  });
}

function* checkExecution(execution: Node, source: GoSource): Generator<Draft> {
  const callee = field(execution, 'function');
  const action = namedChildren(field(execution, 'arguments') ?? execution)[0];
  const [blind] = action === undefined ? [] : callsOf(action, source).filter((call) => call.limit === 'none');
  if (callee === undefined || blind === undefined) return;
  const deadline = deadlineFor(blind, source);
  const name = field(blind.call, 'function')?.text ?? 'the call';
  const message = `gobreaker has no call timeout (Settings.Timeout is how long it stays open), and nothing ends \`${name}\`. While it hangs it is neither a success nor a failure, so the breaker stays closed.`;
  yield {
    start: callee.startIndex,
    end: callee.endIndex,
    message: 'refused' in deadline ? `${message} No fix is offered: ${deadline.refused}.` : message,
    fixes: 'refused' in deadline ? [] : [{ title: deadline.title ?? `Give up the call after ${durationText(source.settings.timeoutMs)}`, safety: 'review', edits: deadline.edits }],
  };
}

/** The HTTP calls a breaker's function makes, those of the local functions it calls included. */
function callsOf(action: Node, source: GoSource): readonly HttpCall[] {
  const fn = functionBehind(action, source);
  if (fn === undefined) return [];
  const own = httpCallsIn(fn, source);
  const called: HttpCall[] = [];
  walk(fn, (node) => {
    const callee = node.type === 'call_expression' ? field(node, 'function') : undefined;
    const inner = callee === undefined ? undefined : localFunction(callee, source);
    if (inner !== undefined && inner.id !== fn.id) called.push(...httpCallsIn(inner, source));
    return true;
  });
  return [...own, ...called];
}

function functionBehind(action: Node, source: GoSource): Node | undefined {
  if (action.type === 'func_literal') return action;
  const declaration = action.type === 'identifier' ? source.scopes.resolve(action) : undefined;
  if (declaration?.kind === 'function') return declaration.site;
  const value = declaration?.kind === 'short' ? namedChildren(field(declaration.site, 'right') ?? action)[declaration.index] : undefined;
  return value?.type === 'func_literal' ? value : localFunction(action, source);
}

/** A function of this file, or the only method of its name on a receiver of this file. */
function localFunction(callee: Node, source: GoSource): Node | undefined {
  if (callee.type === 'identifier') {
    const declaration = source.scopes.resolve(callee);
    return declaration?.kind === 'function' ? declaration.site : undefined;
  }
  const operand = callee.type === 'selector_expression' ? field(callee, 'operand') : undefined;
  if (operand?.type !== 'identifier' || source.scopes.resolve(operand)?.kind !== 'receiver') return undefined;
  const name = field(callee, 'field')?.text;
  const methods = namedChildren(source.tree.rootNode).filter((node) => node.type === 'method_declaration' && field(node, 'name')?.text === name);
  return methods.length === 1 ? methods[0] : undefined;
}
