import { calleeOf } from '../../../facts/javascript/calls';
import { enclosingFunction } from '../../../facts/javascript/functions';
import { numberValue } from '../../../facts/javascript/numbers';
import { requestPlace } from '../../../facts/javascript/requestPath';
import type { ScriptSource } from '../../../source';
import { closest, field, isInside, walk, type Node } from '../../../syntax/nodes';

/** What the condition of a loop holds that goes round for long by what it says: a large number, or the clock. */
export const roundTriggers: readonly string[] = [' < 1e', ' <= 1e', '000000', '_000_000', 'Date.now() <', 'Date.now() -', 'performance.now() <', 'performance.now() -'];

/** Rounds that take tens of milliseconds when each does next to nothing. */
const manyRounds = 10_000_000;

/** The same, when each calls something. */
const manyCalls = 1_000_000;

const loops: ReadonlySet<string> = new Set(['for_statement', 'while_statement', 'do_statement']);

/** What ends a loop before its condition does, or gives the thread back. */
const leaving: ReadonlySet<string> = new Set(['break_statement', 'return_statement', 'throw_statement', 'await_expression', 'yield_expression']);

/** A loop that by its own condition holds the thread for long, while a request waits. */
export interface LongLoop {
  readonly condition: Node;
  /** The clock ends it: it waits, and does so by looking at the clock. */
  readonly isWaiting: boolean;
}

/** The loop a trigger stands in the condition of; undefined where it is brief, may end early, or no request waits for it. */
export function longLoopAt(hit: Node, source: ScriptSource): LongLoop | undefined {
  const loop = closest(hit, loops);
  const condition = loop === undefined ? undefined : field(loop, 'condition');
  const body = loop === undefined ? undefined : field(loop, 'body');
  if (loop === undefined || condition === undefined || body === undefined || !isInside(hit, condition)) return undefined;
  const parts = partsOf(body);
  if (parts.leaves) return undefined;
  const isWaiting = isClock(condition);
  if (!isWaiting && !isLong(condition, parts.calls, source)) return undefined;
  const fn = enclosingFunction(loop);
  const place = fn === undefined ? undefined : requestPlace(loop, source);
  return place?.isProven === true ? { condition, isWaiting } : undefined;
}

function partsOf(body: Node): { readonly leaves: boolean; readonly calls: boolean } {
  let leaves = false;
  let calls = false;
  walk(body, (node) => {
    leaves ||= leaving.has(node.type);
    calls ||= node.type === 'call_expression';
    return !leaves;
  });
  return { leaves, calls };
}

const clock = /^(?:Date|performance)\.now$/;

/** `Date.now() < end`, `Date.now() - start < 5000` */
function isClock(condition: Node): boolean {
  const comparison = condition.type === 'parenthesized_expression' ? condition.firstNamedChild : condition;
  const left = comparison?.type === 'binary_expression' && /^<=?$/.test(field(comparison, 'operator')?.text ?? '') ? field(comparison, 'left') : undefined;
  const first = left?.type === 'binary_expression' && field(left, 'operator')?.text === '-' ? field(left, 'left') : left;
  const callee = first?.type === 'call_expression' ? calleeOf(first) : undefined;
  return callee !== undefined && clock.test(callee.text);
}

/** `i < 1e9`, in a loop that counts by one. */
function isLong(condition: Node, calls: boolean, source: ScriptSource): boolean {
  const limit = condition.type === 'binary_expression' && /^<=?$/.test(field(condition, 'operator')?.text ?? '') ? field(condition, 'right') : undefined;
  const rounds = limit === undefined ? undefined : numberValue(limit, source.scopes);
  const increment = condition.parent === null ? undefined : field(condition.parent, 'increment');
  return rounds !== undefined && rounds >= (calls ? manyCalls : manyRounds) && /\+\+/.test(increment?.text ?? '');
}
