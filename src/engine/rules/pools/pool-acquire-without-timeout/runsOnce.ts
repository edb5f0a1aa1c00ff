import { enclosingFunction } from '../../../facts/javascript/functions';
import type { ScriptSource } from '../../../source';
import { field, isInside, type Node } from '../../../syntax/nodes';
import { variableOf } from './variable';

const programs = /^(?:main|run|execute|work|seed|migrate)$/;

/**
 * A pool that the program itself ends when its work is done: in the function that makes it, in `main`, or at the top
 * level; or one that no other function sees. A server ends its pool in a function of its own, on a signal.
 */
export function isEndedAfterWork(call: Node, source: ScriptSource): boolean {
  const declaration = variableOf(call, source);
  if (declaration === undefined) return false;
  const maker = enclosingFunction(call);
  if (isOfOneCall(call, source)) return true;
  return source.scopes.references(declaration).some((reference) => {
    const member = reference.parent;
    if (member?.type !== 'member_expression' || !/^(?:end|close)$/.test(field(member, 'property')?.text ?? '')) return false;
    const fn = outOfChain(enclosingFunction(member));
    return fn === undefined || fn.id === maker?.id || programs.test(nameOf(fn));
  });
}

const keepsPool = /^(?:query|execute|end|on|once)$/;

/** A pool that never leaves the function that makes it: nobody else waits for its connections. */
function isOfOneCall(call: Node, source: ScriptSource): boolean {
  const maker = enclosingFunction(call);
  const declaration = variableOf(call, source);
  if (maker === undefined || declaration === undefined || !isInside(declaration.id, maker)) return false;
  return source.scopes.references(declaration).every((reference) => {
    const member = reference.parent;
    const used = member?.type === 'member_expression' && field(member, 'object')?.id === reference.id ? member.parent : undefined;
    if (member === null || used?.type !== 'call_expression' || enclosingFunction(reference)?.id !== maker.id) return false;
    const method = field(member, 'property')?.text ?? '';
    // mysql2's other face of the same pool; what another method gives may be handed out.
    return method === 'promise' ? isOfOneCall(used, source) : keepsPool.test(method);
  });
}

/** `main().finally(() => pool.end())`: the arrow runs where the chain stands. */
function outOfChain(fn: Node | undefined): Node | undefined {
  const call = fn?.parent?.type === 'arguments' ? fn.parent.parent : undefined;
  const callee = call?.type === 'call_expression' ? field(call, 'function') : undefined;
  const isChain = callee?.type === 'member_expression' && /^(?:then|catch|finally)$/.test(field(callee, 'property')?.text ?? '');
  return isChain && call !== undefined && call !== null ? outOfChain(enclosingFunction(call)) : fn;
}

function nameOf(fn: Node): string {
  const outer = fn.parent?.type === 'variable_declarator' ? fn.parent : fn;
  return field(outer, 'name')?.text ?? '';
}
