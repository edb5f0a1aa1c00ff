import { deadlineOf } from '../../../../facts/go/context';
import { leaves } from '../../../../facts/go/escape';
import { enclosingGoFunction } from '../../../../facts/go/scope';
import type { GoSource } from '../../../../source';
import { ancestorOf, field, namedChildren, type Node } from '../../../../syntax/nodes';

const made = /\b(\w+), \w+ := \w+\.With(?:Timeout|Deadline)\(/g;

/**
 * A context with a deadline, made earlier in the function for other statements on the same database and used for
 * nothing else: the next statement belongs under it too.
 */
export function siblingContext(call: Node, source: GoSource): string | undefined {
  const fn = enclosingGoFunction(call);
  if (fn === undefined || leaves(call, fn, source)) return undefined;
  const before = source.text.slice(fn.startIndex, call.startIndex);
  const names = [...before.matchAll(made)].map((match) => match[1] ?? '').reverse();
  return names.find((name) => serves(name, call, fn, source));
}

function serves(name: string, call: Node, fn: Node, source: GoSource): boolean {
  const declaration = source.scopes.lookup(name, call);
  if (declaration === undefined || enclosingGoFunction(declaration.id)?.id !== fn.id) return false;
  const uses = source.scopes.references(declaration, fn);
  const [first] = uses;
  const operand = operandOf(call);
  if (first === undefined || operand === undefined || deadlineOf(first, source) !== 'set') return false;
  // A deadline made outside a loop would end the loop.
  const loop = ancestorOf(call, new Set(['for_statement']));
  if (loop !== undefined && loop.startIndex > declaration.site.startIndex && loop.startIndex > fn.startIndex) return false;
  return uses.every((use) => {
    const other = use.parent?.type === 'argument_list' ? use.parent.parent : undefined;
    return other?.type === 'call_expression' && operandOf(other) === operand && namedChildren(use.parent ?? use)[0]?.id === use.id;
  });
}

/** What the call's method belongs to, as written: `s.pool`; undefined for a call that only acquires. */
function operandOf(call: Node): string | undefined {
  const callee = field(call, 'function');
  const isQuery = callee !== undefined && !/^Acquire/.test(field(callee, 'field')?.text ?? 'Acquire');
  return isQuery ? field(callee, 'operand')?.text : undefined;
}
