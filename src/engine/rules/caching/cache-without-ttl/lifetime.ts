import { callsIn, type ReadThenStore } from '../../../facts/javascript/cacheAccess';
import { keyShape, keyText, type RedisCall } from '../../../facts/javascript/redisCalls';
import type { ScriptSource } from '../../../source';
import { isInside } from '../../../syntax/nodes';

const expiring: ReadonlySet<string> = new Set(['expire', 'pexpire', 'expireat', 'pexpireat']);

const deleting: ReadonlySet<string> = new Set(['del', 'unlink', 'delete']);

/** True where the function gives the key its expiry by another command, or stores it in another place too: with one, or to refresh it. */
export function isLimitedElsewhere({ fn, store }: ReadThenStore, source: ScriptSource): boolean {
  return callsIn(fn, source).some(
    (call) => call.call.id !== store.call.id && isSameKey(call, store, source) && (expiring.has(call.command) || call.value !== undefined),
  );
}

/** True where another function of the file deletes such a key or stores it anew: somebody sees to it after writes. */
export function isSeenTo({ fn, store }: ReadThenStore, source: ScriptSource): boolean {
  return callsIn(source.tree.rootNode, source).some(
    (call) => (deleting.has(call.command) || (call.value !== undefined && !isInside(call.call, fn))) && isSameKey(call, store, source),
  );
}

/** What else of the project does with a key that is one constant of it. */
export type Elsewhere = 'renewed' | 'deleted' | undefined;

/** Another file of the package stores the constant key anew, as a clock's job does, or deletes it. */
export function doneElsewhere({ store }: ReadThenStore, source: ScriptSource): Elsewhere {
  const { project, file, scopes } = source;
  const { key } = store;
  const dir = project.packageFor(file)?.dir;
  const declaration = key?.type === 'identifier' ? scopes.resolve(key) : undefined;
  if (key === undefined || dir === undefined || declaration?.scope.type !== 'program') return undefined;
  const texts = (project.filesWith(key.text, dir) ?? []).filter((each) => each !== file).map((each) => project.read(each) ?? '');
  const calls = (methods: string) => new RegExp(`\\.(?:${methods})\\(\\s*\\[?\\s*${key.text.replaceAll('$', '\\$')}(?![\\w$])`);
  if (texts.some((text) => calls('set|setex|setEx|psetex|pSetEx').test(text))) return 'renewed';
  return texts.some((text) => calls('del|unlink|delete').test(text)) ? 'deleted' : undefined;
}

/** The same text, or a key of the same shape: `user:*`. */
function isSameKey(call: RedisCall, store: RedisCall, source: ScriptSource): boolean {
  if (call.key === undefined || store.key === undefined) return false;
  if (keyText(call.key, source) === keyText(store.key, source)) return true;
  const [own, other] = [call.key, store.key].map((key) => keyShape(key, source)?.pattern);
  return own !== undefined && own === other;
}

const versions = /version|revision|digest|checksum|etag|hash|sha\d*\b|md5|commit/i;

/** A part of the key says which state of the record it is: the entry cannot get stale, and only grows in number. */
export function isVersioned({ key }: RedisCall, source: ScriptSource): boolean {
  const parts = key === undefined ? [] : (keyShape(key, source)?.parts ?? []);
  return parts.some((part) => versions.test(part.text));
}
