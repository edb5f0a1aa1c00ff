import { argumentsOf, calleeOf } from '../../../../facts/javascript/calls';
import { functionTypes } from '../../../../facts/javascript/scope';
import type { ScriptSource } from '../../../../source';
import { ancestorOf, field, isInside, walk, type Node } from '../../../../syntax/nodes';

/** Methods and functions that ask whether a value is one of some, or of some form. */
const checks = /^(?:includes|has|hasOwn|hasOwnProperty|indexOf|test|match|exec|some|every|isInteger|isNaN|isSafeInteger|isFinite)$/;

/** The same, by the names people give their own. */
const ownChecks = /^(?:is|assert|check|ensure|validate|verify|parse|allowed|valid|guard)(?:[A-Z_]|$)/;

/** True where the function compares a value with what it allows, before or around its use. */
export function isGuarded(expression: Node, source: ScriptSource): boolean {
  const root = rootOf(expression);
  const fn = ancestorOf(expression, functionTypes);
  if (root === undefined || fn === undefined) return false;
  const declaration = source.scopes.resolve(root);
  if (declaration === undefined) return false;
  const whole = expression.text;
  return source.scopes.references(declaration).some((reference) => {
    if (!isInside(reference, fn) || reference.id === root.id) return false;
    const use = fullUse(reference);
    return use.text === whole && (isArgumentOfCheck(use) || isComparedWithConstant(use));
  });
}

/** The variable at the start of `a.b.c`; of a call or an operation the first one in it. */
function rootOf(expression: Node): Node | undefined {
  let found: Node | undefined;
  walk(expression, (node) => {
    if (found === undefined && node.type === 'identifier') found = node;
    return found === undefined;
  });
  return found;
}

/** `a.b.c` around its first name. */
function fullUse(reference: Node): Node {
  let at = reference;
  while (at.parent?.type === 'member_expression' && field(at.parent, 'object')?.id === at.id) at = at.parent;
  return at;
}

function isArgumentOfCheck(use: Node): boolean {
  let at = use;
  // `ALLOWED.includes(sort.toLowerCase())`
  const method = at.parent?.type === 'member_expression' ? at.parent.parent : undefined;
  if (method?.type === 'call_expression') at = method;
  const call = at.parent?.type === 'arguments' ? at.parent.parent : undefined;
  const callee = call?.type === 'call_expression' ? calleeOf(call) : undefined;
  if (call != null && callee !== undefined && argumentsOf(call).some((argument) => argument.id === at.id)) {
    const name = callee.type === 'member_expression' ? (field(callee, 'property')?.text ?? '') : callee.text;
    return checks.test(name) || ownChecks.test(name);
  }
  return at.parent?.type === 'binary_expression' && field(at.parent, 'operator')?.text === 'in' && field(at.parent, 'left')?.id === at.id;
}

/** `if (order !== 'asc' && order !== 'desc') return`, `switch (order)`. */
function isComparedWithConstant(use: Node): boolean {
  const outer = use.parent;
  if (outer?.type === 'parenthesized_expression' && outer.parent?.type === 'switch_statement') return true;
  if (outer?.type !== 'binary_expression' || !/^[!=]==?$/.test(field(outer, 'operator')?.text ?? '')) return false;
  const other = field(outer, field(outer, 'left')?.id === use.id ? 'right' : 'left');
  return other?.type === 'string' && other.text.length > 2;
}
