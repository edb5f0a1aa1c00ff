import { calleeOf } from '../../../facts/javascript/calls';
import { enclosingFunction } from '../../../facts/javascript/functions';
import { functionTypes } from '../../../facts/javascript/scope';
import { ancestorOf, field, isInside, type Node } from '../../../syntax/nodes';

/** Methods that call a function and do not wait for what it returns. */
const methods = /^(?:on|once|addListener|prependListener|prependOnceListener|addEventListener|forEach)$/;

const server = /(?:^|\.)(?:\w*server|app|fastify)$/i;

/**
 * Whether an async function is given to an emitter or to `forEach`, and runs up to the call in one go: with `await` there,
 * what follows would come after the next event, such as the `finish` of an upload, and after all that the caller does.
 */
export function isUnawaited(call: Node, fn: Node): boolean {
  const outer = fn.parent?.type === 'arguments' ? fn.parent.parent : undefined;
  const callee = outer?.type === 'call_expression' ? calleeOf(outer) : undefined;
  if (callee?.type !== 'member_expression' || !methods.test(field(callee, 'property')?.text ?? '')) return false;
  // A server goes on with the next request whatever the handler awaits.
  if (server.test(field(callee, 'object')?.text ?? '')) return false;
  return !hasWaitedBefore(call, fn);
}

const branching: ReadonlySet<string> = new Set(['if_statement', 'switch_statement', 'for_statement', 'for_in_statement', 'while_statement', 'do_statement', 'catch_clause', 'ternary_expression', 'binary_expression']);

/** An `await` that every way to the call passes. */
function hasWaitedBefore(call: Node, fn: Node): boolean {
  return fn.descendantsOfType('await_expression').some((each) => {
    if (each === null || each.endIndex > call.startIndex || enclosingFunction(each)?.id !== fn.id) return false;
    const branch = ancestorOf(each, new Set([...branching, ...functionTypes]));
    return branch === undefined || functionTypes.has(branch.type) || isInside(call, branch);
  });
}
