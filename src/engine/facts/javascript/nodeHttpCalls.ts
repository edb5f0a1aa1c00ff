import type { ScriptSource } from '../../source';
import type { Node } from '../../syntax/nodes';
import { argumentsOf } from './calls';
import { enclosingFunction } from './functions';
import { optionOf, optionsOf } from './options';
import type { OutboundCall } from './outboundCalls';
import { anyOption, isAddress, unknown, type Limit } from './outboundLimits';
import { functionTypes } from './scope';

const request = /^(https?):(?:request|get)$/;

/** Something beside the options that may end the request: a timer on its socket, or one that destroys it. */
const ends = /\.setTimeout\(|\.(?:on|once|addListener)\(\s*['"`]timeout['"`]|\bsetTimeout\([^;]*\.(?:destroy|abort)\(/;

/** `http.request(url, options, callback)` and its shorter forms; undefined for any other call. */
export function httpRequest(call: Node, key: string, source: ScriptSource): OutboundCall | undefined {
  const library = request.exec(key)?.[1];
  if (library === undefined) return undefined;
  const args = argumentsOf(call);
  const [first] = args;
  const optionsAt = first !== undefined && isAddress(first, source) ? 1 : 0;
  const shape = { call, client: 'http', library, optionsAt } as const;
  const options = args[optionsAt];
  if (options !== undefined && !isGiven(options, source)) return { ...shape, limit: unknown };
  const own = anyOption(args.slice(0, optionsAt + 1), ['signal'], source);
  if (own.state !== 'none') return { ...shape, limit: own };
  const unheard = timeoutOption(options, source);
  if (ends.test(enclosingFunction(call)?.text ?? source.text)) return { ...shape, limit: unheard === undefined ? unknown : { state: 'set' } };
  if (unheard === 'unknown' || isHandedOn(call)) return { ...shape, limit: unknown };
  const limit: Limit = { state: 'none' };
  return unheard === undefined ? { ...shape, limit } : { ...shape, limit, unheard };
}

/** An options object, or the callback in its place. */
const isGiven = (argument: Node, source: ScriptSource) => functionTypes.has(argument.type) || optionsOf(argument, source) !== undefined;

function timeoutOption(argument: Node | undefined, source: ScriptSource): Node | 'unknown' | undefined {
  const options = argument === undefined || functionTypes.has(argument.type) ? undefined : optionsOf(argument, source);
  const option = options === undefined ? undefined : optionOf(options, 'timeout', source);
  if (option?.state === 'unknown') return 'unknown';
  return option?.state === 'set' && option.value.text !== '0' ? option.entry : undefined;
}

const handsOn: ReadonlySet<string> = new Set(['arguments', 'pair', 'return_statement', 'arrow_function']);

/** The request itself leaves the function: whoever gets it may end it. */
const isHandedOn = (call: Node) => handsOn.has(call.parent?.type ?? '');
