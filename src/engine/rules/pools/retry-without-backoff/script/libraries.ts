import { argumentsOf, calleeOf } from '../../../../facts/javascript/calls';
import { numberValue } from '../../../../facts/javascript/numbers';
import { optionOf, optionsOf, type Options } from '../../../../facts/javascript/options';
import { appendToList, numberText, objectText } from '../../../../fix/javascript/lists';
import { sourceStyle } from '../../../../fix/style';
import type { ScriptSource } from '../../../../source';
import { field, type Node } from '../../../../syntax/nodes';
import type { TextEdit } from '../../../../text/edits';
import { durationText } from '../../../../text/duration';
import type { Draft } from '../../../rule';
import { isPatient, isUnproven } from './patience';

/** Findings for a call of a retry library whose defaults repeat too eagerly, or too long. */
export function* checkLibrary(call: Node, source: ScriptSource): Generator<Draft> {
  const callee = calleeOf(call);
  const key = callee === undefined ? '' : source.origins.key(callee);
  if (callee === undefined) return;
  if (key === 'axios-retry:') yield* axiosRetry(call, callee, source);
  else if (key === 'p-retry:' || key === 'async-retry:') yield* patientRetry(call, callee, key.startsWith('p-'), source);
}

function known(argument: Node | undefined, source: ScriptSource): Options | 'none' | undefined {
  return argument === undefined ? 'none' : optionsOf(argument, source);
}

const isAbsent = (options: Options | 'none', name: string, source: ScriptSource) => options === 'none' || optionOf(options, name, source).state === 'absent';

function* axiosRetry(call: Node, callee: Node, source: ScriptSource): Generator<Draft> {
  const [client, argument] = argumentsOf(call);
  const options = known(argument, source);
  if (client === undefined || options === undefined || !isAbsent(options, 'retryDelay', source)) return;
  const count = options === 'none' ? undefined : optionOf(options, 'retries', source);
  const retries = count?.state === 'set' ? numberValue(count.value, source.scopes) : count === undefined || count.state === 'absent' ? 3 : undefined;
  if (retries === 0) return;
  const edits = withItems(call, 1, options, [`retryDelay: ${callee.text}.exponentialDelay`], source);
  const message = `axios-retry has no delay by default: ${retries === undefined ? 'every failed request is repeated' : `a failed request is repeated ${retries === 1 ? 'once' : `${retries} times`}`} within milliseconds, and a service that is down gets ${retries === undefined ? 'many' : retries + 1} times the load just then.`;
  yield draft(callee, false, message, 'Back off exponentially, with jitter, between the attempts', edits);
}

/** p-retry and async-retry wait 1, 2, 4 … s: 1023 s in all over their ten retries. */
function* patientRetry(call: Node, callee: Node, isPlain: boolean, source: ScriptSource): Generator<Draft> {
  const [work, argument] = argumentsOf(call);
  const options = known(argument, source);
  if (work === undefined || options === undefined || !isAbsent(options, 'retries', source) || !isAbsent(options, 'maxRetryTime', source) || !isAbsent(options, 'forever', source)) return;
  if (!isAbsent(options, 'maxTimeout', source) || !isAbsent(options, 'signal', source) || isPatient(call, source)) return;
  const { attempts, timeoutMs } = source.settings;
  const items = [
    `retries: ${Math.max(attempts - 1, 1)}`,
    `maxTimeout: ${numberText(timeoutMs, source)}`,
    ...(isPlain && isAbsent(options, 'randomize', source) ? ['randomize: true'] : []),
    ...(isAbsent(options, 'minTimeout', source) && timeoutMs < 1000 ? [`minTimeout: ${numberText(timeoutMs, source)}`] : []),
  ];
  const edits = withItems(call, 1, options, items, source);
  const isDoubtful = isUnproven(call, source);
  const whom = isDoubtful ? "a caller has long gone by then. The project's own calls do not show that a request waits; work that may take its time is right so." : 'the caller has long gone, and the work is still repeated for it.';
  const message = `${isPlain ? 'p-retry' : 'async-retry'} makes ten retries by default and waits ${isPlain ? '17 min' : '17 to 34 min'} between them in all${isPlain ? ', everyone in step' : ''}: ${whom}`;
  yield draft(callee, isDoubtful, message, `Try ${attempts} times in all, at most ${durationText(timeoutMs)} apart${isPlain ? ', with jitter' : ''}`, edits);
}

function withItems(call: Node, at: number, options: Options | 'none', items: readonly string[], source: ScriptSource): readonly TextEdit[] | undefined {
  const list = field(call, 'arguments');
  if (list === undefined || list.type !== 'arguments') return undefined;
  if (options === 'none') return argumentsOf(call).length === at ? appendToList(list, objectText(items, source), source) : undefined;
  if (options.shared) return undefined;
  const isSpread = options.object.startPosition.row !== options.object.endPosition.row;
  return appendToList(options.object, isSpread ? items.join(`,${sourceStyle(source).newline}${indentOf(options.object, source)}`) : items.join(', '), source);
}

function indentOf(object: Node, source: ScriptSource): string {
  const first = object.namedChildren[0];
  return first === null || first === undefined ? '' : (/[ \t]*$/.exec(source.text.slice(0, first.startIndex))?.[0] ?? '');
}

function draft(callee: Node, isDoubtful: boolean, message: string, title: string, edits: readonly TextEdit[] | undefined): Draft {
  return {
    start: callee.startIndex,
    end: callee.endIndex,
    ...(isDoubtful ? { severity: 'hint' as const } : {}),
    message: edits === undefined ? `${message} No edit is offered: its options are made elsewhere.` : message,
    fixes: edits === undefined ? [] : [{ title, safety: 'review', edits }],
  };
}
