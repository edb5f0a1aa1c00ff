import { argumentsOf } from '../../../../facts/javascript/calls';
import { functionBehind } from '../../../../facts/javascript/flow';
import { enclosingFunction, isAsync } from '../../../../facts/javascript/functions';
import { isExecutor } from '../../../../facts/javascript/requestPath';
import type { ScriptSource } from '../../../../source';
import { field, namedChildren, type Node } from '../../../../syntax/nodes';

/**
 * Why a rejection of the call would end the process: its chain is a statement that nobody awaits, and nothing on it
 * catches, or what catches throws again. Undefined where somebody may survive it.
 * @param call its value is a promise
 */
export function unsurvived(call: Node, source: ScriptSource): string | undefined {
  let value = call;
  let found: string | undefined = 'nothing catches its rejection, which would end the process';
  for (let outer = value.parent; outer !== null; outer = value.parent) {
    const chained = outer.type === 'member_expression' && outer.parent?.type === 'call_expression' && field(outer.parent, 'function')?.id === outer.id ? outer.parent : undefined;
    if (chained !== undefined) {
      const method = field(outer, 'property')?.text;
      const catcher = argumentsOf(chained)[method === 'catch' ? 0 : 1];
      if ((method === 'catch' || method === 'then') && catcher !== undefined) found = throwsAgain(catcher, source) ? 'its catch throws again, to nobody: the rejection would end the process' : undefined;
      else if (method !== 'then' && method !== 'finally') return undefined;
      value = chained;
      const behind = method === 'catch' && catcher !== undefined ? functionBehind(catcher, source) : undefined;
      if (behind !== undefined && rejectsToNobody(behind)) return found;
    } else if (outer.type === 'unary_expression' && field(outer, 'operator')?.text === 'void') value = outer;
    else return outer.type === 'expression_statement' && !/^await\b/.test(outer.text) ? found : undefined;
  }
  return undefined;
}

/**
 * Why a rejection of the call would end the process by way of the function it stands in: `new Promise(async (resolve) => …)`
 * drops the promise of its executor, and no `catch` stands between. Undefined where one does.
 * @param call its value is a promise
 */
export function escapesExecutor(call: Node): string | undefined {
  const fn = enclosingFunction(call);
  if (fn === undefined || !isExecutor(fn) || !isAsync(fn)) return undefined;
  for (let at = call; at.id !== fn.id && at.parent !== null; at = at.parent) {
    if (at.parent.type === 'try_statement' && field(at.parent, 'body')?.id === at.id && field(at.parent, 'handler') !== undefined) return undefined;
    if (at.type === 'call_expression' && field(field(at, 'function') ?? at, 'property')?.text === 'catch') return undefined;
  }
  return 'the executor it stands in is async and catches nothing, so that its rejection would end the process';
}

/** The last thing a handler does, whatever happened, is to throw. */
function throwsAgain(catcher: Node, source: ScriptSource): boolean {
  const fn = functionBehind(catcher, source);
  if (fn !== undefined && rejectsToNobody(fn)) return true;
  const body = fn === undefined ? undefined : field(fn, 'body');
  const last = body?.type === 'statement_block' ? namedChildren(body).findLast(({ type }) => type !== 'comment') : body;
  return last?.type === 'throw_statement' || /^(?:return\s+)?Promise\.reject\(/.test(last?.text ?? '');
}

/** `(error) => { Promise.reject(error); }`: a promise that nobody has, whatever becomes of the chain. */
function rejectsToNobody(fn: Node): boolean {
  const body = field(fn, 'body');
  return body?.type === 'statement_block' && namedChildren(body).some(({ type, text }) => type === 'expression_statement' && text.startsWith('Promise.reject('));
}
