import { calleeOf } from '../../../facts/javascript/calls';
import { enclosingFunction, ownNodes } from '../../../facts/javascript/functions';
import type { ScriptSource } from '../../../source';
import { field, isInside, namedChildren, type Node } from '../../../syntax/nodes';
import { alwaysExits } from '../check-then-insert/script/find';
import type { Race } from './race';

/** `reservePending(…)`, `jobs.claim(…)`: what lets one of several callers through. */
const reserves = /(?:^|\.)(?:reserve|claim|try(?:Reserve|Claim))(?=[A-Z_]|$)\w*$/;

/**
 * `const claim = await claimJob(id); if (claim.taken) return …` before the check: of two calls for the same thing the
 * second has left. The name alone is no proof, for what is reserved may be another thing than the key.
 */
export function isReserved({ creation: { call }, find }: Race, source: ScriptSource): boolean {
  const fn = enclosingFunction(call);
  if (fn === undefined) return false;
  const isBefore = (node: Node) => node.endIndex <= find.call.startIndex;
  const checks = ownNodes(fn, 'if_statement').filter((check) => isBefore(check) && alwaysExits(field(check, 'consequence') ?? check));
  return ownNodes(fn, 'variable_declarator').some((declarator) => {
    const name = field(declarator, 'name');
    const declaration = name?.type === 'identifier' && isBefore(declarator) && isReservation(declarator) ? source.scopes.resolve(name) : undefined;
    const uses = declaration === undefined ? [] : source.scopes.references(declaration);
    return uses.some((use) => checks.some((check) => isInside(use, field(check, 'condition') ?? check)));
  });
}

function isReservation(declarator: Node): boolean {
  const value = field(declarator, 'value');
  const awaited = value?.type === 'await_expression' ? namedChildren(value)[0] : undefined;
  return awaited?.type === 'call_expression' && reserves.test(calleeOf(awaited)?.text ?? '');
}
