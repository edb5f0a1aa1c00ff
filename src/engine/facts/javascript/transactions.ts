import { ancestorOf, field, type Node } from '../../syntax/nodes';
import { calleeOf } from './calls';
import { parametersOf } from './functions';
import { functionTypes } from './scope';

/** The callee of `client.transaction(async (tx) => …)`, for its callback's first parameter. */
export function transactionOf(parameter: Node): Node | undefined {
  const fn = ancestorOf(parameter, functionTypes);
  const call = fn?.parent?.type === 'arguments' ? fn.parent.parent : null;
  const callee = call?.type === 'call_expression' ? calleeOf(call) : undefined;
  const method = callee?.type === 'member_expression' ? field(callee, 'property')?.text : undefined;
  if (fn === undefined || (method !== 'transaction' && method !== '$transaction')) return undefined;
  return parametersOf(fn)[0]?.id === parameter.id ? callee : undefined;
}
