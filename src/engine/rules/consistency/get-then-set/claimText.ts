import type { ScriptSource } from '../../../source';
import { argumentsOf } from '../../../facts/javascript/calls';
import type { RedisCall } from '../../../facts/javascript/redisCalls';
import { objectText } from '../../../fix/javascript/lists';
import { sourceStyle } from '../../../fix/style';
import { namedChildren } from '../../../syntax/nodes';

/** The store as one command that only stores where the key holds nothing; undefined where its form leaves no room for it. */
export function claimText(store: RedisCall, source: ScriptSource): string | undefined {
  const { receiver, key, value, library, command } = store;
  if (receiver === undefined || key === undefined || value === undefined || library === 'redis@3') return undefined;
  const { quote } = sourceStyle(source);
  const rest = command === 'set' ? argumentsOf(store.call).slice(2) : [];
  const amount = store.expiry.state === 'set' && command !== 'set' ? store.expiry : undefined;
  const start = `${receiver.text}.set(${key.text}, ${value.text}, `;
  if (library === 'ioredis') {
    const words = amount === undefined ? rest.map(({ text }) => text) : [`${quote}${amount.unit === 's' ? 'EX' : 'PX'}${quote}`, amount.amount.text];
    return `${start}${[...words, `${quote}NX${quote}`].join(', ')})`;
  }
  const isUpper = library === 'redis';
  const name = (option: string) => (isUpper ? option : option.toLowerCase());
  const [options, ...more] = rest;
  if (more.length > 0 || (options !== undefined && options.type !== 'object')) return undefined;
  const given = options === undefined ? [] : namedChildren(options).map(({ text }) => text);
  const lasting = amount === undefined ? given : [`${name(amount.unit === 's' ? 'EX' : 'PX')}: ${amount.amount.text}`];
  return `${start}${objectText([...lasting, `${name('NX')}: true`], source)})`;
}
