import { awaitOf, calleeOf } from '../../../facts/javascript/calls';
import { enclosingFunction } from '../../../facts/javascript/functions';
import { isProgram } from '../../../facts/javascript/programs';
import type { Declaration } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { ancestorOf, closestCall, field, isInside, namedChildren, type Node } from '../../../syntax/nodes';
import type { Draft } from '../../rule';
import { variableOf } from './variable';

/** What a pool's methods are called, by the origin of the call that takes a client out of it. */
interface Checkout {
  /** Methods that take a second client for as long as they run, and exist on the client too. */
  readonly runs: ReadonlySet<string>;
  readonly takes: string;
  readonly item: string;
  readonly gives: ReadonlySet<string>;
}

const pg: Checkout = { runs: new Set(['query']), takes: 'connect', item: 'client', gives: new Set(['release']) };
const mysql2: Checkout = { runs: new Set(['query', 'execute']), takes: 'getConnection', item: 'connection', gives: new Set(['release', 'destroy']) };

const checkouts: ReadonlyMap<string, Checkout> = new Map([
  ['pg:Pool.new.connect', pg],
  ['pg-pool:new.connect', pg],
  ['mysql2/promise:createPool.().getConnection', mysql2],
  ['mysql2:createPool.().promise.().getConnection', mysql2],
]);

/** @param item what the pool hands out: a client, a connection. */
export const nestedMessage = (item: string) =>
  `This function already holds a ${item} of this pool and waits for a second one. When such calls hold every ${item}, each waits for the others and none can go on.`;

/** Awaited calls that take a second client of a pool while the first is still held. */
export function nestedAcquire(node: Node, source: ScriptSource): Draft[] {
  const call = closestCall(node);
  const callee = call === undefined ? undefined : calleeOf(call);
  const checkout = callee === undefined ? undefined : checkouts.get(source.origins.key(callee));
  const pool = callee === undefined ? undefined : field(callee, 'object');
  if (call === undefined || pool === undefined || checkout === undefined || field(callee ?? call, 'property')?.text !== checkout.takes) return [];
  const client = awaitOf(call) !== undefined ? variableOf(call, source) : undefined;
  const fn = enclosingFunction(call);
  const block = ancestorOf(call, new Set(['statement_block']));
  if (client === undefined || fn === undefined || block === undefined) return [];
  const end = heldUntil(client, call, block, fn, checkout, source);
  if (end === undefined) return [];
  return awaitedCalls(block)
    .filter((other) => other.startIndex > call.endIndex && other.endIndex <= end && enclosingFunction(other)?.id === fn.id)
    .flatMap((other) => nestedDraft(other, pool, client, checkout, source))
    // A program that runs once has nobody beside it who could hold the others.
    .map((draft) => (isProgram(source) ? { ...draft, severity: 'hint' } : draft));
}

/** Where the client is given back on the way that goes on; undefined when this function does not do it. */
function heldUntil(client: Declaration, call: Node, block: Node, fn: Node, checkout: Checkout, source: ScriptSource): number | undefined {
  const ends = source.scopes.references(client).flatMap((reference) => {
    const member = reference.parent;
    const isRelease = member?.type === 'member_expression' && checkout.gives.has(field(member, 'property')?.text ?? '');
    if (!isRelease || reference.startIndex < call.endIndex || enclosingFunction(reference)?.id !== fn.id) return [];
    const finalizer = ancestorOf(reference, new Set(['finally_clause']));
    if (finalizer !== undefined && isInside(finalizer, block)) return [finalizer.startIndex];
    return leavesEarly(reference, block) ? [] : [reference.startIndex];
  });
  return ends.length === 0 ? undefined : Math.min(...ends);
}

/** In a branch that throws or returns: what follows the branch still holds the client. */
function leavesEarly(node: Node, block: Node): boolean {
  for (let at = ancestorOf(node, new Set(['statement_block'])); at !== undefined && at.id !== block.id; at = ancestorOf(at, new Set(['statement_block']))) {
    const last = namedChildren(at).at(-1);
    if (last?.type === 'throw_statement' || last?.type === 'return_statement') return true;
  }
  return false;
}

/** Only what is awaited keeps the first client waiting. */
function awaitedCalls(block: Node): Node[] {
  return block.descendantsOfType('call_expression').filter((call): call is Node => call !== null && awaitOf(call) !== undefined);
}

function nestedDraft(call: Node, pool: Node, client: Declaration, checkout: Checkout, source: ScriptSource): Draft[] {
  const callee = calleeOf(call);
  const object = callee?.type === 'member_expression' ? field(callee, 'object') : undefined;
  const method = callee === undefined ? undefined : field(callee, 'property')?.text;
  if (callee === undefined || object === undefined || method === undefined || !isSame(object, pool, source)) return [];
  const place = { start: callee.startIndex, end: callee.endIndex };
  const message = nestedMessage(checkout.item);
  if (method === checkout.takes) return [{ ...place, message: `${message} No edit is offered, since both may be needed.`, fixes: [] }];
  if (!checkout.runs.has(method)) return [];
  const edits = [{ start: object.startIndex, end: object.endIndex, newText: client.name }];
  return [{ ...place, message, fixes: [{ title: `Use ${client.name}, which is held already`, safety: 'review', edits }] }];
}

/** The same variable, or the same field of `this`. */
function isSame(a: Node, b: Node, source: ScriptSource): boolean {
  if (a.type !== b.type || a.text !== b.text) return false;
  if (a.type !== 'identifier') return /^this(?:\.#?\w+)+$/.test(a.text);
  return source.scopes.resolve(a)?.id.startIndex === source.scopes.resolve(b)?.id.startIndex;
}
