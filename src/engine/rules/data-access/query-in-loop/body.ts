import { awaitOf, calleeOf } from '../../../facts/javascript/calls';
import { dataCallAt } from '../../../facts/javascript/dataCalls';
import { isPure } from '../../../facts/javascript/effects';
import { enclosingFunction } from '../../../facts/javascript/functions';
import { functionTypes, loopTypes } from '../../../facts/javascript/scope';
import { sqlCallAt } from '../../../facts/javascript/sqlCalls';
import { readSelect } from '../../../facts/sql/statements';
import type { ScriptSource } from '../../../source';
import { field, isInside, namedChildren, walk, type Node } from '../../../syntax/nodes';
import type { Loop } from './loop';

/** What a loop does beside the query. */
export interface Body {
  /** Why the query cannot be asked once before the loop; undefined when it can. */
  readonly refused: string | undefined;
  /** Every other call of the loop is known to change nothing a query could read. */
  readonly isProven: boolean;
  /** Another call of the loop is awaited too. */
  readonly awaitsOthers: boolean;
  /** Another call of the loop waits for something other than a read of the database: a service, a file, a program. */
  readonly waitsElsewhere: boolean;
}

const writing = /^(?:save|insert|create|update|upsert|delete|destroy|remove|increment|decrement|bulk|put|post|patch|publish|send|enqueue|add(?:Bulk|Job)?$|write|set|del|push|lock|acquire|commit|emit)/i;

const waiting = /sleep|delay|(?:^|\.)wait(?:For)?$|setTimeout|backoff|throttle|limiter|rateLimit|retry/i;

const growing: ReadonlySet<string> = new Set(['push', 'unshift', 'pop', 'shift', 'splice', 'add', 'delete', 'clear', 'set']);

/**
 * Judges a loop around a read.
 * @returns undefined for a loop that is sequential by intent: it writes, waits, ends early or decides what comes next.
 */
export function bodyOf(loop: Loop, read: Node, source: ScriptSource): Body | undefined {
  const state = { isProven: true, awaitsOthers: false, waitsElsewhere: false, isIntended: false };
  let refused = placeOf(read, loop);
  walk(loop.body, (node) => {
    if (state.isIntended) return false;
    if (leaves(node, loop)) state.isIntended = true;
    if (node.id === read.id) return true;
    if (node.type !== 'call_expression' && node.type !== 'new_expression') return true;
    if (isInside(node, read) || isInside(read, node)) {
      if (waiting.test(calleeOf(node)?.text ?? '')) state.isIntended = true;
      return true;
    }
    const judged = judge(node, loop, source);
    if (judged === 'intended') state.isIntended = true;
    if (judged === 'unknown') state.isProven = false;
    if (judged === 'awaited' || judged === 'awaited-read') state.awaitsOthers = true;
    if (judged === 'awaited') state.waitsElsewhere = true;
    if (judged === 'awaited') refused ??= 'another awaited call of the loop may change what the query reads';
    return true;
  });
  if (state.isIntended || changesList(loop) || asksOnce(read, loop)) return undefined;
  return { refused, isProven: state.isProven, awaitsOthers: state.awaitsOthers, waitsElsewhere: state.waitsElsewhere };
}

/** Ends the loop before its last element, hands elements out one at a time, or works through pages of its own. */
function leaves(node: Node, loop: Loop): boolean {
  if (node.type === 'yield_expression') return true;
  if (node.type === 'while_statement' || node.type === 'do_statement') return /\bawait\b/.test(node.text);
  if (loop.callback !== undefined) return false;
  if (node.type === 'return_statement') return enclosingFunction(node)?.id === enclosingFunction(loop.node)?.id;
  if (node.type !== 'break_statement') return false;
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.type === 'switch_statement' || (/^(?:for|for_in|while|do)_statement$/.test(at.type) && at.id !== loop.node.id)) return false;
    if (at.id === loop.node.id) return true;
  }
  return false;
}

type Judgement = 'pure' | 'unknown' | 'awaited' | 'awaited-read' | 'intended';

function judge(call: Node, loop: Loop, source: ScriptSource): Judgement {
  const callee = calleeOf(call);
  const text = callee?.text ?? '';
  const method = callee?.type === 'member_expression' ? (field(callee, 'property')?.text ?? '') : text;
  if (waiting.test(text)) return 'intended';
  const sql = sqlCallAt(call, source);
  if (sql !== undefined) {
    const statement = sql.sql.statement(source.sql);
    return statement !== undefined && 'SelectStmt' in statement.node && readSelect(statement.node)?.locks !== true ? 'awaited-read' : 'intended';
  }
  const data = dataCallAt(call, source);
  if (data !== undefined) return /^(?:find|count)/.test(data.operation) ? 'awaited-read' : 'intended';
  if (awaitOf(call) !== undefined) return writing.test(method) ? 'intended' : isPure(call, source) ? 'pure' : 'awaited';
  const isCollecting = growing.has(method) && callee?.type === 'member_expression';
  if (isCollecting || isPure(call, source)) return 'pure';
  return /^(?:save|destroy|upsert)$/.test(method) && !isInside(call, loop.list) ? 'intended' : 'unknown';
}

/** `queue.push(…)` on the list that is walked: what comes next depends on what was read. */
function changesList(loop: Loop): boolean {
  const name = loop.list.text;
  let found = false;
  walk(loop.body, (node) => {
    const callee = node.type === 'call_expression' ? calleeOf(node) : undefined;
    const object = callee?.type === 'member_expression' ? field(callee, 'object') : undefined;
    if (object?.text === name && growing.has(callee === undefined ? '' : (field(callee, 'property')?.text ?? ''))) found = true;
    if (node.type === 'assignment_expression' && field(node, 'left')?.text === name) found = true;
    return !found;
  });
  return found;
}

/** `if (!hosts[id]) hosts[id] = await …`: each key is asked for once, however often the list names it. */
function asksOnce(read: Node, loop: Loop): boolean {
  for (let at = read.parent; at !== null && at.id !== loop.body.id; at = at.parent) {
    const condition = at.type === 'if_statement' ? field(at, 'condition')?.text : undefined;
    const kept = condition === undefined ? undefined : /^\(\s*!\s*([\w.]+)(?:\.has\(|\[)|^\(\s*([\w.]+)\[[^\]]+\]\s*===?\s*(?:undefined|null)/.exec(condition);
    const name = kept?.[1] ?? kept?.[2];
    const then = field(at, 'consequence')?.text ?? '';
    if (name !== undefined && (then.includes(`${name}[`) || then.includes(`${name}.set(`))) return true;
  }
  return false;
}

const conditional: ReadonlySet<string> = new Set(['if_statement', 'ternary_expression', 'switch_case', 'switch_default', 'else_clause', ...loopTypes]);

/** Why the query does not surely run for each element; undefined when it does. */
function placeOf(read: Node, loop: Loop): string | undefined {
  for (let inner = read, at = read.parent; at !== null && inner.id !== loop.body.id; inner = at, at = at.parent) {
    if (at.type === 'try_statement') return 'a failed query is caught for each element';
    if (functionTypes.has(at.type) && at.id !== loop.callback?.id) return 'the query runs in a function of its own';
    if (conditional.has(at.type) && field(at, 'condition')?.id !== inner.id && field(at, 'value')?.id !== inner.id) return 'only some elements need the query';
    if (at.type === 'binary_expression' && /^(?:&&|\|\||\?\?)$/.test(field(at, 'operator')?.text ?? '') && field(at, 'right')?.id === inner.id) return 'only some elements need the query';
    if (at.id === loop.body.id && at.type === 'statement_block' && skipsBefore(at, inner)) return 'only some elements need the query';
  }
  return undefined;
}

const exits: ReadonlySet<string> = new Set(['continue_statement', 'return_statement', 'break_statement', 'throw_statement']);

/** A statement before the query may end the element's turn. */
function skipsBefore(block: Node, statement: Node): boolean {
  for (const before of namedChildren(block)) {
    if (before.startIndex >= statement.startIndex) return false;
    if (holdsExit(before)) return true;
  }
  return false;
}

function holdsExit(statement: Node): boolean {
  let found = false;
  walk(statement, (node) => {
    found ||= exits.has(node.type);
    return !found && !functionTypes.has(node.type);
  });
  return found;
}

/** True when the query is decided by what an earlier turn of the loop left: a cursor, the parent that was just read. */
export function followsEarlierTurn(query: Node, loop: Loop, source: ScriptSource): boolean {
  let found = false;
  walk(query, (node) => {
    const declaration = node.type === 'identifier' || node.type === 'shorthand_property_identifier' ? source.scopes.resolve(node) : undefined;
    const isVariable = declaration !== undefined && (declaration.kind === 'let' || declaration.kind === 'var') && !isInside(declaration.site, loop.node);
    if (isVariable && source.scopes.references(declaration).some((reference) => isInside(reference, loop.body) && isWritten(reference))) found = true;
    return !found;
  });
  return found;
}

function isWritten(reference: Node): boolean {
  const outer = reference.parent;
  if (outer?.type === 'update_expression' || /_pattern$/.test(outer?.type ?? '')) return true;
  return /assignment_expression$/.test(outer?.type ?? '') && outer !== null && field(outer, 'left')?.id === reference.id;
}
