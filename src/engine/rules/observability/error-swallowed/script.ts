import { argumentsOf, awaitOf, calleeOf } from '../../../facts/javascript/calls';
import { enclosingFunction } from '../../../facts/javascript/functions';
import { dataCallAt } from '../../../facts/javascript/dataCalls';
import { outboundCall } from '../../../facts/javascript/outboundCalls';
import { functionTypes } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { callAbove, closest, closestCall, field, isInside, namedChildren, type Node } from '../../../syntax/nodes';
import type { Draft, DraftFix, TreeHit } from '../../rule';
import { effectAt, effectsIn, type Effect } from './effects';
import { letThrough, thrownOn, withoutCatch } from './fix';
import { isMeant, leavesNoTrace } from './quiet';

const clauses: ReadonlySet<string> = new Set(['catch_clause']);

/** The finding for an empty `catch` or an awaited `.catch(() => {})` around a write or a send. */
export function* checkSwallowed({ node, literal }: TreeHit, source: ScriptSource): Generator<Draft> {
  if (literal.startsWith('.catch(')) yield* checkMethod(node, source);
  else yield* checkClause(node, source);
}

function* checkClause(node: Node, source: ScriptSource): Generator<Draft> {
  const clause = closest(node, clauses);
  const statement = clause?.parent;
  const handler = clause === undefined ? undefined : field(clause, 'body');
  const body = statement === null || statement === undefined ? undefined : field(statement, 'body');
  if (clause === undefined || statement === null || statement === undefined || handler === undefined || body === undefined) return;
  const [only, ...more] = namedChildren(handler);
  const rollback = only !== undefined && more.length === 0 && isRollback(only) ? only : undefined;
  if (only !== undefined && rollback === undefined) return;
  const [effect] = effectsIn(body, source);
  if (effect === undefined || isMeant(statement, source) || !leavesNoTrace(body, source) || isBatch(body) || isAfterthought(effect, statement, source)) return;
  yield draftOf(clause, effect, rollback === undefined ? letThrough(statement, effect, source) : thrownOn(clause, rollback, source), source);
}

/** `await client.query('ROLLBACK')`, `await t.rollback()`: the data is right, and the caller still does not know. */
const isRollback = (statement: Node): boolean => statement.type === 'expression_statement' && /^await\s[^]*?(?:\(\s*['"`]rollback['"`]\s*\)|\.rollback(?:Transaction)?\(\s*\));?$/i.test(statement.text);

/** Many awaits in one `try` with an empty catch are a script's, or a test of what works. */
const isBatch = (body: Node): boolean => namedChildren(body).length > 6;

/** Telling others is often an extra beside the work itself: only where it is the last thing that the function does, and no write, is its loss certain to matter. */
function isAfterthought(effect: Effect, statement: Node, source: ScriptSource): boolean {
  const fn = enclosingFunction(statement);
  const body = fn === undefined ? undefined : field(fn, 'body');
  if (!effect.isSent || body === undefined) return false;
  const waitsAfter = /\bawait\b/.test(source.text.slice(statement.endIndex, body.endIndex));
  return waitsAfter || effectsIn(body, source).some(({ call }) => !isInside(call, statement));
}

const nothing = /^(?:(?:async )?\(\w*\)|\w+) => (?:\{\s*\}|undefined|null|void 0)$/;

function* checkMethod(node: Node, source: ScriptSource): Generator<Draft> {
  const call = catchCall(node);
  const callee = call === undefined ? undefined : calleeOf(call);
  const receiver = callee === undefined ? undefined : field(callee, 'object');
  const [handler] = call === undefined ? [] : argumentsOf(call);
  const awaited = call === undefined ? undefined : awaitOf(call);
  // A promise that nobody awaits is not waited for on purpose, and a value that is kept can be looked at.
  if (call === undefined || callee === undefined || receiver === undefined || handler === undefined || awaited?.parent?.type !== 'expression_statement' || !nothing.test(handler.text)) return;
  const effect = receiver.type === 'call_expression' ? effectAt(receiver, source) : undefined;
  if (effect === undefined || isMeant(awaited.parent, source) || isAfterthought(effect, awaited.parent, source)) return;
  const property = field(callee, 'property') ?? callee;
  yield { ...draftOf(property, effect, withoutCatch(call, receiver, source), source), end: call.endIndex };
}

function catchCall(node: Node): Node | undefined {
  for (let at = closestCall(node); at !== undefined && !functionTypes.has(at.type); at = callAbove(at)) {
    const callee = calleeOf(at);
    if (callee?.type === 'member_expression' && field(callee, 'property')?.text === 'catch') return at;
  }
  return undefined;
}

/** A write of what another side gave for a request that has been made: to fail now would undo nothing of it. */
function isRecord({ call, isSent }: Effect, source: ScriptSource): boolean {
  return (
    !isSent &&
    call.descendantsOfType('identifier').some((use) => {
      const declaration = use === null ? undefined : source.scopes.resolve(use);
      const value = declaration?.kind === 'const' ? field(declaration.site, 'value') : undefined;
      return value?.type === 'await_expression' && value.descendantsOfType('call_expression').some((each) => each !== null && isRequest(each, source));
    })
  );
}

/** Prisma's update throws where the row is missing: the catch may say "if it is there". */
function mayBeMissing({ call }: Effect, source: ScriptSource): boolean {
  const data = dataCallAt(call, source);
  return data?.library === 'prisma' && data.method === 'update';
}

/** A message or payment made at a provider. */
const providers = /^(?:twilio|stripe|resend|nodemailer|@sendgrid\/mail|@aws-sdk\/client-s[en]s)(?::|$)/;

function isRequest(call: Node, source: ScriptSource): boolean {
  const callee = calleeOf(call);
  return callee !== undefined && (outboundCall(call, source) !== undefined || providers.test(source.origins.key(callee)));
}

function draftOf(at: Node, effect: Effect, fix: DraftFix | string, source: ScriptSource): Draft {
  const { told } = effect;
  const refused = typeof fix === 'string';
  return {
    start: at.startIndex,
    end: at.endIndex,
    // What is sent may be a favour to a service that need not be there; a write is meant to last.
    ...(effect.isSent || isRecord(effect, source) || mayBeMissing(effect, source) ? { severity: 'hint' as const } : {}),
    message: `When ${told} fails, nobody learns of it: the error is dropped here, and the caller goes on as after a success.${refused ? ` No automatic fix: ${fix}.` : ''}`,
    fixes: refused ? [] : [fix],
  };
}
