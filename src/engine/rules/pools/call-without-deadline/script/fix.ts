import { isThroughProxy } from '../../../../facts/javascript/axiosCalls';
import { argumentsOf } from '../../../../facts/javascript/calls';
import { enclosingFunction, parametersOf } from '../../../../facts/javascript/functions';
import { numberValue } from '../../../../facts/javascript/numbers';
import { optionOf, optionsOf } from '../../../../facts/javascript/options';
import { isAnswerConsumed, type OutboundCall } from '../../../../facts/javascript/outboundCalls';
import { functionTypes } from '../../../../facts/javascript/scope';
import { chainOf } from '../../../../facts/javascript/superagentCalls';
import { majorOf } from '../../../../facts/project/project';
import { callOption, takesSignal } from '../../../../fix/javascript/callOption';
import { numberText, objectText } from '../../../../fix/javascript/lists';
import { indentationAt, sourceStyle } from '../../../../fix/style';
import type { ScriptSource } from '../../../../source';
import { field, isInside, type Node } from '../../../../syntax/nodes';
import type { TextEdit } from '../../../../text/edits';
import { durationText } from '../../../../text/duration';
import { toBeChosen, withLongDeadline } from '../longCalls';
import { isDropped } from './dropped';
import { whyLonger } from './longRequest';
import { carriesToolCalls, isSlowByNature } from './quiet';
import { escapesExecutor, unsurvived } from './survived';
import { unsurvivedByCaller } from './survivedBy';

export type Fixed = { readonly title: string; readonly edits: readonly TextEdit[] } | { readonly refused: string };

/** A deadline on one call, or why none is put there. */
export function deadlineFix(outbound: OutboundCall, given: ScriptSource): Fixed {
  const reason = whyLonger(outbound, given);
  const source = reason === undefined ? given : withLongDeadline(given);
  const refused = refusal(outbound, given);
  if (refused !== undefined) return { refused };
  const after = `Give up the call after ${durationText(source.settings.timeoutMs)}`;
  const title = reason === undefined ? after : toBeChosen(after, reason);
  if (outbound.signal !== undefined && isNodeBefore(18, source)) return { refused: 'package.json names a Node that has no AbortSignal.any, which came with 18.17' };
  if (outbound.signal !== undefined) return { title: `${title}, whatever else ends it`, edits: combined(outbound.signal, source) };
  const ignored = ignoredTimeout(outbound, source);
  if (ignored !== undefined) return ignored;
  if (outbound.client === 'superagent') return { title, edits: chained(outbound.call, source) };
  const zero = zeroTimeout(outbound, source);
  const items = itemsFor(outbound, source);
  if (zero === undefined && items.some((item) => item.includes('AbortSignal')) && isNodeBefore(16, source)) return { refused: 'package.json names a Node that has no AbortSignal.timeout, which came with 16.14' };
  const edits = zero === undefined ? callOption(outbound, items, source) : [zero];
  return edits === undefined ? { refused: 'the options of this call are made elsewhere' } : { title, edits };
}

const isNodeBefore = (major: number, source: ScriptSource): boolean => (source.project.packageFor(source.file)?.lastNode ?? major) < major;

function refusal(outbound: OutboundCall, source: ScriptSource): string | undefined {
  const ends = (outbound.client === 'http' ? undefined : (unsurvived(outbound.call, source) ?? escapesExecutor(outbound.call))) ?? unsurvivedByCaller(outbound.call, source);
  if (ends !== undefined) return ends;
  if (carriesToolCalls(outbound, source)) return 'it carries calls of tools too, which may rightly take longer and whose effects stay';
  if (isSlowByNature(outbound, source)) return `a model's answer takes longer than the ${durationText(source.settings.timeoutMs)} a fix would insert`;
  if (outbound.client === 'fetch' && !isDropped(outbound) && !isAnswerConsumed(outbound, source)) return 'the response goes on to other code, and the deadline would also cut the reading of its body';
  // Where the call has a time already, its author has chosen one; it only has to hold.
  if (outbound.client === 'http' && ignoredTimeout(outbound, source) === undefined && isResponseHandedOn(outbound.call, source)) return 'the response goes on to other code, and the deadline would also cut the reading of its body';
  if (outbound.client === 'http' && !hasErrorListener(outbound.call, source)) return "nothing listens to the request's error event, so that its end would end the process";
  return undefined;
}

function itemsFor(outbound: OutboundCall, source: ScriptSource): readonly string[] {
  const item = itemFor(outbound, source);
  // axios counts from the socket, which an agent hands over once its proxy has answered: one that hangs is not counted.
  return isThroughAgent(outbound, source) && takesSignal(source) ? [item, signalItem(numberText(source.settings.timeoutMs, source))] : [item];
}

/** A call of axios with a proxy's agent. */
function isThroughAgent({ call, client, optionsAt }: OutboundCall, source: ScriptSource): boolean {
  const given = client === 'axios' && optionsAt !== undefined ? argumentsOf(call)[optionsAt] : undefined;
  return given !== undefined && isThroughProxy(given, source);
}

function itemFor({ client, library }: OutboundCall, source: ScriptSource): string {
  const ms = numberText(source.settings.timeoutMs, source);
  if (client === 'axios' || (library === 'node-fetch' && majorOf(source.project.packageFor(source.file), 'node-fetch') === 2)) return `timeout: ${ms}`;
  if (client === 'got') return `timeout: ${objectText([`request: ${ms}`], source)}`;
  return signalItem(ms);
}

/** @param ms as it is written */
export const signalItem = (ms: string): string => `signal: AbortSignal.timeout(${ms})`;

function combined(signal: Node, source: ScriptSource): TextEdit[] {
  const any = `AbortSignal.any([${signal.text}, AbortSignal.timeout(${numberText(source.settings.timeoutMs, source)})])`;
  const isShorthand = signal.type.startsWith('shorthand');
  return [{ start: signal.startIndex, end: signal.endIndex, newText: isShorthand ? `${signal.text}: ${any}` : any }];
}

/** `{ timeout: 3000 }` means nothing to fetch, and to http.request only an event: the number was meant as a deadline. */
function ignoredTimeout(outbound: OutboundCall, source: ScriptSource): Fixed | undefined {
  const entry = ignoredEntry(outbound, source);
  const value = entry === undefined ? undefined : (field(entry, 'value') ?? entry);
  if (entry === undefined || value === undefined) return undefined;
  if (!isOwnEntry(entry, outbound.call)) return { refused: 'the options of this call are made elsewhere' };
  const ms = numberValue(value, source.scopes);
  const newText = signalItem(ms === undefined || value.type !== 'number' ? value.text : numberText(ms, source));
  const title = ms === undefined ? 'Make the timeout end the call' : `Make the timeout of ${durationText(ms)} end the call`;
  return { title, edits: [{ start: entry.startIndex, end: entry.endIndex, newText }] };
}

const isOwnEntry = (entry: Node, call: Node) => isInside(entry, call);

/** The option that looks like a deadline and is none. */
export function ignoredEntry({ call, client, library, optionsAt, unheard }: OutboundCall, source: ScriptSource): Node | undefined {
  if (unheard !== undefined) return unheard;
  if (client !== 'fetch' || library === 'node-fetch' || optionsAt === undefined) return undefined;
  const init = argumentsOf(call)[optionsAt];
  const options = init === undefined ? undefined : optionsOf(init, source);
  const option = options === undefined ? undefined : optionOf(options, 'timeout', source);
  return option?.state === 'set' && !/^(?:0|false|undefined|null)$/.test(option.value.text) ? option.entry : undefined;
}

/** `timeout: 0` is axios's way to say never. */
function zeroTimeout({ call, client, optionsAt }: OutboundCall, source: ScriptSource): TextEdit | undefined {
  const argument = client === 'axios' && optionsAt !== undefined ? argumentsOf(call)[optionsAt] : undefined;
  return argument === undefined ? undefined : zeroEntry(argument, source);
}

/** The edit that gives an option which is there but says "never" its number. */
export function zeroEntry(argument: Node, source: ScriptSource): TextEdit | undefined {
  const options = optionsOf(argument, source);
  const option = options === undefined ? undefined : optionOf(options, 'timeout', source);
  if (option?.state !== 'set' || option.entry.type !== 'pair') return undefined;
  return { start: option.value.startIndex, end: option.value.endIndex, newText: numberText(source.settings.timeoutMs, source) };
}

/** `.timeout({ deadline: 5000 })` as the first link of the chain, on a line of its own where the others are. */
function chained(call: Node, source: ScriptSource): TextEdit[] {
  const text = `.timeout(${objectText([`deadline: ${numberText(source.settings.timeoutMs, source)}`], source)})`;
  const next = call.parent?.type === 'member_expression' ? field(call.parent, 'property') : undefined;
  const gap = next === undefined ? '' : source.text.slice(call.endIndex, next.startIndex - 1);
  const lead = gap.includes('\n') ? sourceStyle(source).newline + indentationAt(source.text, next?.startIndex ?? call.endIndex) : '';
  return [{ start: call.endIndex, end: call.endIndex, newText: lead + text }];
}

const ofResponse = /^(?:on|once|addListener|setEncoding|resume|destroy|statusCode|statusMessage|headers|rawHeaders|complete)$/;

const pipes = /\.pipe\(|\b(?:pipeline|pump)\(/;

/**
 * The callback gives the response to somebody else, who reads its body when it likes: `(res) => done(null, res)`. Whoever
 * awaits a promise of it hears of the deadline in both, unless the file hands bodies on as streams.
 */
function isResponseHandedOn(call: Node, source: ScriptSource): boolean {
  const callback = argumentsOf(call).at(-1);
  if (callback?.text === 'resolve') return source.memo.occurs(pipes, source.text);
  if (callback === undefined || !functionTypes.has(callback.type)) return callback?.type === 'identifier' && /^(?:cb|callback|done|next)$/.test(callback.text);
  const [response] = parametersOf(callback);
  if (response?.type !== 'identifier') return false;
  return callback.descendantsOfType(['identifier', 'shorthand_property_identifier']).some((use) => {
    if (use === null || use.text !== response.text || use.startIndex === response.startIndex) return false;
    const member = use.parent;
    if (member?.type === 'arguments' && member.parent?.text === `resolve(${use.text})`) return source.memo.occurs(pipes, source.text);
    return member?.type !== 'member_expression' || field(member, 'object')?.id !== use.id || !ofResponse.test(field(member, 'property')?.text ?? '');
  });
}

/** An abort is an `error` event, and one that nobody hears ends the process. */
function hasErrorListener(call: Node, source: ScriptSource): boolean {
  const listens = /\.(?:on|once|addListener)\(\s*['"`]error['"`]/;
  const { methods, end } = chainOf(call);
  if (methods.length > 0) return listens.test(source.text.slice(call.endIndex, end.endIndex));
  const name = call.parent?.type === 'variable_declarator' ? field(call.parent, 'name')?.text : undefined;
  const fn = enclosingFunction(call);
  return name !== undefined && fn !== undefined && new RegExp(`\\b${name}\\s*\\.(?:on|once|addListener)\\(\\s*['"\`]error['"\`]`).test(fn.text);
}
