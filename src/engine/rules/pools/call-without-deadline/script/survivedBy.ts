import { argumentsOf } from '../../../../facts/javascript/calls';
import { searchedFolder } from '../../../../facts/javascript/callers';
import { openElsewhere } from '../../../../facts/javascript/elsewhere';
import { enclosingFunction, isExported, writtenName } from '../../../../facts/javascript/functions';
import { handlerOf } from '../../../../facts/javascript/handlers';
import { isExecutor } from '../../../../facts/javascript/requestPath';
import { placesOf } from '../../../../facts/javascript/scope';
import { unheardRejection } from '../../../../facts/javascript/unheard';
import type { ScriptSource } from '../../../../source';
import { callAbove, field, type Node } from '../../../../syntax/nodes';
import { unsurvived } from './survived';

/** A name that more files use is too common to say whose callers they are. */
const mostFiles = 8;

/** Callers of callers are looked at. */
const mostLevels = 3;

/**
 * Why a rejection of the call would end the process by way of a caller: the function around it gives its promise on, and
 * the chain of some caller is a statement that nothing catches.
 * @param call its value is a promise, or its error goes to the executor of one around it
 */
export function unsurvivedByCaller(call: Node, source: ScriptSource): string | undefined {
  const name = callerWhere(call, source, (each, other) => unsurvived(each, other) !== undefined);
  return name === undefined ? undefined : `a caller of \`${name}\` does not catch its rejection, which would end the process`;
}

/** Whether a rejection of the call comes to an async handler of Express 4, which nobody hears of, and nothing catches it before. */
export function isUnheardByExpress(call: Node, source: ScriptSource): boolean {
  const dir = searchedFolder(source.file, source);
  const isListenedTo = dir === undefined || source.project.filesWith('unhandledRejection', dir)?.length !== 0;
  return !isListenedTo && (endsInHandler(call, source) || callerWhere(call, source, endsInHandler) !== undefined);
}

function endsInHandler(call: Node, source: ScriptSource): boolean {
  const fn = handingOn(call);
  const handler = fn === undefined ? undefined : handlerOf(fn, source);
  return fn !== undefined && handler !== undefined && unheardRejection(fn, handler, source) === 'surely';
}

/** The function, of those that give the call's rejection on, of which some caller is such a call. */
function callerWhere(call: Node, source: ScriptSource, isSuch: (call: Node, source: ScriptSource) => boolean, level = 0): string | undefined {
  const fn = level < mostLevels ? handingOn(call) : undefined;
  const name = fn === undefined ? '' : writtenName(fn);
  if (fn === undefined || !/^[\w$]{4,}$/.test(name)) return undefined;
  const isOpen = fn.type === 'method_definition' || isExported(fn, source.scopes);
  const dir = isOpen ? searchedFolder(source.file, source) : undefined;
  const others = dir === undefined ? [] : (source.project.filesWith(name, dir) ?? []).filter((file) => file !== source.file);
  if (others.length > mostFiles) return undefined;
  const look = (other: ScriptSource): string | undefined => {
    for (const each of callsNamed(name, other)) {
      const found = isSuch(each, other) ? name : callerWhere(each, other, isSuch, level + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const own = look(source);
  if (own !== undefined) return own;
  for (const file of others) {
    const found = openElsewhere(file, source, look);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The function that gives the call's rejection on to its callers; undefined where something catches it before. */
function handingOn(call: Node): Node | undefined {
  let fn = enclosingFunction(call);
  for (let at: Node | null = call; at !== null && fn !== undefined; at = at.parent) {
    if (at.type === 'try_statement') return undefined;
    const callee = at.type === 'call_expression' ? field(at, 'function') : undefined;
    const method = callee?.type === 'member_expression' ? field(callee, 'property')?.text : undefined;
    if (method === 'catch' || (method === 'then' && argumentsOf(at).length > 1)) return undefined;
    if (at.id === fn.id) {
      if (!isExecutor(fn)) return fn;
      fn = enclosingFunction(fn);
    }
  }
  return undefined;
}

function callsNamed(name: string, source: ScriptSource): Node[] {
  return placesOf(name, source.text).flatMap((at) => {
    const node = source.tree.rootNode.descendantForIndex(at, at + name.length);
    const call = node === null ? undefined : callAbove(node);
    const callee = call === undefined ? undefined : field(call, 'function');
    const called = callee?.type === 'member_expression' ? field(callee, 'property') : callee;
    return call !== undefined && called?.id === node?.id ? [call] : [];
  });
}
