import { argumentsOf, awaitOf } from '../../../facts/javascript/calls';
import { chainOf } from '../../../facts/javascript/dataCalls/chain';
import { dataCallAt } from '../../../facts/javascript/dataCalls';
import { isPure } from '../../../facts/javascript/effects';
import { fieldUses } from '../../../facts/javascript/flow';
import { callsOf, enclosingFunction, ownNodes, parametersOf } from '../../../facts/javascript/functions';
import { sqlCallAt } from '../../../facts/javascript/sqlCalls';
import type { ScriptSource } from '../../../source';
import { field, isInside, walk, type Node } from '../../../syntax/nodes';
import { bodyOf, followsEarlierTurn, type Body } from './body';
import { followsItem, isFixedList, loopsAround, type Loop } from './loop';
import { keyReadAt, type KeyRead } from './read';

/** A read by key that runs once for each element of a list. */
export interface RepeatedRead {
  /** What stands in the loop: the query, or the call of a function that runs it. */
  readonly call: Node;
  readonly read: KeyRead;
  readonly loop: Loop;
  readonly body: Body;
  /** The function in between. */
  readonly through: string | undefined;
}

/** The loops that repeat the query a call is part of, directly or one call deep. */
export function repeatedReads(call: Node, source: ScriptSource): RepeatedRead[] {
  const query = queryOf(call, source);
  if (query === undefined) return [];
  const direct = inLoop(query, undefined, query, source);
  return direct === undefined ? throughHelper(query, source) : [direct];
}

/** The whole query of a chain. */
function queryOf(call: Node, source: ScriptSource): Node | undefined {
  if (sqlCallAt(call, source) !== undefined) return call;
  const last = chainOf(call)?.last;
  return last === undefined ? undefined : dataCallAt(last, source)?.call;
}

/** @param query the call in the loop: the read itself, or the call of the function `through` that runs it */
function inLoop(query: Node, through: { readonly name: string; readonly parameter: number; readonly read: Node } | undefined, read: Node, source: ScriptSource): RepeatedRead | undefined {
  for (const loop of loopsAround(query, source)) {
    const found = keyed(query, through, read, loop, source);
    if (found === undefined) continue;
    if (isFixedList(loop.list, source) || batchesItself(found, loop) || followsEarlierTurn(query, loop, source)) return undefined;
    const body = isRun(query, loop) ? bodyOf(loop, query, source) : undefined;
    return body === undefined ? undefined : { call: query, read: found, loop, body, through: through?.name };
  }
  return undefined;
}

function keyed(query: Node, through: { readonly parameter: number; readonly read: Node } | undefined, read: Node, loop: Loop, source: ScriptSource): KeyRead | undefined {
  if (through === undefined) return keyReadAt(read, (value) => followsItem(value, loop, source), source);
  const passed = argumentsOf(query)[through.parameter];
  const parameter = enclosingFunction(read);
  const name = parameter === undefined ? undefined : parametersOf(parameter)[through.parameter];
  if (passed === undefined || name === undefined || !followsItem(passed, loop, source)) return undefined;
  return keyReadAt(read, (value) => value.text === name.text || value.text.startsWith(`${name.text}.`), source);
}

/** Prisma puts the `findUnique` calls of one tick into one query. */
const batchesItself = ({ library, method }: KeyRead, loop: Loop): boolean => library === 'prisma' && /^findUnique/.test(method) && loop.kind === 'map';

/** Awaited in a loop, or given back to whoever waits for all of them. */
function isRun(query: Node, loop: Loop): boolean {
  if (awaitOf(query) !== undefined) return true;
  if (loop.kind !== 'map') return false;
  let at = query;
  while (at.parent?.type === 'parenthesized_expression') at = at.parent;
  return at.parent?.type === 'return_statement' || (at.parent?.id === loop.callback?.id && loop.callback !== undefined);
}

/** `for (const id of ids) await findUser(id)`, where `findUser` is a function of this file that only reads by its parameter. */
function throughHelper(read: Node, source: ScriptSource): RepeatedRead[] {
  const fn = enclosingFunction(read);
  if (fn === undefined || loopsAround(read, source).length > 0) return [];
  const awaited = ownNodes(fn, 'await_expression');
  const isRead = awaitOf(read) !== undefined || read.parent?.type === 'return_statement' || read.parent?.id === fn.id;
  const body = field(fn, 'body');
  if (!isRead || awaited.length > 1 || body === undefined || isCached(body) || !isOnlyRead(body, read, source)) return [];
  const name = fn.type === 'method_definition' ? field(fn, 'name')?.text : undefined;
  const calls = name === undefined ? callsOf(fn, source.scopes) : fieldUses(name, fn, source).flatMap((use) => (use.parent?.type === 'call_expression' && field(use.parent, 'function')?.id === use.id ? [use.parent] : []));
  return calls.flatMap((call): RepeatedRead[] => {
    if (isInside(call, fn)) return [];
    return parametersOf(fn).flatMap((_, parameter) => inLoop(call, { name: field(call, 'function')?.text ?? '', parameter, read }, read, source) ?? []);
  });
}

/** A function that asks a cache first runs fewer queries than it is called. */
const isCached = (body: Node): boolean => /cache|memo|\.has\(|redis|loader/i.test(body.text);


/** True when nothing else happens in the function than the read. */
function isOnlyRead(body: Node, read: Node, source: ScriptSource): boolean {
  let others = false;
  walk(body, (node) => {
    if (node.id === read.id) return false;
    if (node.type === 'call_expression' && !isInside(read, node) && !isPure(node, source)) others = true;
    return !others;
  });
  return !others;
}
