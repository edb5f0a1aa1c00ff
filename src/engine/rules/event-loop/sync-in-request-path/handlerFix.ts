import { calleeOf } from '../../../facts/javascript/calls';
import { fieldUses } from '../../../facts/javascript/flow';
import { callsOf, declarationOf, isExported, ownNodes, parametersOf } from '../../../facts/javascript/functions';
import type { Handler } from '../../../facts/javascript/handlers';
import type { FixSafety } from '../../../finding';
import { makeAsync } from '../../../fix/javascript/asyncFunction';
import type { ImportPlan } from '../../../fix/javascript/importPlan';
import { caughtName, wrapBody } from '../../../fix/javascript/tryCatch';
import { sourceStyle } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { field, namedChildren, walk, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import { returnReplies } from './fastifyReply';

/** A handler made async, with the edits inside it. */
export interface AsyncHandler {
  readonly edits: readonly TextEdit[];
  readonly safety: FixSafety;
  /** What the fix does with errors, for its title. */
  readonly errors?: 'next' | '500';
}

/**
 * Makes a plain handler async in the way its framework needs.
 * @param own the edits inside the handler
 * @returns a reason where callers or errors would be lost
 */
export function asyncHandler(fn: Node, handler: Handler, own: readonly TextEdit[], plan: ImportPlan, source: ScriptSource): AsyncHandler | string {
  const obstacle = callerObstacle(fn, handler, source);
  if (obstacle !== undefined) return obstacle;
  const made = makeAsync(fn);
  if (made === undefined) return 'the handler cannot be made async as it is declared';
  const safety = isOnlyRegistered(fn, handler, source) ? 'safe' : 'review';
  const plain: AsyncHandler = { edits: [...made, ...own], safety };
  switch (handler.framework) {
    case 'express': {
      if (handler.evidence === 'wrapped') return knownWrapper(fn, source) ? plain : 'what its wrapper does with a promise is not visible here';
      if (handler.major === undefined) return 'with Express 4 the rejection of an async handler ends the process, and package.json does not say which version this is';
      if (handler.major >= 5 || catchesAll(fn)) return plain;
      return forwarding(fn, made, own, safety, plan, source);
    }
    case 'http':
      return catchesAll(fn) ? plain : answering(fn, made, own, source);
    case 'fastify': {
      const replies = returnReplies(fn, source);
      return typeof replies === 'string' ? replies : { ...plain, edits: [...plain.edits, ...replies] };
    }
    default:
      return plain;
  }
}

function callerObstacle(fn: Node, handler: Handler, source: ScriptSource): string | undefined {
  if (callsOf(fn, source.scopes).length > 0) return 'its callers would have to change';
  if (fn.type === 'method_definition' && fieldUses(field(fn, 'name')?.text ?? '', fn, source).some((use) => field(use.parent ?? use, 'function')?.id === use.id)) {
    return 'its callers would have to change';
  }
  if (handler.framework === 'nest' && isStream(fn)) return 'a stream of events is not awaited';
  const isCertain = handler.evidence === 'registered' || handler.evidence === 'decorated';
  return isCertain || givesNothing(fn) ? undefined : 'its result may be used at once by its callers';
}

function isStream(fn: Node): boolean {
  for (let at = fn.previousNamedSibling; at?.type === 'decorator'; at = at.previousNamedSibling) if (/^@Sse\b/.test(at.text)) return true;
  return false;
}

/** True when the function gives its callers no value but what `res` and `next` give. */
function givesNothing(fn: Node): boolean {
  if (parametersOf(fn).length < 2) return false;
  const names = parametersOf(fn).map((parameter) => parameter.text);
  const answers = (value: Node | undefined) => value === undefined || names.includes(/^\w+/.exec(value.text)?.[0] ?? '');
  const body = field(fn, 'body');
  if (body?.type !== 'statement_block') return answers(body);
  return ownNodes(fn, 'return_statement').every((statement) => answers(namedChildren(statement)[0]));
}

/** Nothing but a router has the function. */
function isOnlyRegistered(fn: Node, handler: Handler, source: ScriptSource): boolean {
  if (handler.evidence !== 'registered' && handler.evidence !== 'wrapped') return false;
  return fn.parent?.type !== 'class_body' && (declarationOf(fn, source.scopes) === undefined || !isExported(fn, source.scopes));
}

function knownWrapper(fn: Node, source: ScriptSource): boolean {
  const call = fn.parent?.type === 'arguments' ? fn.parent.parent : undefined;
  const callee = call?.type === 'call_expression' ? calleeOf(call) : undefined;
  return callee !== undefined && /^(?:express-async-handler|express-async-wrapper):/.test(source.origins.key(callee));
}

/** The whole body is a `try` whose `catch` does not throw. */
function catchesAll(fn: Node): boolean {
  const body = field(fn, 'body');
  const [only, ...others] = body?.type === 'statement_block' ? namedChildren(body) : [];
  const caught = only?.type === 'try_statement' && others.length === 0 ? field(only, 'handler') : undefined;
  if (caught === undefined) return false;
  let throws = false;
  walk(caught, (node) => {
    if (node.type === 'throw_statement') throws = true;
    return !throws;
  });
  return !throws;
}

/** Express 4 does not see a rejection: errors go to `next`. */
function forwarding(fn: Node, made: readonly TextEdit[], own: readonly TextEdit[], safety: FixSafety, plan: ImportPlan, source: ScriptSource): AsyncHandler | string {
  const next = nextParameter(fn, plan);
  if (typeof next === 'string') return next;
  const name = caughtName(source, []);
  const end = sourceStyle(source).semicolons ? ';' : '';
  const wrapped = wrapBody(fn, own, name, [`${next.name}(${name})${end}`], source);
  return wrapped === undefined
    ? 'Express 4 needs a try around the whole handler, and its layout leaves no room for one'
    : { edits: [...made, ...next.edits, ...wrapped], safety, errors: 'next' };
}

interface NextParameter {
  readonly name: string;
  readonly edits: readonly TextEdit[];
}

/** The handler's `next`, added where it has none. */
function nextParameter(fn: Node, plan: ImportPlan): NextParameter | string {
  const parameters = parametersOf(fn);
  const existing = parameters.length === 4 ? parameters[3] : parameters[2];
  if (existing !== undefined) return existing.type === 'identifier' ? { name: existing.text, edits: [] } : 'its third parameter is not next';
  const last = namedChildren(field(fn, 'parameters') ?? fn).at(-1);
  if (parameters.length !== 2 || last === undefined) return 'Express 4 needs next to pass errors on, and the handler does not take the response before it';
  if (/\bnext\b/.test(fn.text)) return 'the name next, by which Express 4 is told of errors, means something else here';
  const annotation = nextType(last, plan);
  return annotation === undefined ? 'the type of its next parameter is not known' : { name: 'next', edits: [{ start: last.endIndex, end: last.endIndex, newText: `, next${annotation}` }] };
}

/** `: NextFunction`, reached as the response's type is. */
function nextType(response: Node, plan: ImportPlan): string | undefined {
  const annotation = field(response, 'type');
  if (annotation === undefined) return '';
  const type = namedChildren(annotation)[0]?.text.replace(/<[\s\S]*$/, '');
  if (type === 'any') return ': any';
  if (type?.endsWith('.Response') === true) return `: ${type.slice(0, -'.Response'.length)}.NextFunction`;
  return type === undefined ? undefined : `: ${plan.need({ module: 'express', name: 'NextFunction', type: true })}`;
}

/** A rejection in a bare server's listener ends the process: errors answer 500. */
function answering(fn: Node, made: readonly TextEdit[], own: readonly TextEdit[], source: ScriptSource): AsyncHandler | string {
  const response = parametersOf(fn)[1];
  if (response?.type !== 'identifier') return 'a rejection here ends the process, and there is no response to answer it with';
  const name = caughtName(source, []);
  const end = sourceStyle(source).semicolons ? ';' : '';
  const caught = [`console.error(${name})${end}`, `if (!${response.text}.headersSent) ${response.text}.statusCode = 500${end}`, `${response.text}.end()${end}`];
  const wrapped = wrapBody(fn, own, name, caught, source);
  return wrapped === undefined
    ? 'a rejection here ends the process, and the layout leaves no room for a try'
    : { edits: [...made, ...wrapped], safety: 'review', errors: '500' };
}
