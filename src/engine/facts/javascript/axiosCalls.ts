import type { ScriptSource } from '../../source';
import { field, type Node } from '../../syntax/nodes';
import { argumentsOf } from './calls';
import { heldValue } from './flow';
import { optionOf, optionsOf } from './options';
import type { OutboundCall } from './outboundCalls';
import { anyOption, isAddress, none, signalOption, unknown, type Limit } from './outboundLimits';

const axiosCall = /^axios:(create\.\(\)\.?)?(request|get|delete|head|options|post|put|patch|postForm|putForm|patchForm)?$/;

/** A request of axios or of an instance made with `axios.create`; undefined for any other call. */
export function axiosRequest(call: Node, callee: Node, key: string, source: ScriptSource): OutboundCall | undefined {
  const match = axiosCall.exec(key);
  if (match === null) return undefined;
  const [, isInstance, method] = match;
  const args = argumentsOf(call);
  const [first] = args;
  const takesUrl = method !== undefined && method !== 'request';
  const position = takesUrl ? (/^(?:post|put|patch)/.test(method) ? 2 : 1) : first === undefined || args.length > 1 || isAddress(first, source) ? 1 : 0;
  const shape = { call, client: 'axios', library: 'axios', optionsAt: position } as const;
  const options = args[position];
  const own = options === undefined ? { limit: none } : axiosOptions(options, source);
  if (own.limit.state !== 'none') return { ...shape, ...own };
  // `axios.defaults.timeout = …` reaches every instance made afterwards.
  if (source.text.includes('defaults.timeout')) return { ...shape, limit: unknown };
  if (isInstance === undefined) return { ...shape, limit: none };
  const instance = method === undefined ? callee : field(callee, 'object');
  const creation = instance === undefined ? undefined : heldValue(instance, source);
  if (creation?.type !== 'call_expression') return { ...shape, limit: unknown };
  return { ...shape, creation, limit: axiosDefaults(creation, source) };
}

/** What `axios.create(config)` limits every request of its instance to. */
export function axiosDefaults(creation: Node, source: ScriptSource): Limit {
  const [config] = argumentsOf(creation);
  return config === undefined ? none : axiosOptions(config, source).limit;
}

/**
 * True where options name a proxy's agent: what `timeout` counts, from the socket, begins once the proxy has answered, so
 * that a proxy which does not is waited for without end.
 */
export function isThroughProxy(argument: Node, source: ScriptSource): boolean {
  const options = optionsOf(argument, source);
  return options !== undefined && ['httpsAgent', 'httpAgent'].some((name) => {
    const option = optionOf(options, name, source);
    return option.state === 'set' && /proxy/i.test(option.value.text + heldValue(option.value, source).text);
  });
}

function axiosOptions(argument: Node, source: ScriptSource): Pick<OutboundCall, 'limit' | 'signal'> {
  const timeout = anyOption([argument], ['timeout', 'cancelToken'], source);
  return timeout.state === 'none' ? signalOption(argument, source) : { limit: timeout };
}
