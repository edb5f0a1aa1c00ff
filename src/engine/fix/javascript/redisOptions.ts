import { argumentsOf } from '../../facts/javascript/calls';
import type { RedisCall } from '../../facts/javascript/redisCalls';
import { objectText } from './lists';
import type { ScriptSource } from '../../source';
import type { TextEdit } from '../../text/edits';

/** The words after the value as the object that node-redis reads: `{ EX: 60, NX: true }`. */
export function wordsAsObject(store: RedisCall, source: ScriptSource): readonly TextEdit[] {
  const words = argumentsOf(store.call).slice(2);
  const [first, last] = [words[0], words.at(-1)];
  if (first === undefined || last === undefined) return [];
  const life = store.expiry.state === 'ignored' ? [`${store.expiry.unit}: ${store.expiry.amount.text}`] : [];
  const flags = [...store.flags].map((flag) => `${flag}: true`);
  return [{ start: first.startIndex, end: last.endIndex, newText: objectText([...life, ...flags], source) }];
}
