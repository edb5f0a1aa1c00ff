import { callerContext, deadlineOf } from '../../../../facts/go/context';
import { enclosingGoFunction, goFunctionTypes, type GoDeclaration } from '../../../../facts/go/scope';
import { passContext } from '../../../../fix/go/contextForm';
import { indentationAt, styleOf } from '../../../../fix/style';
import type { GoSource } from '../../../../source';
import { ancestorOf, closestCall, field, namedChildren, type Node } from '../../../../syntax/nodes';
import type { TextEdit } from '../../../../text/edits';
import { endOfLine } from '../../../../text/lineEnds';
import type { Draft } from '../../../rule';
import { boundedByContext, isRootContext } from './bound';
import { purposeOf } from './pgxpool';

/** As many as pg for Node opens by itself: a start that a database with its usual 100 connections can carry. */
const suggestedConnections = 10;

/** Drivers of databases that live in the process, where connections are no shared resource. */
const embedded = /sqlite|duckdb|ramsql|mock|^"ql/i;

/**
 * `sql.Open` whose pool may grow without limit: the value never leaves the function, nothing in the file limits it,
 * and a closure that may run many times at once queries it.
 */
export function unlimitedDatabase(node: Node, source: GoSource): Draft[] {
  const call = closestCall(node);
  const callee = call === undefined ? undefined : field(call, 'function');
  if (call === undefined || callee === undefined || source.origins.key(callee) !== 'database/sql:Open') return [];
  const driver = namedChildren(field(call, 'arguments') ?? call)[0]?.text ?? '';
  const fn = enclosingGoFunction(call);
  const statement = call.parent?.parent;
  if (fn === undefined || statement?.type !== 'short_var_declaration' || embedded.test(driver) || source.text.includes('.SetMaxOpenConns(')) return [];
  const [target] = namedChildren(field(statement, 'left') ?? statement);
  const after = statement.nextNamedSibling;
  const declaration = target?.type === 'identifier' && after !== null ? source.scopes.lookup(target.text, after) : undefined;
  if (declaration === undefined || !staysAndIsShared(declaration, fn, source)) return [];
  const edits = limitAfterCheck(declaration.name, statement, source);
  const message =
    'database/sql opens another connection whenever none is idle, without limit: a burst of requests here takes every connection the database has, from everyone.';
  const missing = ' No edit is offered: the limit belongs after the check of the error, which does not follow.';
  return [
    {
      start: callee.startIndex,
      end: callee.endIndex,
      message: edits === undefined ? message + missing : message,
      fixes: edits === undefined ? [] : [{ title: `Open at most ${suggestedConnections} connections`, safety: 'review', edits }],
    },
  ];
}

/** Only its methods are called, at least once in a closure, so all that is done with it is seen here. */
function staysAndIsShared(declaration: GoDeclaration, fn: Node, source: GoSource): boolean {
  const uses = source.scopes.references(declaration, fn);
  const isPlain = (use: Node) => {
    const outer = use.parent;
    return outer?.type === 'selector_expression' && outer.parent?.type === 'call_expression' && field(outer.parent, 'function')?.id === outer.id;
  };
  const isShared = (use: Node) => {
    const inner = enclosingGoFunction(use);
    return inner !== undefined && inner.id !== fn.id && inner.parent?.parent?.type !== 'defer_statement' && isHandler(inner, source);
  };
  return uses.every(isPlain) && uses.some(isShared);
}

/** A literal that takes a request, or is started as a goroutine in a loop. */
function isHandler(literal: Node, source: GoSource): boolean {
  const parameters = field(literal, 'parameters');
  const types = parameters === undefined ? [] : namedChildren(parameters).map((entry) => field(entry, 'type'));
  const keys = types.map((type) => {
    const origin = type === undefined ? undefined : source.origins.ofType(type);
    return origin === undefined ? '' : `${origin.module}:${origin.path.join('.')}`;
  });
  if (keys.some((key) => /^net\/http:Request$|:(?:Context|Ctx)$/.test(key) && key !== 'context:Context')) return true;
  const start = ancestorOf(literal, new Set(['go_statement', ...goFunctionTypes]));
  return start?.type === 'go_statement' && ancestorOf(start, new Set(['for_statement', ...goFunctionTypes]))?.type === 'for_statement';
}

/** Below `if err != nil { … }`: before it the value may be nil. */
function limitAfterCheck(name: string, statement: Node, source: GoSource): TextEdit[] | undefined {
  const check = statement.nextNamedSibling;
  const condition = check?.type === 'if_statement' ? field(check, 'condition')?.text : undefined;
  if (check === null || condition === undefined || !/^\w+ != nil$/.test(condition)) return undefined;
  const at = endOfLine(source.text, check.endIndex);
  const { newline } = styleOf(source.text);
  return [{ start: at, end: at, newText: `${newline}${indentationAt(source.text, statement.startIndex)}${name}.SetMaxOpenConns(${suggestedConnections})` }];
}

/** Methods that wait for a connection and take no context. */
const plain: ReadonlySet<string> = new Set(['Begin', 'Query', 'QueryRow', 'Exec', 'Prepare']);

const lifetimes: ReadonlyMap<string, 'call' | 'result'> = new Map([
  ['QueryContext', 'result'],
  ['QueryRowContext', 'result'],
  ['BeginTx', 'result'],
  ['ExecContext', 'call'],
  ['PrepareContext', 'call'],
  ['Conn', 'call'],
]);

/** Calls that wait without end for a connection of a database whose number of connections this file limits. */
export function endlessDatabase(node: Node, source: GoSource): Draft[] {
  const call = closestCall(node);
  const callee = call === undefined ? undefined : field(call, 'function');
  const operand = callee === undefined ? undefined : field(callee, 'operand');
  const limit = namedChildren((call === undefined ? undefined : field(call, 'arguments')) ?? node)[0];
  if (callee === undefined || operand?.type !== 'identifier' || limit === undefined || /^-|^0$/.test(limit.text)) return [];
  if (!/^database\/sql:(?:Open\.\(\)|OpenDB\.\(\)|DB\.new)\.SetMaxOpenConns$/.test(source.origins.key(callee))) return [];
  const declaration = source.scopes.resolve(operand);
  if (declaration === undefined) return [];
  const drafts = source.scopes.references(declaration, source.tree.rootNode).flatMap((use) => waitingCall(use, source));
  // One connection is a decision, SQLite's most often: everything waits for it, and for moments only.
  return limit.text === '1' ? drafts.map((draft) => ({ ...draft, severity: 'hint' })) : drafts;
}

function waitingCall(use: Node, source: GoSource): Draft[] {
  const callee = use.parent;
  const call = callee?.parent;
  if (callee?.type !== 'selector_expression' || call?.type !== 'call_expression' || field(call, 'function')?.id !== callee.id) return [];
  const fn = runningFunction(call);
  if (fn === undefined || (fn.type === 'function_declaration' && /^(?:main|init)$/.test(field(fn, 'name')?.text ?? ''))) return [];
  // The function that sets the limits is the start-up itself.
  if (fn.text.includes('.SetMaxOpenConns(') && fn.type !== 'func_literal') return [];
  // Who panics over a failed statement is not serving anybody yet.
  if (fn.type !== 'func_literal' && /\bpanic\(|\blog\.Fatal/.test(fn.text)) return [];
  const name = field(callee, 'field')?.text ?? '';
  const message = `\`${name}\` waits for a free connection, and nothing ends that wait: once every connection is taken, each further caller waits for ever.`;
  const lifetime = lifetimes.get(name);
  const [ctx] = namedChildren(field(call, 'arguments') ?? call);
  if (lifetime !== undefined) {
    if (ctx === undefined || deadlineOf(ctx, source) !== 'none') return [];
    const title = (end: string) => `Give up ${end}, the wait for a connection included`;
    const parent = isRootContext(ctx) ? callerContext(call, source) : undefined;
    return boundedByContext({ call, callee, ctx, lifetime, purpose: purposeOf(name), parent, message, title, source });
  }
  return plain.has(name) ? [contextless(call, callee, message, source)] : [];
}

/** The function a node runs in: a literal that is called where it stands, and not as a goroutine, is a part of the one around it. */
function runningFunction(node: Node): Node | undefined {
  const fn = enclosingGoFunction(node);
  const call = fn?.type === 'func_literal' ? fn.parent : undefined;
  const isCalled = fn !== undefined && call?.type === 'call_expression' && field(call, 'function')?.id === fn.id && call.parent?.type !== 'go_statement';
  return isCalled ? runningFunction(call) : fn;
}

function contextless(call: Node, callee: Node, message: string, source: GoSource): Draft {
  const range = { start: callee.startIndex, end: callee.endIndex };
  const ctx = callerContext(call, source);
  const edits = ctx === undefined ? undefined : passContext(call, ctx);
  if (ctx === undefined || edits === undefined) return { ...range, message: `${message} No edit is offered: this function has no context to pass on.`, fixes: [] };
  return { ...range, message, fixes: [{ title: `Pass ${ctx}, so that the wait ends with the caller's`, safety: 'review', edits }] };
}
