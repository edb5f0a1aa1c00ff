import { calleeOf } from '../../../../facts/javascript/calls';
import { isTest } from '../../../../scan/quiet';
import type { Waiter } from '../../../../facts/javascript/callers';
import { enclosingFunction } from '../../../../facts/javascript/functions';
import type { OutboundCall } from '../../../../facts/javascript/outboundCalls';
import { closest, field, type Node } from '../../../../syntax/nodes';
import { runtimeOf } from '../../../../facts/javascript/runtime';
import { searchedFolder } from '../../../../facts/javascript/callers';
import type { ScriptSource } from '../../../../source';
import type { Place } from './place';

/** Who a call that hangs holds up. */
export type Waiting = Place | 'called' | Exclude<Waiter, 'request'>;

const who: Readonly<Record<Waiting, string>> = {
  request: 'every request that comes here waits with it',
  server: 'everyone who waits for this function waits with it',
  called: 'every request or message whose handling comes here waits with it',
  unknown: "whoever waits for this function waits with it; the project's own calls do not show that a request does",
  nobody: 'nobody waits for this one, but its socket and all that it refers to stay',
  administrators: 'those who run the service wait with it; nobody else comes here',
  development: 'only what runs in development waits with it',
  bounded: 'its callers end their wait themselves, but its socket and all that it refers to stay',
  startup: 'what runs when the program starts waits with it; nothing else calls this function',
  uncalled: 'whoever calls this function will wait with it; nothing in the project does yet',
};

/** Some file of the project sets undici's dispatcher for all; its limits are not the 300 s that undici begins with. */
function changesDispatcher(source: ScriptSource): boolean {
  const { origins, project } = source;
  const dir = searchedFolder(source.file, source);
  if (dir === undefined) return false;
  return origins.remember(`dispatcher\0${dir}`, () => ['setGlobalDispatcher', 'globalDispatcher'].some((word) => project.filesWith(word, dir)?.some((each) => !isTest(project.relative(each))) === true));
}

/** How long a client with no deadline waits. undici's limits are those of the platform's fetch. */
function patience({ call, client, library }: OutboundCall, source: ScriptSource): string {
  const name = `\`${nameOf(call)}\``;
  if (client === 'fetch' && library === '' && runtimeOf(source) === 'deno') return `${name} waits for ever: Deno sets it no timeout`;
  const isOfUndici = client === 'undici' || (client === 'fetch' && (library === '' || library === 'undici'));
  if (isOfUndici && changesDispatcher(source)) return `${name} has no deadline, only the limits of the dispatcher that the project gives every fetch`;
  if (isOfUndici) return `${name} gives up after 300 s without headers, and again after 300 s without a piece of the body`;
  return `${name} waits for ever: it has no timeout of its own`;
}

const nameOf = (call: Node) => (calleeOf(call)?.text ?? 'the call').replace(/\s+/g, '').slice(0, 60);

/** What happens when the other side hangs. */
export function hangMessage(outbound: OutboundCall, waiting: Waiting, source: ScriptSource): string {
  return `${patience(outbound, source)}. When the other side hangs, ${who[waiting]}.`;
}

export function untimedMessage(outbound: OutboundCall, ends: string, waiting: Waiting): string {
  return `Only ${ends} ends \`${nameOf(outbound.call)}\` early, no timer does. When the other side hangs, ${who[waiting]}.`;
}

export function ignoredMessage(outbound: OutboundCall, entry: Node, waiting: Waiting): string {
  const does = outbound.client === 'http' ? `\`${entry.text}\` only emits an event, which nothing here listens to` : `fetch ignores \`${entry.text}\``;
  return `${does}: the call goes on. When the other side hangs, ${who[waiting]}.`;
}

export function creationMessage(creation: Node, isAwaited: boolean): string {
  const waiting = isAwaited ? 'everyone who waits for one of them waits with it' : "whoever waits for one of them waits with it; the project's own calls do not show that a request does";
  return `The requests of \`${nameOf(creation)}\` wait for ever: the instance has no timeout, and the library has none of its own. When the other side hangs, ${waiting}.`;
}

const tries: ReadonlySet<string> = new Set(['try_statement']);

/** What the caller's own error handling will miss once the deadline is there; '' where nothing is to be said. */
export function missedError({ call, client, library }: OutboundCall): string {
  // node-fetch and http reject with AbortError, whatever the signal's own reason is.
  if (client !== 'undici' && (client !== 'fetch' || library === 'node-fetch')) return '';
  const fn = enclosingFunction(call);
  const statement = closest(call, tries);
  const handler = statement === undefined ? undefined : field(statement, 'handler');
  const text = handler?.text ?? fn?.text ?? '';
  if (!/['"`]AbortError['"`]/.test(text) || /TimeoutError/.test(text)) return '';
  return " The deadline's error is a TimeoutError, which the test for AbortError here does not match: let it match both.";
}
