import type { Glimpse } from '../../rule';
import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { enclosingHandler, type Handler } from '../../../facts/javascript/handlers';
import { requestPlace } from '../../../facts/javascript/requestPath';
import type { ScriptSource } from '../../../source';
import { field, isInside, type Node } from '../../../syntax/nodes';

/** Where the bytes go, which could take them piece by piece. */
export interface Sink {
  readonly kind: 'response' | 'file' | 'hash' | 'upload';
  /** The call, or the assignment to Koa's body. */
  readonly node: Node;
  readonly handler?: Handler;
  /** The name of the response: `res`, `reply`, `ctx`. */
  readonly response?: string;
}

const takers = /^#(?:writeFile|createHash|PutObjectCommand)$/;

/** False where only a response can take it. */
export const mayTake = ({ names }: Glimpse): boolean => names(takers);

const sending = /^(?:send|end|body)$/;

/** What takes the value of an expression whole; undefined where it is looked into, or nobody waits. */
export function sinkOf(use: Node, source: ScriptSource): Sink | undefined {
  const outer = use.parent;
  if (outer?.type === 'assignment_expression' && field(outer, 'right')?.id === use.id) return koaBody(outer, source);
  if (outer?.type === 'pair') return objectBody(outer, source);
  const call = outer?.type === 'arguments' ? outer.parent : null;
  const callee = call?.type === 'call_expression' ? calleeOf(call) : undefined;
  if (call == null || callee === undefined) return undefined;
  const key = source.origins.key(callee);
  const at = argumentsOf(call).findIndex((argument) => argument.id === use.id);
  if (/^(?:fs\/promises|fs-extra):writeFile$/.test(key) && at === 1) return requestPlace(call, source) === undefined ? undefined : { kind: 'file', node: call };
  if (/^crypto:createHash\.\(\)\.update$/.test(key) && at === 0) return requestPlace(call, source) === undefined ? undefined : { kind: 'hash', node: call };
  if (callee.type !== 'member_expression' || at !== 0 || !sending.test(field(callee, 'property')?.text ?? '')) return undefined;
  const found = enclosingHandler(call, source);
  const root = rootOf(callee);
  if (found === undefined || root === undefined) return undefined;
  const { handler } = found;
  const position = handler.framework === 'koa' || handler.framework === 'hono' ? 0 : 1;
  const name = handler.framework === 'nest' ? undefined : handler.parameters[position];
  if (name !== root || !isInside(call, found.fn)) return undefined;
  return { kind: 'response', node: call, handler, response: root };
}

/** `new PutObjectCommand({ Body: bytes })` */
function objectBody(pair: Node, source: ScriptSource): Sink | undefined {
  const list = pair.parent?.type === 'object' ? pair.parent.parent : undefined;
  const made = list?.type === 'arguments' ? list.parent : undefined;
  const isBody = field(pair, 'key')?.text === 'Body' && made?.type === 'new_expression' && source.origins.key(made) === '@aws-sdk/client-s3:PutObjectCommand.new';
  return isBody && requestPlace(made, source) !== undefined ? { kind: 'upload', node: made } : undefined;
}

/** `ctx.body = bytes` */
function koaBody(assignment: Node, source: ScriptSource): Sink | undefined {
  const left = field(assignment, 'left');
  const found = enclosingHandler(assignment, source);
  const object = left?.type === 'member_expression' && field(left, 'property')?.text === 'body' ? field(left, 'object')?.text : undefined;
  if (found?.handler.framework !== 'koa' || object === undefined || object !== found.handler.parameters[0]) return undefined;
  return { kind: 'response', node: assignment, handler: found.handler, response: object };
}

/** The name a chain of calls starts with: `res` in `res.type('pdf').send`. */
function rootOf(callee: Node): string | undefined {
  let at: Node | undefined = callee;
  while (at?.type === 'member_expression' || at?.type === 'call_expression') at = field(at, at.type === 'call_expression' ? 'function' : 'object');
  return at?.type === 'identifier' ? at.text : undefined;
}
