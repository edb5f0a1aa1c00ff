import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { heldValue } from '../../../facts/javascript/flow';
import { enclosingFunction } from '../../../facts/javascript/functions';
import { firstIdentifier } from '../../../facts/javascript/memberChain';
import { numberValue } from '../../../facts/javascript/numbers';
import { optionOf, optionsOf, unwrapped } from '../../../facts/javascript/options';
import type { ScriptSource } from '../../../source';
import { field, isInside, type Node } from '../../../syntax/nodes';
import type { Answer } from './answers';

/** A length of time, as code that is in scope at the answer. */
export interface Span {
  /** In seconds: a number, or an expression of one. */
  readonly code: string;
  readonly told: string;
}

/** Names that say what they count, and in what unit. */
const windows = /window_?(?:size_?)?(?:in_?)?(seconds|secs?|ms|millis(?:econds)?)$/i;
const lifetimes = /(?:window|expir(?:e|es|y|ation)?|ttl|period|interval|duration)_?(?:in_?)?(seconds|secs?|ms|millis(?:econds)?)$/i;

/** Calls that count a request, by their names. */
const counts = /incr|hit|consume|limit|expire|throttl|attempt|bucket|allow/i;

/** The one window that the handler itself works with, by the unit in its name or the meaning of what takes it; undefined for none, or several. */
export function spanIn(answer: Answer, source: ScriptSource): Span | undefined {
  const found = new Map([...expiries(answer, source), ...named(answer, source)].map((span) => [span.code, span]));
  return found.size === 1 ? [...found.values()][0] : undefined;
}

/** What a call of Redis or of rate-limiter-flexible takes is in seconds by its documentation. */
function* expiries(answer: Answer, source: ScriptSource): Iterable<Span> {
  for (const call of answer.fn.descendantsOfType('call_expression')) {
    const callee = call === null ? undefined : calleeOf(call);
    const method = callee?.type === 'member_expression' ? field(callee, 'property')?.text : undefined;
    const object = callee === undefined ? undefined : field(callee, 'object');
    if (call === null || object === undefined || call.startIndex > answer.node.startIndex) continue;
    const seconds = method === 'expire' ? argumentsOf(call)[1] : method === 'consume' ? durationOf(object, source) : undefined;
    const span = seconds === undefined ? undefined : spanOf(seconds, false, answer, source);
    if (span !== undefined) yield span;
  }
}

/** `new RateLimiterMemory({ points: 5, duration: 60 })`: who is over the limit waits for `blockDuration`, where there is one. */
function durationOf(limiter: Node, source: ScriptSource): Node | undefined {
  const made = heldValue(limiter, source);
  const callee = made.type === 'new_expression' ? calleeOf(made) : undefined;
  const argument = made.type === 'new_expression' ? argumentsOf(made)[0] : undefined;
  const options = callee === undefined || argument === undefined || source.origins.of(callee)?.module !== 'rate-limiter-flexible' ? undefined : optionsOf(argument, source);
  const [block, duration] = ['blockDuration', 'duration'].map((name) => (options === undefined ? undefined : optionOf(options, name, source)));
  const option = block?.state === 'absent' ? duration : block;
  return option?.state === 'set' ? option.value : undefined;
}

/** `now - first < windowMs`, `incr(key, expireSeconds)`, `limit(key, { windowMs: 60_000 })` */
function* named(answer: Answer, source: ScriptSource): Iterable<Span> {
  for (const id of answer.fn.descendantsOfType(['identifier', 'property_identifier', 'shorthand_property_identifier'])) {
    if (id === null || id.startIndex > answer.node.startIndex) continue;
    const unit = (isCounted(id) ? lifetimes : windows).exec(id.text)?.[1];
    const value = unit === undefined ? undefined : valueAt(id);
    const span = unit === undefined || value === undefined ? undefined : spanOf(value, unit.toLowerCase().startsWith('m'), answer, source);
    if (span !== undefined) yield span;
  }
}

/** What a name stands for where it is written: itself, the member it ends, the value it is given in an object. */
function valueAt(id: Node): Node | undefined {
  if (id.type !== 'property_identifier') return id;
  const outer = id.parent;
  if (outer?.type === 'pair' && field(outer, 'key')?.id === id.id) return field(outer, 'value');
  return outer?.type === 'member_expression' ? outer : undefined;
}

/** Among the arguments of a call that counts, or in an object there. */
function isCounted(id: Node): boolean {
  for (let at: Node | null = id; at !== null && /identifier|member_expression|pair|object$|arguments/.test(at.type); at = at.parent) {
    const call = at.type === 'arguments' ? at.parent : null;
    if (call?.type === 'call_expression') return counts.test(/[\w$]*$/.exec(calleeOf(call)?.text ?? '')?.[0] ?? '');
  }
  return false;
}

/** Undefined where the value is neither a number in the code nor a name that the answer sees too. */
function spanOf(expression: Node, isMs: boolean, answer: Answer, source: ScriptSource): Span | undefined {
  const value = unwrapped(expression);
  const length = numberValue(value, source.scopes);
  if (length !== undefined && !(length > 0 && length < Infinity)) return undefined;
  const seconds = length === undefined ? undefined : Math.ceil(isMs ? length / 1000 : length);
  const told = `the window, ${seconds === undefined ? value.text : `${seconds} s`}`;
  if (isSeen(value, answer, source)) return { code: isMs ? `Math.ceil(${value.text} / 1000)` : value.text, told };
  return seconds === undefined ? undefined : { code: String(seconds), told };
}

const plainName = /^[\w$]+(?:\.[\w$]+)*$/;

/** Nothing writes to the name, and it means the same where the answer stands. */
function isSeen(value: Node, { fn, node: at }: Answer, source: ScriptSource): boolean {
  if (value.type === 'number' || !plainName.test(value.text)) return false;
  if (value.text.startsWith('this.')) return enclosingFunction(value)?.id === enclosingFunction(at)?.id;
  const root = firstIdentifier(value);
  const declaration = root === undefined ? undefined : source.scopes.resolve(root);
  if (declaration === undefined || root === undefined || !['const', 'import', 'parameter'].includes(declaration.kind)) return false;
  // What the request brings is no window.
  if (declaration.kind === 'parameter' && isInside(declaration.id, fn)) return false;
  return source.scopes.lookup(root.text, at)?.id.id === declaration.id.id && source.scopes.writes(declaration).length === 0;
}
