import { argumentsOf, calleeOf } from '../../../../facts/javascript/calls';
import { numberValue } from '../../../../facts/javascript/numbers';
import { functionTypes } from '../../../../facts/javascript/scope';
import type { ScriptSource } from '../../../../source';
import { namedChildren, type Node } from '../../../../syntax/nodes';

/** Anything that may be a pause between attempts. */
const pauses = /sleep|delay|\bwait(?!ing)|back-?off|setTimeout|timers?\b|pause|cool-?down|throttle|retry-?after|limiter|jitter|nextTick|interval/i;

export const mayPause = (text: string): boolean => pauses.test(text);

/** A pause of the same length after each failure. */
export interface FixedPause {
  /** The number of milliseconds, as it is written. */
  readonly value: Node;
  readonly ms: number;
}

/** The pause in a handler, where it is one number, and the loop has no randomness and no growth. */
export function fixedPause(handler: Node, scope: Node, source: ScriptSource): FixedPause | undefined {
  if (/random|jitter|\*\*|Math\.pow|<<|\*=|2\s*\*/i.test(scope.text)) return undefined;
  const calls = handler.descendantsOfType('await_expression').flatMap((node) => {
    const inner = node === null ? undefined : namedChildren(node)[0];
    return inner === undefined ? [] : [inner];
  });
  for (const awaited of calls) {
    const value = pauseArgument(awaited, source);
    const ms = value === undefined ? undefined : numberValue(value, source.scopes);
    if (value !== undefined && ms !== undefined && ms >= 50) return { value, ms };
  }
  return undefined;
}

function pauseArgument(awaited: Node, source: ScriptSource): Node | undefined {
  if (awaited.type === 'call_expression') {
    const callee = calleeOf(awaited);
    const name = callee?.text ?? '';
    const isPause = /^(?:sleep|delay|setTimeout|wait)$/.test(name.split('.').at(-1) ?? '') || (callee !== undefined && source.origins.key(callee) === 'timers/promises:setTimeout');
    return isPause ? argumentsOf(awaited)[0] : undefined;
  }
  if (awaited.type !== 'new_expression') return undefined;
  const [executor] = argumentsOf(awaited);
  if (executor === undefined || !functionTypes.has(executor.type)) return undefined;
  const timer = executor.descendantsOfType('call_expression').find((call) => call !== null && calleeOf(call)?.text === 'setTimeout');
  return timer === undefined || timer === null ? undefined : argumentsOf(timer)[1];
}
