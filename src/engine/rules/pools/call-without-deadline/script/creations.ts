import { axiosDefaults } from '../../../../facts/javascript/axiosCalls';
import { argumentsOf, calleeOf } from '../../../../facts/javascript/calls';
import { holderOf } from '../../../../facts/javascript/flow';
import { isServerProject } from '../../../../facts/javascript/handlers';
import { optionsOf } from '../../../../facts/javascript/options';
import { outboundCall } from '../../../../facts/javascript/outboundCalls';
import { anyOption, none, type Limit } from '../../../../facts/javascript/outboundLimits';
import { isProgram } from '../../../../facts/javascript/programs';
import { readsArguments } from '../../../../facts/javascript/requestPath';
import { isServerSide } from '../../../../facts/javascript/serverSide';
import { appendToList, numberText, objectText } from '../../../../fix/javascript/lists';
import type { ScriptSource } from '../../../../source';
import { closestCall, field, type Node } from '../../../../syntax/nodes';
import type { TextEdit } from '../../../../text/edits';
import { durationText } from '../../../../text/duration';
import type { Draft } from '../../../rule';
import { isLimitedByImporters } from './importers';
import { zeroEntry } from './fix';
import { creationMessage } from './messages';
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
export function* checkCreation(call: Node, source: ScriptSource): Generator<Draft> {
  const callee = calleeOf(call);
  const kind = callee === undefined ? undefined : kinds.get(source.origins.key(callee));
  if (callee === undefined || kind === undefined || kind.limit(call, source).state !== 'none' || isLimitedLater(call, kind, source)) return;
  if (isProgram(source) || !isServerProject(source) || !isServerSide(source) || source.memo.once(readsArguments, source.text)) return;
  const edits = limited(call, kind, source);
  const message = creationMessage(call, 'The requests');
  yield {
    start: callee.startIndex,
    end: callee.endIndex,
    message: edits === undefined ? `${message} No edit is offered: its options are made elsewhere.` : message,
    fixes: edits === undefined ? [] : [{ title: `Give the instance a timeout of ${durationText(source.settings.timeoutMs)}`, safety: 'review', edits }],
  };
}

/** The file sets the instance's default, changes each request's, or gives every request it makes its own. */
function isLimitedLater(creation: Node, kind: Kind, source: ScriptSource): boolean {
  const { text } = source;
  if (/\.timeout\s*=[^=]|responseType:\s*['"](?:stream|arraybuffer|blob|buffer)|defaults\.(?:timeout|signal)/.test(text)) return true;
  const shape = { call: creation, client: kind.client, library: kind.client, limit: none } as const;
  if (hasProjectDefault(shape, source) || isLimitedByImporters(creation, source)) return true;
  // Interceptors send nothing, and one that sets a timeout is found above.
  const uses = (holderOf(creation, source)?.uses ?? []).filter((use) => use.parent?.type !== 'member_expression' || field(use.parent, 'property')?.text !== 'interceptors');
  const calls = uses.flatMap((use) => {
    const callee = use.parent?.type === 'member_expression' && field(use.parent, 'object')?.id === use.id ? use.parent : use;
    const call = closestCall(callee);
    const outbound = call === undefined || calleeOf(call)?.id !== callee.id ? undefined : outboundCall(call, source);
    return outbound === undefined ? [] : [outbound];
  });
  return calls.length > 0 && calls.length === uses.length && calls.every(({ limit }) => limit.state !== 'none');
}

function limited(creation: Node, { client, item }: Kind, source: ScriptSource): readonly TextEdit[] | undefined {
  const list = field(creation, 'arguments');
  const [config] = argumentsOf(creation);
  if (list === undefined) return undefined;
  if (config === undefined) return appendToList(list, objectText([item(source)], source), source);
  const known = optionsOf(config, source);
  if (known === undefined || known.shared) return undefined;
  const zero = client === 'axios' ? zeroEntry(config, source) : undefined;
  return zero === undefined ? appendToList(known.object, item(source), source) : [zero];
}
