import { awaitOf, calleeOf } from '../../../facts/javascript/calls';
import { lookAtFunction } from '../../../facts/javascript/elsewhere';
import { isAsync, ownNodes } from '../../../facts/javascript/functions';
import { unwrapped } from '../../../facts/javascript/options';
import type { ScriptSource } from '../../../source';
import { field, type Node } from '../../../syntax/nodes';
import { sendingAt, type Delivery } from './providers';

/** What a handler waits for. */
export interface Waited {
  readonly provider: string;
  readonly delivers: Delivery;
  /** The handler calls the provider itself, not a function of the project that does. */
  readonly isDirect: boolean;
}

/** A handler calls a service, the service a helper, the helper the provider. */
const maxDepth = 3;

/** The provider that a call does not return before: called here, or by the project's own functions that it waits for. */
export function waitsFor(call: Node, source: ScriptSource, depth = 0): Waited | undefined {
  const own = sendingAt(call, source);
  if (own !== undefined) return { provider: own.provider, delivers: own.delivers, isDirect: depth === 0 };
  const callee = calleeOf(call);
  if (depth >= maxDepth || (callee?.type !== 'identifier' && callee?.type !== 'member_expression')) return undefined;
  return lookAtFunction(callee, source, (fn, other) => {
    for (const inner of ownNodes(fn, 'call_expression')) {
      if (!holdsBack(inner, fn)) continue;
      const found = waitsFor(inner, other, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  });
}

/** The function ends only after the call: it awaits it, or gives its promise back. */
function holdsBack(call: Node, fn: Node): boolean {
  const awaited = awaitOf(call);
  if (awaited !== undefined) return isAsync(fn);
  const body = field(fn, 'body');
  let at = call;
  while (at.parent !== null && (unwrapped(at.parent).id === unwrapped(at).id || isChained(at))) at = isChained(at) ? (at.parent.parent ?? at) : at.parent;
  return at.parent?.type === 'return_statement' || body?.id === at.id;
}

/** `send().then(…)` */
function isChained(call: Node): boolean {
  const member = call.parent;
  return member?.type === 'member_expression' && field(member, 'object')?.id === call.id && member.parent?.type === 'call_expression' && /^(?:then|catch|finally)$/.test(field(member, 'property')?.text ?? '');
}
