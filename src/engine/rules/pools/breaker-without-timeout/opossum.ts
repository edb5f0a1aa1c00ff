import { heldValue } from '../../../facts/javascript/flow';
import { isAnswerConsumed } from '../../../facts/javascript/outboundCalls';
import { isNothing, optionOf, optionsOf, type Option } from '../../../facts/javascript/options';
import { numberValue } from '../../../facts/javascript/numbers';
import { majorOf } from '../../../facts/project/project';
import { appendToList, numberText, objectText } from '../../../fix/javascript/lists';
import type { ScriptSource } from '../../../source';
import { closest, field, isInside, namedChildren, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import { durationText } from '../../../text/duration';
import type { Draft } from '../../rule';
import { actionOf, type Action } from './action';
import { callOption } from '../../../fix/javascript/callOption';

/** opossum's own timeout where the option is left out: the same in 4.0, 5.0, 7.1, 8.5, 9.0 and 10.0. */
const impliedMs = 10_000;

/** The call's own deadline is a little shorter than the breaker's, so that it ends before the breaker gives up on it. */
const innerShare = 0.9;

/** Findings for `new CircuitBreaker(action, options)` of opossum. */
export function* checkConstruction(construction: Node, source: ScriptSource): Generator<Draft> {
  if (source.origins.key(construction) !== 'opossum:new') return;
  const list = field(construction, 'arguments');
  const [action, options] = list === undefined ? [] : namedChildren(list);
  if (list === undefined || action === undefined || action.type === 'spread_element') return;
  const timeout = timeoutOf(options, source);
  if (timeout.state === 'unknown') return;
  const guarded = actionOf(action, source);
  const meaning = timeout.state === 'set' ? meaningOf(timeout.value, source) : 'implied';
  if (meaning === 'off' && timeout.state === 'set') yield* turnedOff(timeout, guarded, options !== undefined && optionsOf(options, source)?.shared === true, source);
  if (meaning === 'implied') yield* implied(construction, list, timeout, options, guarded, source);
}

function timeoutOf(argument: Node | undefined, source: ScriptSource): Option {
  if (argument === undefined || isNothing(argument)) return { state: 'absent' };
  const options = optionsOf(argument, source);
  return options === undefined ? { state: 'unknown' } : optionOf(options, 'timeout', source);
}

/** `off` leaves a hung call for ever, `implied` means the 10 s default; undefined where it is a number or not known. */
function meaningOf(value: Node, source: ScriptSource): 'off' | 'implied' | undefined {
  const plain = heldValue(value, source);
  if (isNothing(plain)) return 'implied';
  if (plain.type === 'false') return 'off';
  if (numberValue(plain, source.scopes) !== 0) return undefined;
  // From 4.0 to 8.1.1 the default also replaced a zero.
  const major = majorOf(source.project.packageFor(source.file), 'opossum') ?? 9;
  return major >= 4 && major < 8 ? 'implied' : 'off';
}

function* turnedOff(timeout: Extract<Option, { state: 'set' }>, guarded: Action, shared: boolean, source: ScriptSource): Generator<Draft> {
  if (guarded.reach === 'bounded') return;
  const { timeoutMs } = source.settings;
  const { entry, value } = timeout;
  const newText = entry.type === 'pair' ? numberText(timeoutMs, source) : `${entry.text}: ${numberText(timeoutMs, source)}`;
  // Options for several breakers say nothing of one breaker's call.
  const inner = shared ? undefined : innerDeadline(guarded, source);
  const title = `Give the breaker a timeout of ${durationText(timeoutMs)}`;
  yield {
    start: entry.startIndex,
    end: entry.endIndex,
    // Leaving the deadline to the client is a fair choice, and the client may not be in this file.
    ...(guarded.reach === 'unbounded' ? {} : { severity: 'hint' }),
    message: `\`${entry.text}\` turns opossum's timeout off, and ${guarded.reach === 'unbounded' ? 'the call has no deadline' : 'no deadline on the call is to be seen here'}. While a call hangs it is neither a success nor a failure, so the breaker stays closed.`,
    fixes: [
      {
        title: inner === undefined ? title : `${title}, and abort the call at ${durationText(inner.ms)}`,
        safety: 'review',
        edits: [{ start: value.startIndex, end: value.endIndex, newText }, ...(inner?.edits ?? [])],
      },
    ],
  };
}

/** A deadline on the guarded call itself, so that the socket does not outlive the wait. */
function innerDeadline({ blind }: Action, source: ScriptSource): { readonly ms: number; readonly edits: readonly TextEdit[] } | undefined {
  const [only] = blind;
  if (only === undefined || blind.length > 1 || !isAnswerConsumed(only, source)) return undefined;
  const ms = Math.round(source.settings.timeoutMs * innerShare);
  const edits = callOption(only, `signal: AbortSignal.timeout(${numberText(ms, source)})`, source);
  return edits === undefined ? undefined : { ms, edits };
}

function* implied(construction: Node, list: Node, timeout: Option, options: Node | undefined, guarded: Action, source: ScriptSource): Generator<Draft> {
  if (guarded.reach === 'bounded' && (guarded.ms === undefined || guarded.ms < impliedMs)) return;
  const constructor = field(construction, 'constructor') ?? construction;
  const [start, end] = timeout.state === 'set' ? [timeout.entry.startIndex, timeout.entry.endIndex] : [construction.startIndex, constructor.endIndex];
  const unset = timeout.state === 'set' ? `\`${timeout.entry.text}\` means opossum's default of 10 s` : 'No timeout is set, so opossum gives up after its default of 10 s';
  const severity = 'hint';
  if (guarded.ms !== undefined) {
    const message = `${unset}, but the call may run for ${durationText(guarded.ms)}: it goes on after the breaker has counted it as failed. No fix is offered, because which of the two must change is your decision.`;
    yield { start, end, severity, message, fixes: [] };
    return;
  }
  const edits = statedDefault(list, timeout, options, source);
  yield {
    start,
    end,
    severity,
    message: `${unset}. That must be longer than the call's own deadline, ${guarded.reach === 'unbounded' ? 'and the call has none' : 'which is not to be seen here'}.${edits === undefined ? ' No fix is offered, because the options are shared.' : ''}`,
    fixes: edits === undefined ? [] : [{ title: 'State the breaker\'s timeout of 10 s', safety: 'review', edits }],
  };
}

function statedDefault(list: Node, timeout: Option, options: Node | undefined, source: ScriptSource): readonly TextEdit[] | undefined {
  const item = `timeout: ${numberText(impliedMs, source)}`;
  if (timeout.state === 'set') {
    const { entry, value } = timeout;
    return entry.type === 'pair' ? [{ start: value.startIndex, end: value.endIndex, newText: numberText(impliedMs, source) }] : undefined;
  }
  if (options === undefined) return appendToList(list, objectText([item], source), source);
  if (isNothing(options)) return [{ start: options.startIndex, end: options.endIndex, newText: objectText([item], source) }];
  const known = optionsOf(options, source);
  return known === undefined || known.shared ? undefined : appendToList(known.object, item, source);
}

const constructions: ReadonlySet<string> = new Set(['new_expression']);

/** The constructions a trigger leads to: the one it stands in, or those of the names an import binds. */
export function constructionsAt(node: Node, source: ScriptSource): Node[] {
  if (node.type === 'identifier' || node.type === 'property_identifier') {
    const construction = closest(node, constructions);
    const constructor = construction === undefined ? undefined : field(construction, 'constructor');
    return construction !== undefined && constructor !== undefined && isInside(node, constructor) ? [construction] : [];
  }
  return boundBy(node, source).flatMap((reference) => {
    const outer = reference.parent?.type === 'member_expression' ? reference.parent : reference;
    return outer.parent?.type === 'new_expression' && field(outer.parent, 'constructor')?.id === outer.id ? [outer.parent] : [];
  });
}

const links: ReadonlySet<string> = new Set(['import_statement', 'variable_declarator']);

/** References to what the import or require around a module's name binds. */
function boundBy(specifier: Node, source: ScriptSource): Node[] {
  const link = closest(specifier, links);
  if (link === undefined) return [];
  const scope = source.scopes.declarations(source.tree.rootNode);
  return scope.filter((declaration) => declaration.site.id === link.id).flatMap((declaration) => source.scopes.references(declaration));
}
