import { calleeOf } from '../../../../facts/javascript/calls';
import { declarationOf, enclosingFunction, ownNodes } from '../../../../facts/javascript/functions';
import { functionTypes, loopTypes } from '../../../../facts/javascript/scope';
import type { ScriptSource } from '../../../../source';
import { ancestorOf, field, namedChildren, walk, type Node } from '../../../../syntax/nodes';
import { elsewhereEachRound } from './elsewhere';
import { repeatedIn, type Repeated } from './repeated';
import { steers } from './steers';

/** A call that is made again when it failed. */
export interface Retry {
  /** The loop, or the function that calls itself. */
  readonly scope: Node;
  readonly repeated: Repeated;
  /** The block of the `catch`, after which the next attempt comes. */
  readonly handler: Node;
  /** Each attempt may go somewhere else. */
  readonly isDoubtful: boolean;
  /** Counts the attempts upward, from nought or one. */
  readonly counter?: { readonly name: string; readonly limit?: { readonly text: string; readonly isInclusive: boolean } };
  /** Where a function calls itself. */
  readonly again?: Node;
}

const plainLoops: ReadonlySet<string> = new Set(['for_statement', 'while_statement', 'do_statement']);
const leaving: ReadonlySet<string> = new Set(['throw_statement', 'return_statement', 'break_statement']);

/** The retries of one function: its loops, and its calls of itself. */
export function retriesOf(fn: Node, source: ScriptSource): Retry[] {
  return ownNodes(fn, 'try_statement').flatMap((statement) => {
    const loop = ancestorOf(statement, new Set([...loopTypes, ...functionTypes]));
    const found = loop !== undefined && plainLoops.has(loop.type) ? loopRetry(statement, loop, source) : recursion(statement, fn, source);
    return found === undefined ? [] : [found];
  });
}

function loopRetry(statement: Node, loop: Node, source: ScriptSource): Retry | undefined {
  const parts = partsOf(statement);
  if (parts === undefined || !leavesOnSuccess(statement, parts.block, loop) || alwaysLeaves(parts.handler)) return undefined;
  const repeated = repeatedCall(parts, source);
  if (repeated === undefined || isSteered(parts.handler)) return undefined;
  const counter = counterOf(loop);
  // Another page, host or item each time is no second try.
  if (counter !== undefined && mentions(repeated.call, counter.name)) return undefined;
  const elsewhere = elsewhereEachRound(loop, repeated.call);
  if (elsewhere === 'yes') return undefined;
  return { scope: loop, repeated, handler: parts.handler, isDoubtful: elsewhere === 'maybe', ...(counter === undefined ? {} : { counter }) };
}

/** `catch { return load(url, tries - 1); }` */
function recursion(statement: Node, fn: Node, source: ScriptSource): Retry | undefined {
  const parts = partsOf(statement);
  const repeated = parts === undefined ? undefined : repeatedCall(parts, source);
  if (parts === undefined || repeated === undefined || isSteered(parts.handler)) return undefined;
  const again = callsOfItself(parts.handler, fn, source)[0];
  const step = again === undefined ? undefined : /\b(\w+)\s*\+\s*1\b/.exec(again.text)?.[1];
  if (again === undefined) return undefined;
  return { scope: fn, repeated, handler: parts.handler, isDoubtful: false, again, ...(step === undefined ? {} : { counter: { name: step } }) };
}

function callsOfItself(handler: Node, fn: Node, source: ScriptSource): Node[] {
  const declaration = declarationOf(fn, source.scopes);
  const method = fn.type === 'method_definition' ? field(fn, 'name')?.text : undefined;
  const found: Node[] = [];
  walk(handler, (node) => {
    if (functionTypes.has(node.type)) return false;
    const callee = node.type === 'call_expression' ? calleeOf(node) : undefined;
    const isOwn = callee?.type === 'identifier' && declaration !== undefined && source.scopes.resolve(callee)?.id.startIndex === declaration.id.startIndex;
    if (isOwn || (method !== undefined && callee?.text === `this.${method}`)) found.push(node);
    return true;
  });
  return found;
}

interface Parts {
  readonly block: Node;
  readonly handler: Node;
}

/** A handler that asks for the method repeats only what may be repeated. */
const asksForMethod = /\bmethod\b[^;]*\b(?:get|head)\b|idempoten/i;

function repeatedCall({ block, handler }: Parts, source: ScriptSource): Repeated | undefined {
  const repeated = repeatedIn(block, source);
  return repeated !== undefined && asksForMethod.test(handler.text) ? { ...repeated, isIdempotent: true } : repeated;
}

function partsOf(statement: Node): Parts | undefined {
  const block = field(statement, 'body');
  const clause = field(statement, 'handler');
  const handler = clause === undefined ? undefined : field(clause, 'body');
  return block === undefined || handler === undefined ? undefined : { block, handler };
}

const isSteered = (handler: Node) => steers(handler.text) || namedChildren(handler).some(leavesUnlessTimeout);

/** `if (error.name !== 'TimeoutError') throw error;`: an attempt has waited for its own limit before the next. */
function leavesUnlessTimeout(statement: Node): boolean {
  const consequence = field(statement, 'consequence');
  const last = consequence?.type === 'statement_block' ? namedChildren(consequence).at(-1) : consequence;
  return statement.type === 'if_statement' && leaving.has(last?.type ?? '') && otherThanTimeout.test(field(statement, 'condition')?.text ?? '');
}

const otherThanTimeout = /^\(\w+\??\.(?:name|code)\s*!==?\s*['"](?:TimeoutError|ETIMEDOUT|ECONNABORTED)['"]\)$/;

/** `if (++tries < 3) continue; throw error;` goes on as well. */
function alwaysLeaves(handler: Node): boolean {
  const last = namedChildren(handler).at(-1);
  return last !== undefined && leaving.has(last.type) && ownExits(handler, 'continue_statement').length === 0;
}

/** The loop ends when the call succeeds: by a return or break in the `try` or right after it, or by its condition. */
function leavesOnSuccess(statement: Node, block: Node, loop: Node): boolean {
  const isOwn = (node: Node) => ancestorOf(node, new Set([...loopTypes, ...functionTypes, 'switch_statement']))?.id === loop.id;
  const returns = ownExits(block, 'return_statement').length > 0 || ownExits(block, 'break_statement').some(isOwn);
  const next = statement.nextNamedSibling;
  if (returns || (next !== null && (next.type === 'break_statement' || next.type === 'return_statement'))) return true;
  const flag = /!\s*(\w+)/.exec(field(loop, 'condition')?.text ?? '')?.[1];
  return flag !== undefined && new RegExp(`\\b${flag}\\s*=[^=]`).test(block.text);
}

function ownExits(block: Node, type: string): Node[] {
  const fn = enclosingFunction(block);
  return block.descendantsOfType(type).filter((node): node is Node => node !== null && enclosingFunction(node)?.id === fn?.id);
}

/** The variable a `for` counts its attempts with, or one that a `while` does. */
function counterOf(loop: Node): Retry['counter'] {
  const condition = field(loop, 'condition')?.text ?? '';
  const increment = field(loop, 'increment')?.text;
  const body = field(loop, 'body');
  const name = increment === undefined ? /\b(\w+)(?:\+\+|\s*\+=\s*1)/.exec((body?.text ?? '') + condition)?.[1] : /^(?:(\w+)(?:\+\+|\s*\+=\s*1)|\+\+(\w+))$/.exec(increment)?.slice(1).find(Boolean);
  if (name === undefined || body === undefined) return undefined;
  const limit = new RegExp(`^\\(?${name}\\s*(<=?)\\s*([\\w.]+);?\\)?$`).exec(condition);
  return { name, ...(limit?.[2] === undefined || increment === undefined ? {} : { limit: { text: limit[2], isInclusive: limit[1] === '<=' } }) };
}

function mentions(call: Node, name: string): boolean {
  let found = false;
  walk(field(call, 'arguments') ?? call, (node) => {
    found ||= node.type === 'identifier' && node.text === name;
    return !found;
  });
  return found;
}
