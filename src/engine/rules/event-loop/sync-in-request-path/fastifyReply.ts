import { enclosingFunction, parametersOf } from '../../../facts/javascript/functions';
import type { ScriptSource } from '../../../source';
import { field, namedChildren, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';

/** Methods of a reply that prepare an answer; every other one sends it. */
const preparing: ReadonlySet<string> = new Set([
  'code',
  'status',
  'header',
  'headers',
  'type',
  'removeHeader',
  'setCookie',
  'cookie',
  'clearCookie',
  'getHeader',
  'hasHeader',
  'log',
]);

/**
 * An async Fastify handler that sends by itself must return its reply. Edits that do so.
 * @returns a reason where some send is not the last thing the handler does
 */
export function returnReplies(fn: Node, source: ScriptSource): TextEdit[] | string {
  const [, reply, ...others] = parametersOf(fn);
  if (others.length > 0) return 'an async Fastify handler may not take a callback';
  if (reply === undefined) return [];
  if (reply.type !== 'identifier') return 'an async Fastify handler must return its reply';
  const declaration = source.scopes.lookup(reply.text, field(fn, 'body') ?? fn);
  const edits: TextEdit[] = [];
  for (const use of declaration === undefined ? [] : source.scopes.references(declaration)) {
    if (enclosingFunction(use)?.id !== fn.id) return 'an async Fastify handler must return its reply, and a callback in it sends it';
    const statement = sendingStatement(use);
    if (statement === undefined) continue;
    const next = statement.nextNamedSibling;
    if (statement.parent?.id === field(fn, 'body')?.id && next === null) edits.push({ start: statement.startIndex, end: statement.startIndex, newText: 'return ' });
    else if (next?.type === 'return_statement' && namedChildren(next).length === 0) edits.push(returning(next, reply.text));
    else return 'an async Fastify handler must return its reply, and this one goes on after sending it';
  }
  return edits;
}

/** The statement that does nothing but send. */
function sendingStatement(use: Node): Node | undefined {
  let at = use;
  let method = '';
  for (let outer = at.parent; outer !== null; outer = at.parent) {
    if (outer.type === 'member_expression' && field(outer, 'object')?.id === at.id) method = field(outer, 'property')?.text ?? '';
    else if (outer.type !== 'call_expression' || field(outer, 'function')?.id !== at.id) break;
    at = outer;
  }
  if (at.parent?.type !== 'expression_statement' || at.type !== 'call_expression' || preparing.has(method)) return undefined;
  return at.parent;
}

function returning(statement: Node, reply: string): TextEdit {
  const at = statement.startIndex + 'return'.length;
  return { start: at, end: at, newText: ` ${reply}` };
}
