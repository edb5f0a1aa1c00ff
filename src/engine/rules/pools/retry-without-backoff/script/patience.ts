import { isAwaitedByRequest, knowsCallers } from '../../../../facts/javascript/callers';
import { calleeOf } from '../../../../facts/javascript/calls';
import { enclosingFunction } from '../../../../facts/javascript/functions';
import { functionTypes } from '../../../../facts/javascript/scope';
import type { ScriptSource } from '../../../../source';
import { ancestorOf, field, isInside, type Node } from '../../../../syntax/nodes';

const consumers = /(?:^|\.)(?:consume|process|subscribe|receive|eachMessage|eachBatch)$|^(?:Worker|Consumer)$/;

const acknowledges = /\.(?:n?ack|deleteMessage|commitOffsets)\(/;

/**
 * Whether patience is meant: the promise is kept for all later callers (the one connection of the process), an endless
 * loop begins it anew (a supervisor), or a consumer of messages makes it, whose message nobody else brings back.
 */
export const isPatient = (call: Node, source: ScriptSource): boolean => isKept(call, source) || isSupervised(call) || isOfConsumer(call);

/** Whether the project's own calls fail to show that a request waits. Where nobody can know who calls, the place is enough. */
export const isUnproven = (call: Node, source: ScriptSource): boolean => knowsCallers(source) && !isAwaitedByRequest(call, source);

/** `connecting = retry(connect)`, also by way of a variable: the variable outlives the function, or is a field. */
function isKept(call: Node, source: ScriptSource): boolean {
  const fn = enclosingFunction(call);
  if (fn === undefined) return false;
  const value = call.parent?.type === 'await_expression' ? call.parent : call;
  if (isStored(value, fn, source)) return true;
  const name = value.parent?.type === 'variable_declarator' ? field(value.parent, 'name') : undefined;
  const declaration = name?.type === 'identifier' ? source.scopes.resolve(name) : undefined;
  return declaration !== undefined && source.scopes.references(declaration).some((use) => isStored(use, fn, source));
}

function isStored(value: Node, fn: Node, source: ScriptSource): boolean {
  const outer = value.parent;
  if ((outer?.type !== 'assignment_expression' && outer?.type !== 'augmented_assignment_expression') || field(outer, 'right')?.id !== value.id) return false;
  const target = field(outer, 'left');
  if (target?.type === 'member_expression') return field(target, 'object')?.type === 'this';
  const declaration = target?.type === 'identifier' ? source.scopes.resolve(target) : undefined;
  return declaration !== undefined && !isInside(declaration.id, fn);
}

const endless: ReadonlySet<string> = new Set(['for_statement', 'while_statement', ...functionTypes]);

function isSupervised(call: Node): boolean {
  const loop = ancestorOf(call, endless);
  if (loop === undefined || functionTypes.has(loop.type)) return false;
  // An answer that leaves the loop makes it a wait for one thing.
  const leaves = loop.descendantsOfType(['return_statement', 'break_statement']).some((node) => node !== null && enclosingFunction(node)?.id === enclosingFunction(loop)?.id);
  return /^(?:for\s*\(\s*;\s*;\s*\)|while\s*\(\s*(?:true|1)\s*\))/.test(loop.text) && !leaves;
}

function isOfConsumer(call: Node): boolean {
  for (let fn = enclosingFunction(call); fn !== undefined; fn = enclosingFunction(fn)) {
    const outer = fn.parent?.type === 'arguments' ? fn.parent.parent : null;
    const isConsumer = outer !== null && consumers.test(calleeOf(outer)?.text ?? '');
    if (isConsumer || (fn.parent?.type === 'pair' && consumers.test(field(fn.parent, 'key')?.text ?? '')) || acknowledges.test(fn.text)) return true;
  }
  return false;
}
