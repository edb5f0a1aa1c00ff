import { awaitOf, calleeOf } from '../../../facts/javascript/calls';
import { ownNodes } from '../../../facts/javascript/functions';
import type { Handler } from '../../../facts/javascript/handlers';
import { firstIdentifier } from '../../../facts/javascript/memberChain';
import { patternIdentifiers } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, isInside, namedChildren, walk, type Node } from '../../../syntax/nodes';

const responds = /(?:^|\.)(?:json|send|sendStatus|end|redirect|render|sendFile)$/;

/** A call on the response that answers the request. */
export function answersIn(fn: Node, handler: Handler): Node[] {
  const name = handler.framework === 'koa' || handler.framework === 'hono' ? handler.parameters[0] : (handler.parameters[1] ?? 'res');
  if (name === undefined) return [];
  return ownNodes(fn, 'call_expression').filter((call) => {
    const callee = calleeOf(call)?.text ?? '';
    return callee.startsWith(`${name}.`) && !callee.startsWith(`${name}.req.`) && responds.test(callee.replace(/\s+/g, ''));
  });
}

/** The answer has left before the call, on the way that leads to it. */
export function isAnsweredBefore(call: Node, answers: readonly Node[]): boolean {
  return answers.some((answer) => {
    if (answer.startIndex > call.startIndex) return false;
    const statement = ancestorOf(answer, new Set(['expression_statement', 'return_statement', 'lexical_declaration']));
    const block = statement?.parent ?? undefined;
    // `return res.json()` leaves; an answer in a branch that returns is not on the way.
    return statement?.type === 'expression_statement' && block !== undefined && isInside(call, block) && !leavesAfter(statement);
  });
}

function leavesAfter(statement: Node): boolean {
  for (let next = statement.nextNamedSibling; next !== null; next = next.nextNamedSibling) if (next.type === 'return_statement' || next.type === 'throw_statement') return true;
  return false;
}

/** Methods that look something up or check it. */
const reads =
  /^(?:find|get|fetch|count|exists?|is|has|check|validate|compare|hash|genSalt|load|read|list|select|search|verify|parse|render|resolve|lookup|populate|lean|exec|json|text|safeParse|parseAsync|sign|digest|random|all|allSettled|race|next|delay|sleep|wait|ensure|assert|require|authorize|authenticate|rateLimit|limit|connect|build|compose|format|log|info|warn|error|debug)(?![a-z])/;
const sends = /send|mail|sms|notify|push/i;
const sqlChanges = /^\W*(?:insert|update|delete|with)\b/i;

/** Methods that change a store at once: a list in memory, SQLite. */
const changes = /^(?:push|unshift|set|add|run|insert|save|create)$/;

/** `orders.push(order)` on what the file keeps, not on a list of the function. */
function changesStore(call: Node, source: ScriptSource): boolean {
  const callee = calleeOf(call);
  if (callee?.type !== 'member_expression' || !changes.test(field(callee, 'property')?.text ?? '')) return false;
  const root = firstIdentifier(callee);
  return root !== undefined && source.scopes.resolve(root)?.scope.type === 'program' && !/^(?:console|log|logger|metrics?)$/.test(root.text);
}

/**
 * Whether the handler does something else whose success the answer reports, that is, whether it changes data, and
 * whether some of that comes after the sending. An endpoint that only sends answers for the sending itself.
 */
export function otherWork(fn: Node, send: Node, source: ScriptSource): 'none' | 'done' | 'ahead' {
  const others = ownNodes(fn, 'call_expression').filter((call) => !isInside(call, send) && changesData(call, source));
  if (others.length === 0) return 'none';
  return others.some((call) => call.startIndex > send.endIndex) ? 'ahead' : 'done';
}

function changesData(call: Node, source: ScriptSource): boolean {
  if (awaitOf(call) === undefined) return call.parent?.type === 'expression_statement' && changesStore(call, source);
  const method = (calleeOf(call)?.text ?? '').replace(/\s+/g, '').split(/[.?]+/).at(-1) ?? '';
  const first = namedChildren(field(call, 'arguments') ?? call)[0];
  if (/^(?:query|execute|run|raw|unsafe)$/.test(method)) return first !== undefined && sqlChanges.test(first.text.slice(1));
  return /^\w+$/.test(method) && !reads.test(method) && !sends.test(method);
}

/** How the outcome of the sending is used: not at all, in the log alone, or to decide or answer something. */
export function useOfResult(call: Node, source: ScriptSource): 'none' | 'logged' | 'answered' {
  const awaited = awaitOf(call) ?? call;
  const outer = awaited.parent;
  if (outer?.type === 'expression_statement') return 'none';
  const name = outer?.type === 'variable_declarator' ? field(outer, 'name') : undefined;
  const ids = name === undefined ? [] : patternIdentifiers(name);
  if (ids.length === 0) return 'answered';
  const uses = ids.flatMap((id) => {
    const declaration = source.scopes.resolve(id);
    return declaration === undefined ? [] : source.scopes.references(declaration);
  });
  return uses.every(isLogged) ? 'logged' : 'answered';
}

/** In a line of the log, or in the condition of one. */
function isLogged(use: Node): boolean {
  const branch = ancestorOf(use, new Set(['if_statement']));
  const condition = branch === undefined ? undefined : field(branch, 'condition');
  if (branch !== undefined && condition !== undefined && isInside(use, condition)) return !/\b(?:return|throw|await|next)\b|\.(?:json|send|status)\(/.test(branch.text);
  const call = ancestorOf(use, new Set(['call_expression', 'return_statement']));
  return call?.type === 'call_expression' && /(?:^|\.)(?:console|log|logger)\.\w+$/.test(calleeOf(call)?.text ?? '');
}

/** A `try` of its own around the sending whose `catch` answers or throws: the caller is told that nothing was sent. */
export function reportsFailure(call: Node, fn: Node, handler: Handler): boolean {
  const tried = ancestorOf(call, new Set(['try_statement']));
  const caught = tried === undefined || !isInside(tried, fn) ? undefined : field(tried, 'handler');
  const body = tried === undefined ? undefined : field(tried, 'body');
  if (caught === undefined || body === undefined || !isInside(call, body)) return false;
  const others = ownNodes(fn, 'await_expression').filter((each) => isInside(each, body) && !isInside(call, each));
  if (others.length > 0) return false;
  const response = handler.parameters[handler.framework === 'koa' || handler.framework === 'hono' ? 0 : 1];
  // `return fail(res, error)`: a helper answers.
  const byHelper = handler.framework !== 'nest' && response !== undefined && /^\w+$/.test(response) && new RegExp(`(?<![\\w$.])(?!log)\\w+\\(\\s*${response}\\s*[,)]`).test(caught.text);
  const answer = byHelper || answersIn(fn, handler).some((each) => isInside(each, caught));
  return answer || /\bthrow\b|\bnext\(/.test(caught.text) || restores(caught);
}

/** A comment right before the sending speaks of a queue, or is the code that used one: whoever wrote it has decided. */
export function isInlineOnPurpose(call: Node): boolean {
  const statement = ancestorOf(call, new Set(['expression_statement', 'lexical_declaration', 'return_statement']));
  for (let before = statement?.previousNamedSibling; before?.type === 'comment'; before = before.previousNamedSibling) if (/queue/i.test(before.text) && !/\b(?:todo|fixme|should|later)\b/i.test(before.text)) return true;
  return false;
}

/** The catch takes back what was written before. */
function restores(caught: Node): boolean {
  let found = false;
  walk(caught, (node) => {
    if (node.type === 'await_expression') found = true;
    return !found;
  });
  return found;
}

// `forgotPassword` is none of them.
const codes = /(?:\b|_)otp|Otp|OTP|2fa|2FA|mfa|MFA|[tT]wo-?[fF]actor|[oO]ne-?[tT]ime|[pP]in_?[cC]ode|[vV]erification_?[cC]ode|[vV]erify_?[cC]ode|[lL]ogin_?[cC]ode|[mM]agic/;

/** A code the user sits and waits for: they must learn at once that it was not sent. */
export function sendsCode(call: Node, fn: Node, source: ScriptSource): boolean {
  if (codes.test(call.text)) return true;
  const name = field(fn, 'name')?.text ?? (fn.parent?.type === 'variable_declarator' ? field(fn.parent, 'name')?.text : undefined) ?? '';
  return codes.test(name) || codes.test(source.project.relative(source.file).split('/').at(-1) ?? '');
}
