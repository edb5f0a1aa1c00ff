import { enclosingGoFunction } from '../../../../facts/go/scope';
import type { GoSource } from '../../../../source';
import { ancestorOf, field, isInside, namedChildren, type Node } from '../../../../syntax/nodes';
import type { Draft } from '../../../rule';
import { nestedMessage } from '../nested';

/** What takes a connection for longer than the call, and the methods that give it back. */
const holders: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['Acquire', new Set(['Release', 'Hijack'])],
  ['Begin', new Set(['Commit', 'Rollback'])],
  ['BeginTx', new Set(['Commit', 'Rollback'])],
]);

/** Methods of the pool that the held connection or transaction has too. */
const shared: ReadonlySet<string> = new Set(['Exec', 'Query', 'QueryRow', 'SendBatch', 'CopyFrom']);

const waits: ReadonlySet<string> = new Set([...shared, ...holders.keys(), 'AcquireFunc']);

/** Calls of a pool made while the same function holds one of its connections. */
export function nestedPgxpool(call: Node, method: string, calls: readonly (readonly [Node, string])[], source: GoSource): Draft[] {
  const gives = holders.get(method);
  const fn = enclosingGoFunction(call);
  const block = ancestorOf(call, new Set(['block', 'expression_case', 'default_case', 'communication_case', 'type_case']));
  const held = heldVariable(call);
  const declaration = held === undefined || block === undefined ? undefined : source.scopes.lookup(held.text, lastChild(block));
  const pool = operandOf(call);
  if (gives === undefined || fn === undefined || block === undefined || held === undefined || declaration === undefined || pool === undefined) return [];
  const uses = source.scopes.references(declaration, fn).filter((use) => use.startIndex > call.endIndex);
  const end = heldUntil(uses, gives, block, fn);
  if (end === undefined) return [];
  return calls
    .filter(([other, name]) => waits.has(name) && other.startIndex > call.endIndex && other.endIndex <= end && isInside(other, block))
    .filter(([other]) => enclosingGoFunction(other)?.id === fn.id && isSame(operandOf(other), pool, source))
    .map(([other, name]) => nestedDraft(other, name, held.text));
}

/** The variable of `conn, err := pool.Acquire(ctx)`, where the statement stands in a block of its own. */
function heldVariable(call: Node): Node | undefined {
  const assignment = call.parent?.parent;
  if (assignment?.type !== 'short_var_declaration' && assignment?.type !== 'assignment_statement') return undefined;
  if (assignment.parent?.type !== 'statement_list') return undefined;
  const [target] = namedChildren(field(assignment, 'left') ?? assignment);
  return target?.type === 'identifier' && target.text !== '_' ? target : undefined;
}

const lastChild = (block: Node) => namedChildren(block).at(-1)?.lastNamedChild ?? block;

const operandOf = (call: Node) => {
  const callee = field(call, 'function');
  return callee === undefined ? undefined : field(callee, 'operand');
};

/** Where the connection is given back on the way that goes on; undefined when this function does not do it. */
function heldUntil(uses: readonly Node[], gives: ReadonlySet<string>, block: Node, fn: Node): number | undefined {
  const ends = uses.flatMap((use) => {
    const selector = use.parent?.type === 'selector_expression' ? use.parent : undefined;
    if (selector === undefined || !gives.has(field(selector, 'field')?.text ?? '')) return [];
    const deferred = ancestorOf(use, new Set(['defer_statement']));
    if (deferred !== undefined && isInside(deferred, fn)) return [block.endIndex];
    if (enclosingGoFunction(use)?.id !== fn.id) return [];
    return leavesEarly(use, block) ? [] : [use.startIndex];
  });
  return ends.length === 0 ? undefined : Math.min(...ends);
}

const exits: ReadonlySet<string> = new Set(['return_statement', 'continue_statement', 'break_statement', 'goto_statement']);

/** In a branch that leaves: what follows the branch still holds the connection. */
function leavesEarly(use: Node, block: Node): boolean {
  for (let at = ancestorOf(use, new Set(['block'])); at !== undefined && at.id !== block.id; at = ancestorOf(at, new Set(['block']))) {
    const last = lastChild(at);
    if (exits.has(last.type) && last.startIndex >= use.startIndex) return true;
  }
  return false;
}

function isSame(a: Node | undefined, b: Node, source: GoSource): boolean {
  if (a?.type !== b.type || a.text !== b.text) return false;
  const [left, right] = [root(a), root(b)];
  return source.scopes.resolve(left)?.id.startIndex === source.scopes.resolve(right)?.id.startIndex;
}

function root(node: Node): Node {
  let at = node;
  for (let inner = field(at, 'operand'); inner !== undefined; inner = field(at, 'operand')) at = inner;
  return at;
}

function nestedDraft(call: Node, method: string, held: string): Draft {
  const callee = field(call, 'function') ?? call;
  const pool = operandOf(call) ?? callee;
  const place = { start: callee.startIndex, end: callee.endIndex };
  const message = nestedMessage('connection');
  if (!shared.has(method)) return { ...place, message: `${message} No edit is offered, since both may be needed.`, fixes: [] };
  const edits = [{ start: pool.startIndex, end: pool.endIndex, newText: held }];
  return { ...place, message, fixes: [{ title: `Use ${held}, which is held already`, safety: 'review', edits }] };
}
