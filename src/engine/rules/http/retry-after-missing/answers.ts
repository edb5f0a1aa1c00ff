import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { enclosingHandler, type Framework } from '../../../facts/javascript/handlers';
import { unwrapped } from '../../../facts/javascript/options';
import type { ScriptSource } from '../../../source';
import { closest, field, type Node } from '../../../syntax/nodes';

/** How an answer of 429 or 503 is written. */
export type Form = 'chain' | 'sendStatus' | 'assigned' | 'writeHead' | 'context';

/** An answer that asks the client to come back later. */
export interface Answer {
  readonly form: Form;
  readonly framework: Framework;
  /** What the finding marks: `res.status(429)`, `ctx.status = 429`, `c.json(body, 429)`. */
  readonly node: Node;
  /** The response object as the code names it. */
  readonly response: string;
  readonly status: 429 | 503;
  /** The handler. */
  readonly fn: Node;
}

const expressions: ReadonlySet<string> = new Set(['call_expression', 'assignment_expression']);

/** The answer that a status in the text is part of; undefined where no handler of a known framework sends it. */
export function answerAt(at: Node, source: ScriptSource): Answer | undefined {
  const node = closest(at, expressions);
  const place = node === undefined ? undefined : enclosingHandler(node, source);
  if (node === undefined || place === undefined) return undefined;
  const { framework } = place.handler;
  const known = { framework, fn: place.fn, node };
  if (node.type === 'assignment_expression') return assigned(node, known, source);
  const callee = calleeOf(node);
  const object = callee?.type === 'member_expression' ? field(callee, 'object') : undefined;
  const method = callee?.type === 'member_expression' ? (field(callee, 'property')?.text ?? '') : '';
  if (object === undefined || !isResponse(object, known, source)) return undefined;
  const given = argumentsOf(node);
  const status = statusOf(framework === 'hono' ? given[1] : given[0], source);
  if (status === undefined) return undefined;
  const form = formOf(method, framework);
  return form === undefined ? undefined : { ...known, form, response: object.text, status };
}

function formOf(method: string, framework: Framework): Form | undefined {
  if (framework === 'hono') return ['json', 'text', 'html', 'body'].includes(method) ? 'context' : undefined;
  if (method === 'writeHead') return 'writeHead';
  if (framework === 'express' || framework === 'nest') return method === 'status' ? 'chain' : method === 'sendStatus' ? 'sendStatus' : undefined;
  return framework === 'fastify' && (method === 'code' || method === 'status') ? 'chain' : undefined;
}

/** `ctx.status = 429` of Koa, `res.statusCode = 429` of bare http. */
function assigned(node: Node, known: Pick<Answer, 'framework' | 'fn' | 'node'>, source: ScriptSource): Answer | undefined {
  const left = field(node, 'left');
  const object = left?.type === 'member_expression' ? field(left, 'object') : undefined;
  const name = left === undefined ? undefined : field(left, 'property')?.text;
  const status = statusOf(field(node, 'right'), source);
  const isStatus = known.framework === 'koa' ? name === 'status' : name === 'statusCode';
  if (object === undefined || status === undefined || !isStatus || node.parent?.type !== 'expression_statement') return undefined;
  return { ...known, form: 'assigned', response: object.text, status };
}

/** The libraries that name statuses. */
const named = /^(?:http-status-codes:(?:StatusCodes\.)?|http-status:(?:status\.)?|@nestjs\/common:HttpStatus\.)(TOO_MANY_REQUESTS|SERVICE_UNAVAILABLE)$/;

function statusOf(value: Node | undefined, source: ScriptSource): 429 | 503 | undefined {
  if (value === undefined) return undefined;
  const { text } = unwrapped(value);
  if (text === '429' || text === '503') return text === '429' ? 429 : 503;
  const name = named.exec(source.origins.key(unwrapped(value)))?.[1];
  return name === undefined ? undefined : name === 'TOO_MANY_REQUESTS' ? 429 : 503;
}

/** A parameter of the handler, in its place or by the usual name. */
function isResponse(object: Node, { fn, framework }: Pick<Answer, 'framework' | 'fn'>, source: ScriptSource): boolean {
  if (object.type !== 'identifier') return false;
  const declaration = source.scopes.resolve(object);
  if (declaration?.kind !== 'parameter') return false;
  return declaration.scope.id === fn.id && (framework === 'hono' || /^_?(?:a?res|response|reply|rep|ctx|c)$/i.test(object.text));
}
