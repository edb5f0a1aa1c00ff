import { isBehindTheirCheck } from '../../../facts/javascript/administrators';
import { isForDevelopment } from '../../../facts/javascript/development';
import { runtimeOf } from '../../../facts/javascript/runtime';
import { mayRunOnServer } from '../../../facts/javascript/serverSide';
import { knowsCallers, waiterForMany } from '../../../facts/javascript/callers';
import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { isInterfaceCode, mayAnswerRequests, mayServe } from '../../../facts/javascript/glance';
import { callsOfModule, importsModule } from '../../../facts/javascript/moduleCalls';
import { outboundCall, type OutboundCall } from '../../../facts/javascript/outboundCalls';
import type { ScriptSource } from '../../../source';
import { closestCall, isInside, type Node } from '../../../syntax/nodes';
import type { Draft, Matcher, TreeHit } from '../../rule';
import { checkCreation } from './script/creations';
import { isDropped } from './script/dropped';
import { deadlineFix, ignoredEntry } from './script/fix';
import { hangMessage, ignoredMessage, missedError, untimedMessage, type Waiting } from './script/messages';
import { placeOf, type Place } from './script/place';
import { hasProjectDefault, isAside, isByHand, isExperiment, isForDebugging, isGuarded, isInPage, isNoRemoteAddress, isOwnMachine, isStream, isToConnect, mayBeRequest } from './script/quiet';
import { untimedSignal } from './script/signal';
import { isUnheardByExpress } from './script/survivedBy';

const modules = ['axios', 'got', 'superagent', 'undici', 'node-fetch', 'cross-fetch', 'http', 'https', 'node:http', 'node:https'];

/** The platform's own fetch is called by its name, and axios in a fragment, which imports nothing; the others are followed from their import. */
const named: ReadonlyMap<string, RegExp> = new Map([
  ['fetch(', /^:(?:globalThis\.)?fetch$/],
  ['axios.', /^axios:/],
]);

export const script: Matcher<ScriptSource, TreeHit> = {
  triggers: [...named.keys(), ...modules.flatMap((name) => [`'${name}'`, `"${name}"`])],
  mayHold: (glimpse) => (named.has(glimpse.literal) || importsModule(glimpse)) && ((!isInterfaceCode(glimpse) && mayServe(glimpse) && mayRunOnServer(glimpse)) || mayAnswerRequests(glimpse)),
  *check({ node, literal }, source) {
    const origin = named.get(literal);
    const calls = origin === undefined ? callsOfModule(node, source) : namedCall(node, literal, origin, source);
    // A platform that runs an isolate for each call bounds and ends it.
    if (calls.length > 0 && (runtimeOf(source) === 'isolate' || isForDevelopment(source))) return;
    for (const call of calls) {
      yield* checkCall(call, source);
      yield* checkCreation(call, source);
    }
  },
};

function namedCall(node: Node, literal: string, origin: RegExp, source: ScriptSource): Node[] {
  const call = literal === 'axios.' && !source.fragment ? undefined : closestCall(node);
  const callee = call === undefined ? undefined : calleeOf(call);
  return call !== undefined && callee !== undefined && isInside(node, literal === 'axios.' ? callee : call) && origin.test(source.origins.key(callee)) ? [call] : [];
}

function* checkCall(call: Node, source: ScriptSource): Generator<Draft> {
  const outbound = outboundCall(call, source);
  if (outbound === undefined || outbound.creation !== undefined || argumentsOf(call).some((argument) => argument.type === 'spread_element')) return;
  const untimed = outbound.limit.state === 'unknown' && outbound.signal !== undefined ? untimedSignal(outbound.signal, source) : undefined;
  if (outbound.limit.state !== 'none' && untimed === undefined) return;
  if (mayBeRequest(outbound) || isNoRemoteAddress(outbound, source) || isStream(outbound, source) || isGuarded(call, source) || isInPage(call)) return;
  const place = placeOf(call, source);
  if (place === undefined || hasProjectDefault(outbound, source)) return;
  yield drafted(outbound, place, untimed, source);
}

/** What the project's own calls say of it. In a handler, and where nobody can know who calls, the place is enough. */
function waitingFor({ call }: OutboundCall, place: Place, source: ScriptSource): Waiting {
  const waiter = waiterForMany(call, source);
  if (waiter === 'request') return place === 'server' ? 'called' : place;
  return waiter === 'unknown' && (place === 'request' || !knowsCallers(source)) ? place : waiter;
}

/** Whether a request, or a message of a queue, is seen to wait. */
const isProven = (waiting: Waiting): boolean => waiting === 'request' || waiting === 'called' || waiting === 'server';

/** What holds up few people, or where nothing shows that anybody waits. */
function isModest(outbound: OutboundCall, place: Place, source: ScriptSource): boolean {
  if (isOwnMachine(outbound, source) || isByHand(outbound, source) || isExperiment(outbound) || isForDebugging(source) || isBehindTheirCheck(outbound.call)) return true;
  if (place === 'request') return false;
  // A package.json says whether a project serves; what Deno reads does not.
  return isAside(outbound, source) || isToConnect(outbound, source) || (runtimeOf(source) === 'deno' && waiterForMany(outbound.call, source) !== 'request');
}

/** What becomes of the deadline's error where Express 4 gets it. */
const unheard = ({ call, client }: OutboundCall, source: ScriptSource): string => (client !== 'http' && isUnheardByExpress(call, source) ? " Express 4 does not see what an async handler rejects with: catch the deadline's error before, or Node ends the process." : '');

function drafted(outbound: OutboundCall, place: Place, untimed: string | undefined, source: ScriptSource): Draft {
  const callee = calleeOf(outbound.call) ?? outbound.call;
  const ignored = ignoredEntry(outbound, source);
  const waiting = isDropped(outbound) ? 'nobody' : waitingFor(outbound, place, source);
  const what = untimed !== undefined ? untimedMessage(outbound, untimed, waiting) : ignored !== undefined ? ignoredMessage(outbound, ignored, waiting) : hangMessage(outbound, waiting, source);
  const fix = deadlineFix(outbound, source);
  const message = 'refused' in fix ? `${what} No edit is offered: ${fix.refused}.` : what + missedError(outbound) + unheard(outbound, source);
  return {
    start: callee.startIndex,
    end: callee.endIndex,
    message,
    ...(!isProven(waiting) || isModest(outbound, place, source) ? { severity: 'hint' as const } : place === 'request' ? { severity: 'warning' as const } : {}),
    fixes: 'refused' in fix ? [] : [{ title: fix.title, safety: 'review', edits: fix.edits }],
  };
}
