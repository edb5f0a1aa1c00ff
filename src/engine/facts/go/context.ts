import type { GoSource } from '../../source';
import { field, namedChildren, type Node } from '../../syntax/nodes';
import { enclosingGoFunction, type GoDeclaration } from './scope';
import { parameterOfType } from './origin';

/**
 * What the file proves about a context: `none` when it can never end by time, `set` when it has a deadline, `unknown`
 * when another function or file made it. A request's context is unknown too: it has no deadline of its own, but ends
 * with the connection, and middleware may have put a deadline on it.
 */
export type ContextDeadline = 'none' | 'set' | 'unknown';

/** Follows a context through at most this many others. */
const maxDepth = 8;

const roots: ReadonlySet<string> = new Set(['context:Background', 'context:TODO', 'context:WithoutCancel']);
const bounded: ReadonlySet<string> = new Set(['context:WithTimeout', 'context:WithDeadline', 'context:WithTimeoutCause', 'context:WithDeadlineCause']);

/** Functions that derive a context from their first argument without a deadline, and which result it is. */
const derived: ReadonlyMap<string, number> = new Map([
  ['context:WithCancel', 0],
  ['context:WithCancelCause', 0],
  ['context:WithValue', 0],
  ['os/signal:NotifyContext', 0],
  ['golang.org/x/sync/errgroup:WithContext', 1],
]);

export function deadlineOf(ctx: Node, source: GoSource, depth = 0): ContextDeadline {
  if (depth > maxDepth) return 'unknown';
  if (ctx.type === 'call_expression') return ofCall(ctx, 0, source, depth);
  if (ctx.type !== 'identifier') return 'unknown';
  const declaration = source.scopes.resolve(ctx);
  return declaration === undefined ? 'unknown' : ofVariable(declaration, source, depth);
}

function ofCall(call: Node, result: number, source: GoSource, depth: number): ContextDeadline {
  const callee = field(call, 'function');
  const key = callee === undefined ? '' : source.origins.key(callee);
  if (result === 0 && roots.has(key)) return 'none';
  if (result === 0 && bounded.has(key)) return 'set';
  const parent = namedChildren(field(call, 'arguments') ?? call)[0];
  return derived.get(key) === result && parent !== undefined ? deadlineOf(parent, source, depth + 1) : 'unknown';
}

function ofVariable(declaration: GoDeclaration, source: GoSource, depth: number): ContextDeadline {
  const { kind, site, index } = declaration;
  if (kind !== 'short' && kind !== 'var') return 'unknown';
  const values = [valueAt(field(site, kind === 'short' ? 'right' : 'value'), index), ...laterValues(declaration, source)];
  const answers = values.map((value) => {
    if (value === undefined) return 'unknown';
    return value.node.type === 'call_expression' ? ofCall(value.node, value.result, source, depth) : deadlineOf(value.node, source, depth + 1);
  });
  const [first = 'unknown'] = answers;
  return answers.every((answer) => answer === first) ? first : 'unknown';
}

interface Value {
  readonly node: Node;
  /** Which result of the call it is. */
  readonly result: number;
}

function valueAt(list: Node | undefined, index: number): Value | undefined {
  const values = list === undefined ? [] : namedChildren(list);
  const node = values.length === 1 ? values[0] : values[index];
  return node === undefined ? undefined : { node, result: values.length === 1 ? index : 0 };
}

/** Values that `ctx = …` gives the variable later; undefined for one that cannot be told. */
function laterValues(declaration: GoDeclaration, source: GoSource): (Value | undefined)[] {
  return source.scopes.references(declaration, source.tree.rootNode).flatMap((reference): (Value | undefined)[] => {
    const list = reference.parent;
    if (list?.type === 'unary_expression' && field(list, 'operator')?.text === '&') return [undefined];
    const assignment = list?.type === 'expression_list' ? list.parent : undefined;
    if (assignment?.type !== 'assignment_statement' || list === null || field(assignment, 'left')?.id !== list.id) return [];
    return [valueAt(field(assignment, 'right'), namedChildren(list).findIndex((target) => target.id === reference.id))];
  });
}

/**
 * The context a function was called with, as code: its `context.Context` parameter, or the context of its
 * `*http.Request`. Undefined in a function without one, or where it may have ended by now.
 */
export function callerContext(call: Node, source: GoSource): string | undefined {
  const fn = enclosingGoFunction(call);
  if (fn === undefined) return undefined;
  const ctx = parameterOfType(fn, 'context:Context', source.origins);
  if (ctx !== undefined) return isVisible(ctx, call, source) && !mayHaveEnded(fn, ctx.text) ? ctx.text : undefined;
  const request = parameterOfType(fn, 'net/http:Request', source.origins);
  const isUsable = request !== undefined && isVisible(request, call, source) && !mayHaveEnded(fn, `${request.text}.Context()`);
  return isUsable ? `${request.text}.Context()` : undefined;
}

function isVisible(parameter: Node, at: Node, source: GoSource): boolean {
  return parameter.text !== '_' && source.scopes.lookup(parameter.text, at)?.id.startIndex === parameter.startIndex;
}

/** A function that waits for its context's end may do its last work with a fresh one on purpose. */
function mayHaveEnded(fn: Node, ctx: string): boolean {
  const { text } = fn;
  return text.includes(`${ctx}.Done()`) || text.includes(`${ctx}.Err()`);
}
