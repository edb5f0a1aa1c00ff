import type { ScriptSource } from '../../source';
import { namedChildren, type Node } from '../../syntax/nodes';
import { argumentsOf } from './calls';
import { heldValue } from './flow';
import { numberValue } from './numbers';
import { optionOf, optionsOf } from './options';
import { functionTypes } from './scope';

/** What ends a call that gets no answer; `none` also where only the platform's own minutes would. */
export type Limit =
  | { readonly state: 'none' }
  /** Other code decides. */
  | { readonly state: 'unknown' }
  /** `ms` where the code states it. */
  | { readonly state: 'set'; readonly ms?: number };

export const none: Limit = { state: 'none' };
export const unknown: Limit = { state: 'unknown' };

const texts: ReadonlySet<string> = new Set(['string', 'template_string', 'binary_expression']);

const addressName = /(?:ur[il]|href|endpoint|link|address)s?$/i;

/** True for the URL of a request. Where its value is not in sight its name decides, so that it is not taken for options. */
export function isAddress(node: Node, source: ScriptSource): boolean {
  const value = heldValue(node, source);
  if (texts.has(value.type)) return true;
  if (value.type === 'new_expression' || value.type === 'call_expression') return /^:URL\.new$/.test(source.origins.key(value)) || /\.toString\(\)$/.test(value.text);
  return addressName.test((node.type === 'member_expression' ? node.childForFieldName('property') : node)?.text ?? '');
}

/** The first of some options that an object among the arguments sets; `false` and 0 set nothing. */
export function anyOption(args: readonly Node[], names: readonly string[], source: ScriptSource): Limit {
  for (const argument of args) {
    if (isAddress(argument, source) || functionTypes.has(argument.type)) continue;
    const options = optionsOf(argument, source);
    if (options === undefined) return unknown;
    for (const name of names) {
      const option = optionOf(options, name, source);
      if (option.state === 'unknown') return unknown;
      if (option.state !== 'set' || /^(?:false|0|undefined|null)$/.test(option.value.text)) continue;
      const ms = numberValue(option.value, source.scopes);
      return ms === undefined ? { state: 'set' } : { state: 'set', ms };
    }
  }
  return none;
}

/** What the `signal` of an options object does, and the value given as it. */
export function signalOption(argument: Node, source: ScriptSource): { readonly limit: Limit; readonly signal?: Node } {
  const options = optionsOf(argument, source);
  if (options === undefined) return { limit: unknown };
  const option = optionOf(options, 'signal', source);
  if (option.state !== 'set') return { limit: option.state === 'absent' ? none : unknown };
  return { limit: signalLimit(option.value, source), signal: option.value };
}

/** What a value passed as `signal` does: `AbortSignal.timeout(ms)`, `AbortSignal.any([…])`, a controller's signal. */
function signalLimit(signal: Node, source: ScriptSource): Limit {
  const value = heldValue(signal, source);
  const key = value.type === 'call_expression' ? source.origins.key(value) : '';
  const [first] = value.type === 'call_expression' ? argumentsOf(value) : [];
  if (key === ':AbortSignal.timeout.()') {
    const ms = first === undefined ? undefined : numberValue(first, source.scopes);
    return ms === undefined ? { state: 'set' } : { state: 'set', ms };
  }
  if (key === ':AbortSignal.any.()' && first?.type === 'array') {
    const limits = namedChildren(first).map((entry) => signalLimit(entry, source));
    return limits.find((limit) => limit.state === 'set') ?? unknown;
  }
  return unknown;
}
