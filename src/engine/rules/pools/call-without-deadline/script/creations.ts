import { axiosDefaults, isThroughProxy } from '../../../../facts/javascript/axiosCalls';
import { argumentsOf, calleeOf } from '../../../../facts/javascript/calls';
import { holderOf } from '../../../../facts/javascript/flow';
import { callsOf, declarationOf, enclosingFunction, isExported } from '../../../../facts/javascript/functions';
import { isServerProject } from '../../../../facts/javascript/handlers';
import { optionsOf } from '../../../../facts/javascript/options';
import { outboundCall, type OutboundCall } from '../../../../facts/javascript/outboundCalls';
import { anyOption, none, type Limit } from '../../../../facts/javascript/outboundLimits';
import { isProgram } from '../../../../facts/javascript/programs';
import { readsArguments } from '../../../../facts/javascript/requestPath';
import { isServerSide } from '../../../../facts/javascript/serverSide';
import { appendToList, numberText, objectText } from '../../../../fix/javascript/lists';
import { callOption, takesSignal } from '../../../../fix/javascript/callOption';
import { lacksOption, spreadWith } from '../../../../fix/javascript/typedOptions';
import type { ScriptSource } from '../../../../source';
import { closestCall, field, type Node } from '../../../../syntax/nodes';
import type { TextEdit } from '../../../../text/edits';
import { durationText } from '../../../../text/duration';
import type { Draft } from '../../../rule';
import { isLimitedByImporters, isLimitedCall } from './importers';
import { givesOthersLong, mayTakeLong, movesMoney, toBeChosen, withLongDeadline } from '../longCalls';
import { signalItem, zeroEntry } from './fix';
import { isInstanceAwaited, isInterceptor } from './instanceWaiters';
import { creationMessage } from './messages';
import { namesAround } from './names';
import { hasProjectDefault } from './quiet';

interface Kind {
  readonly client: 'axios' | 'got';
  readonly limit: (creation: Node, source: ScriptSource) => Limit;
  readonly item: (source: ScriptSource) => string;
}

const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['axios:create', { client: 'axios', limit: axiosDefaults, item: (source) => `timeout: ${numberText(source.settings.timeoutMs, source)}` }],
  [
    'got:extend',
    {
      client: 'got',
      limit: (creation, source) => (argumentsOf(creation).length === 0 ? none : anyOption(argumentsOf(creation), ['timeout', 'signal'], source)),
      item: (source) => `timeout: ${objectText([`request: ${numberText(source.settings.timeoutMs, source)}`], source)}`,
    },
  ],
]);

/** `axios.create({ … })` whose requests nothing ends: one number there serves them all. */
export function* checkCreation(call: Node, given: ScriptSource): Generator<Draft> {
  const names = namesAround(call);
  const reason = movesMoney([given.file.slice(given.file.lastIndexOf('/') + 1)]) ? 'money' : mayTakeLong(given.file, names) || givesOthersLong(given) ? 'long' : undefined;
  const source = reason === undefined ? given : withLongDeadline(given);
  const callee = calleeOf(call);
  const kind = callee === undefined ? undefined : kinds.get(source.origins.key(callee));
  if (callee === undefined || kind === undefined || kind.limit(call, source).state !== 'none' || isLimitedLater(call, kind, source)) return;
  if (isProgram(source) || !isServerProject(source) || !isServerSide(source) || source.memo.once(readsArguments, source.text)) return;
  const edits = limited(call, kind, source);
  const title = `Give the instance a timeout of ${durationText(source.settings.timeoutMs)}`;
  const isAwaited = isInstanceAwaited(call, source);
  const message = creationMessage(call, isAwaited);
  yield {
    start: callee.startIndex,
    end: callee.endIndex,
    message: edits === undefined ? `${message} No edit is offered: its options are made elsewhere.` : message,
    ...(isAwaited ? {} : { severity: 'hint' as const }),
    fixes: edits === undefined ? [] : [{ title: reason !== undefined ? toBeChosen(title, reason) : servesOthers(call, source) ? `${title}, a figure to choose: its longest call decides` : title, safety: 'review', edits }],
  };
}

/** The file sets the instance's default, changes each request's, or gives every request it makes its own. */
function isLimitedLater(creation: Node, kind: Kind, source: ScriptSource): boolean {
  const { text } = source;
  if (/\.timeout\s*=[^=]|responseType:\s*['"](?:stream|arraybuffer|blob|buffer)|defaults\.(?:timeout|signal)/.test(text)) return true;
  const shape = { call: creation, client: kind.client, library: kind.client, limit: none } as const;
  if (hasProjectDefault(shape, source) || isLimitedByImporters(creation, source)) return true;
  // Interceptors send nothing, and one that sets a timeout is found above.
  const uses = (holderOf(creation, source)?.uses ?? []).filter((use) => !isInterceptor(use));
  if (isLimitedBehindGetter(uses, source)) return true;
  const calls = requestsBy(uses, source);
  return calls.length > 0 && calls.length === uses.length && calls.every(({ limit }) => limit.state !== 'none');
}

/** The requests that uses of an instance send; fewer than there are uses where one goes elsewhere. */
function requestsBy(uses: readonly Node[], source: ScriptSource): OutboundCall[] {
  return uses.flatMap((use) => {
    const callee = use.parent?.type === 'member_expression' && field(use.parent, 'object')?.id === use.id ? use.parent : use;
    const call = closestCall(callee);
    const outbound = call === undefined || calleeOf(call)?.id !== callee.id ? undefined : outboundCall(call, source);
    return outbound === undefined ? [] : [outbound];
  });
}

/** Code elsewhere sends by the instance too: its calls are not all in sight. */
function servesOthers(creation: Node, source: ScriptSource): boolean {
  const uses = (holderOf(creation, source)?.uses ?? []).filter((use) => !isInterceptor(use));
  return requestsBy(uses, source).length < uses.length;
}

/** The timeout of an instance does not cover a proxy that is silent; a signal can only be made for each request. */
function signalsFor(creation: Node, source: ScriptSource): readonly TextEdit[] {
  if (!takesSignal(source)) return [];
  const item = signalItem(numberText(source.settings.timeoutMs, source));
  return requestsBy(holderOf(creation, source)?.uses ?? [], source).flatMap((request) => (request.signal === undefined ? (callOption(request, item, source) ?? []) : []));
}

/** `if (client) return client;`: the file's own function gives the instance, nobody else can, and each request by it has its own. */
function isLimitedBehindGetter(uses: readonly Node[], source: ScriptSource): boolean {
  const given = uses.filter(({ parent }) => parent?.type !== 'parenthesized_expression' && parent?.type !== 'unary_expression');
  const [getter, ...others] = new Set(given.map((use) => (use.parent?.type === 'return_statement' ? (enclosingFunction(use)?.id ?? 0) : 0)));
  const fn = getter === undefined || getter === 0 || others.length > 0 || given[0] === undefined ? undefined : enclosingFunction(given[0]);
  const declaration = fn === undefined || isExported(fn, source.scopes) ? undefined : declarationOf(fn, source.scopes);
  const calls = fn === undefined ? [] : callsOf(fn, source.scopes);
  if (declaration === undefined || calls.length === 0) return false;
  const named = source.scopes.references(declaration).filter(({ startIndex }) => startIndex !== declaration.id.startIndex);
  return named.length === calls.length && calls.every((call) => call.parent?.type === 'member_expression' && isLimitedCall(call));
}

function limited(creation: Node, { client, item }: Kind, source: ScriptSource): readonly TextEdit[] | undefined {
  const list = field(creation, 'arguments');
  const [config] = argumentsOf(creation);
  if (list === undefined) return undefined;
  if (config === undefined) return appendToList(list, objectText([item(source)], source), source);
  const known = optionsOf(config, source);
  if (known === undefined || known.shared) return undefined;
  const zero = client === 'axios' ? zeroEntry(config, source) : undefined;
  const signals = client === 'axios' && isThroughProxy(config, source) ? signalsFor(creation, source) : [];
  if (zero !== undefined) return [zero, ...signals];
  const timeouts = lacksOption(known.object, source) ? [spreadWith(config, [item(source)], source)] : appendToList(known.object, item(source), source);
  return [...timeouts, ...signals];
}
