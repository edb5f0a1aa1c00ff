import { callsIn } from '../../../facts/javascript/cacheAccess';
import { argumentsOf } from '../../../facts/javascript/calls';
import type { RedisCall } from '../../../facts/javascript/redisCalls';
import { appendToList, numberText, objectText } from '../../../fix/javascript/lists';
import { sourceStyle } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { field } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';

/** The edits that let a stored value expire, and how long it then lives. */
export function expiryEdits(store: RedisCall, source: ScriptSource): { readonly edits: readonly TextEdit[]; readonly life: string } | undefined {
  const list = field(store.call, 'arguments');
  const [, value, next] = argumentsOf(store.call);
  if (list === undefined || value === undefined) return undefined;
  const own = amountOfFile(store, source);
  const amount = own ?? numberText(source.settings.cacheSeconds, source);
  const life = own === undefined ? `${source.settings.cacheSeconds} s` : `${own} seconds`;
  const items = itemsFor(store, amount, source);
  if (next === undefined) return { edits: appendToList(list, items, source), life };
  if (next.type === 'object' && (store.library === 'redis' || store.library === 'upstash')) {
    return { edits: appendToList(next, `${store.library === 'redis' ? 'EX' : 'ex'}: ${amount}`, source), life };
  }
  return { edits: [{ start: value.endIndex, end: value.endIndex, newText: `, ${items.join(', ')}` }], life };
}

function itemsFor({ library }: RedisCall, amount: string, source: ScriptSource): string[] {
  const { quote } = sourceStyle(source);
  switch (library) {
    case 'ioredis':
    case 'redis@3':
      return [`${quote}EX${quote}`, amount];
    case 'redis':
      return [objectText([`EX: ${amount}`], source)];
    case 'upstash':
      return [objectText([`ex: ${amount}`], source)];
    default:
      return [amount];
  }
}

/** The constant of the module that its other entries live by, where there is exactly one. */
function amountOfFile(store: RedisCall, source: ScriptSource): string | undefined {
  const others = callsIn(source.tree.rootNode, source).flatMap(({ expiry, library }) =>
    library === store.library && expiry.state === 'set' && expiry.unit === 's' ? [expiry.amount] : [],
  );
  const names = new Set(others.map(({ text }) => text));
  const [first] = others;
  if (first?.type !== 'identifier' || names.size !== 1) return undefined;
  const declaration = source.scopes.lookup(first.text, store.call);
  return declaration?.scope.type === 'program' ? first.text : undefined;
}
