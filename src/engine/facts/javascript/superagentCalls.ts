import type { ScriptSource } from '../../source';
import { field, type Node } from '../../syntax/nodes';
import type { OutboundCall } from './outboundCalls';
import { none, unknown } from './outboundLimits';

const request = /^superagent:(?:get|post|put|patch|delete|del|head|options)?$/;

/** `superagent.get(url)`, whose limits are set by the calls chained to it; undefined for any other call. */
export function superagentRequest(call: Node, key: string, source: ScriptSource): OutboundCall | undefined {
  if (!request.test(key)) return undefined;
  const shape = { call, client: 'superagent', library: 'superagent' } as const;
  const { methods, end } = chainOf(call);
  if (methods.includes('timeout')) return { ...shape, limit: { state: 'set' } };
  return { ...shape, limit: methods.includes('use') || mayGetLimitLater(end, source) ? unknown : none };
}

/** The method by which a request gets its limit, which the signals of other clients have too. */
const limits = /(?<!\bAbortSignal)\.timeout\(/;

/** Kept under a name, the request may get its limit later; handed on, where something here sets one. */
function mayGetLimitLater({ parent }: Node, { memo, text }: ScriptSource): boolean {
  if (parent?.type === 'variable_declarator' || parent?.type === 'assignment_expression') return true;
  return parent?.type !== 'await_expression' && parent?.type !== 'expression_statement' && memo.occurs(limits, text);
}

/** The methods called on what a call returns, in order, and the last of those calls. */
export function chainOf(call: Node): { readonly methods: readonly string[]; readonly end: Node } {
  const methods: string[] = [];
  let end = call;
  for (;;) {
    const member = end.parent;
    const next = member?.type === 'member_expression' && field(member, 'object')?.id === end.id ? member.parent : null;
    if (member === null || next?.type !== 'call_expression' || field(next, 'function')?.id !== member.id) return { methods, end };
    methods.push(field(member, 'property')?.text ?? '');
    end = next;
  }
}
