import { maySend } from './inline-third-party-call/providers';
import { servesAdministrators } from '../../facts/javascript/administrators';
import { awaitOf, calleeOf } from '../../facts/javascript/calls';
import { isCalledName, mayAnswerRequests } from '../../facts/javascript/glance';
import { enclosingFunction } from '../../facts/javascript/functions';
import { enclosingHandler, type Handler } from '../../facts/javascript/handlers';
import { functionTypes } from '../../facts/javascript/scope';
import { isBesideServer } from '../../facts/javascript/startup';
import type { ScriptSource } from '../../source';
import { ancestorOf, callAbove, isInside, type Node } from '../../syntax/nodes';
import type { Draft, Glimpse, Rule, TreeHit } from '../rule';
import { waitsFor, type Waited } from './inline-third-party-call/delivery';
import { docs } from './inline-third-party-call/docs';
import { enqueue } from './inline-third-party-call/fix';
import { answersIn, isAnsweredBefore, isInlineOnPurpose, otherWork, reportsFailure, sendsCode, useOfResult } from './inline-third-party-call/purpose';

/** What sending is called where it is called; the provider itself is proven by its origin. */
const triggers = [
  ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (letter) => `send${letter}`),
  ...['SendMail', 'SendEmail', 'SendWelcome', 'SendPassword', 'mail(', 'Mail(', 'mails(', 'Mails(', 'Sms(', 'SMS(', 'sms('],
  ...['emails.send', 'batch.send', 'messages.create(', 'Mail.send(', 'mail.send(', 'ses.send(', 'lient.send(', 'ssaging().send(', 'mailer.', 'Mailer.', 'ailService.', 'notify'],
];

/** A call, or the object of one, that a handler may wait for. */
function mayHold(glimpse: Glimpse): boolean {
  const { text, offset } = glimpse;
  return isCalledName(glimpse) && /\bawait\b/.test(text.slice(Math.max(0, offset - 2000), offset)) && maySend(glimpse) && mayAnswerRequests(glimpse);
}

function callOf({ node }: TreeHit): Node | undefined {
  if (node.type === 'call_expression') return node;
  const call = callAbove(node);
  const callee = call === undefined ? undefined : calleeOf(call);
  return callee !== undefined && isInside(node, callee) ? call : undefined;
}

function* check(hit: TreeHit, source: ScriptSource): Generator<Draft> {
  const call = callOf(hit);
  const place = call === undefined || isBesideServer(source) ? undefined : waitingHandler(call, source);
  if (call === undefined || place === undefined) return;
  const { fn, handler } = place;
  if (isAnsweredBefore(call, answersIn(fn, handler)) || sendsCode(call, fn, source)) return;
  const waited = waitsFor(call, source);
  if (waited === undefined || useOfResult(call, source) === 'answered' || reportsFailure(call, fn, handler)) return;
  const work = otherWork(fn, call, source);
  yield { ...draft(call, waited, work === 'done', source), ...(work === 'none' || isInlineOnPurpose(call) || servesAdministrators(call, source) ? { severity: 'hint' as const } : {}) };
}

/** The handler that waits for the call: awaited in its own body, or in a callback whose call is awaited there. */
function waitingHandler(call: Node, source: ScriptSource): { readonly fn: Node; readonly handler: Handler } | undefined {
  const place = awaitOf(call) === undefined ? undefined : enclosingHandler(call, source);
  if (place === undefined) return undefined;
  for (let fn = enclosingFunction(call); fn !== undefined && fn.id !== place.fn.id; fn = ancestorOf(fn, functionTypes)) {
    const outer = ancestorOf(fn, new Set(['await_expression', ...functionTypes]));
    if (outer?.type !== 'await_expression') return undefined;
  }
  return place;
}

function draft(call: Node, waited: Waited, isDone: boolean, source: ScriptSource): Draft {
  const told = `The response waits until ${waited.provider} has taken the ${waited.delivers}: when that is slow or hangs, so does this endpoint${isDone ? ', though its own work is done' : ''}.`;
  const fix = useOfResult(call, source) !== 'none' ? 'the result of the sending is used here' : enqueue(call, waited, source);
  const refused = typeof fix === 'string';
  return { start: call.startIndex, end: calleeOf(call)?.endIndex ?? call.endIndex, message: refused ? `${told} No automatic fix: ${fix}.` : told, fixes: refused ? [] : [fix] };
}

/** E-mail, text and push messages that a handler waits for before it answers. */
export const inlineThirdPartyCall: Rule = {
  id: 'inline-third-party-call',
  title: 'A response that waits for a mail provider',
  area: 'consistency',
  languages: ['javascript', 'typescript', 'tsx'],
  grade: 'guided',
  severity: 'information',
  lesson: 'slow-signup#mail-before-response',
  defaultOn: true,
  isUnproven: true,
  docs,
  script: { triggers, mayHold, check },
};
