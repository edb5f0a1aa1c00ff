import { argumentsOf } from '../calls';
import { enclosingFunction, parametersOf } from '../functions';
import type { Node } from '../../../syntax/nodes';

/** Parameters that stand for whoever waits: to name one in a callback is to answer. */
const answering = /^_?(?:res|response|reply|resolve|reject|cb|callback|next|done|ctx|context|c)$/;

/** Methods by which a connection, a message or a promise is answered. */
const answers = '(?:send|sendStatus|json|jsonp|end|render|redirect|status|code|type|write|emit|reply|editReply|followUp|respond|answer|resolve|reject|complete|succeed|fail|done|next|ack|nack|publish|postMessage)';

/**
 * Whether a callback given to `then` may answer whoever waits: it calls what the functions around it were given, or
 * answers by a method of it.
 * @param chained the call of `then`
 */
export function mayAnswer(chained: Node): boolean {
  const given: string[] = [];
  for (let fn = enclosingFunction(chained); fn !== undefined; fn = enclosingFunction(fn)) given.push(...parametersOf(fn).flatMap(({ text }) => text.match(/[\w$]+/g) ?? []));
  return argumentsOf(chained).some(({ text }) => given.some((name) => isUsed(text, name)));
}

function isUsed(text: string, name: string): boolean {
  const word = `(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])`;
  if (text === name || answering.test(name)) return new RegExp(word).test(text);
  return new RegExp(`${word}\\s*(?:\\?\\.|\\??\\.\\s*${answers}\\s*)?\\(`).test(text);
}

/** Of Express and Fastify, and `ack` of Slack's Bolt. */
const answer = /^(?:await\s+)?(?:(?:res|response|reply)\.(?:status\([^()]*\)\.)?(?:send|json|end|sendStatus|redirect)|ack)\(/;

/** `res.status(200).send(); await notify(order);`: whoever asked has the answer already when a node is reached. */
export function isAnswered(node: Node): boolean {
  for (let at: Node | null = node; at !== null; at = at.parent) {
    if (at.parent?.type !== 'statement_block') continue;
    for (let before = at.previousNamedSibling; before !== null; before = before.previousNamedSibling) if (before.type === 'expression_statement' && answer.test(before.text)) return true;
  }
  return false;
}

const hostHeaders = /['"`]x-(?:github-(?:event|delivery|hook-id)|gitlab-(?:event|token|event-uuid)|gitea-event|hub-signature(?:-256)?)['"`]/i;

/** A handler of the webhooks of a host of code, which hangs up after ten seconds and asks for nothing but a receipt. */
export const isToldByHost = (handler: Node): boolean => hostHeaders.test(handler.text);
