import { lookAtFunction } from '../../../facts/javascript/elsewhere';
import { declarationOf } from '../../../facts/javascript/functions';
import type { ScriptSource } from '../../../source';
import { field, type Node } from '../../../syntax/nodes';

/** Methods of routers and servers that take a handler as it is. */
const registers = /^(?:get|post|put|patch|delete|head|options|all|use|route|on|createServer|addHook|register)$/;

/** Wrappers that give the error to the framework and do nothing else. */
const plain: ReadonlySet<string> = new Set(['express-async-handler:', 'express-async-handler:()', 'express-promise-router:']);

const mapsErrors = /\b4(?:00|22)\b|zod|valid|joi|yup|BAD_?REQUEST|\.issues\b/i;

/** True where the handler is given to a function that may itself answer what it throws: one that maps errors, or is not seen. */
export function isWrappedElsewhere(fn: Node, source: ScriptSource): boolean {
  const declaration = declarationOf(fn, source.scopes);
  const values = [fn, ...(declaration === undefined ? [] : source.scopes.references(declaration))];
  return values.some((value) => {
    const call = value.parent?.type === 'arguments' ? value.parent.parent : undefined;
    const callee = call?.type === 'call_expression' ? field(call, 'function') : undefined;
    if (callee === undefined || (callee.type === 'member_expression' && registers.test(field(callee, 'property')?.text ?? ''))) return false;
    if (plain.has(source.origins.key(callee))) return false;
    return lookAtFunction(callee, source, (wrapper) => mapsErrors.test(wrapper.text)) ?? true;
  });
}
