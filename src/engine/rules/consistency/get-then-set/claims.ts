import type { ScriptSource } from '../../../source';
import { readBefore, callsIn, type ReadThenStore } from '../../../facts/javascript/cacheAccess';
import { dataCallAt } from '../../../facts/javascript/dataCalls';
import { isSetup, isBesideServer } from '../../../facts/javascript/startup';
import { keyText, type RedisCall } from '../../../facts/javascript/redisCalls';
import { sqlCallAt } from '../../../facts/javascript/sqlCalls';
import type { CacheLibrary } from '../../../facts/javascript/redisClients';
import { namedChildren, type Node } from '../../../syntax/nodes';

/** Clients of a server that others use too; a cache in memory answers before anyone else can ask. */
export const servers: ReadonlySet<CacheLibrary> = new Set(['ioredis', 'redis', 'redis@3', 'upstash']);

/** Words in a key that say it stands for something that must happen once. */
const onceWords = /idem|dedup|processed|\block|lock\b|lock:|claim|nonce|once/i;

/** A key that is read to decide whether to go on, and stored afterwards to keep others from it. */
export function claimAt(store: RedisCall, source: ScriptSource): ReadThenStore | undefined {
  if (!servers.has(store.library) || store.isBatched || store.flags.has('NX') || store.flags.has('XX')) return undefined;
  if (isBesideServer(source)) return undefined;
  const pair = readBefore(store, source);
  if (pair === undefined || isSetup(pair.fn, source) || isGuardedOtherwise(pair, source)) return undefined;
  return isClaim(pair, source) ? pair : undefined;
}

/** A cache fill, by contrast, hands on what was read, and stores what it loads. */
function isClaim({ store, isConsumed, isUpdate, loads }: ReadThenStore, source: ScriptSource): boolean {
  if (isUpdate) return false;
  const isOnce = store.key !== undefined && onceWords.test(keyText(store.key, source));
  if (!isConsumed) return loads.length === 0 || isOnce;
  return loads.length > 0 && (isOnce || loads.some((load) => writes(load, source)));
}

const writing: ReadonlySet<string> = new Set(['create', 'update', 'upsert', 'delete']);

/** True for an awaited statement that changes the database. */
function writes(load: Node, source: ScriptSource): boolean {
  const call = load.type === 'await_expression' ? namedChildren(load)[0] : load;
  if (call === undefined) return false;
  const data = dataCallAt(call, source);
  if (data !== undefined) return writing.has(data.operation);
  const sql = sqlCallAt(call, source);
  return sql !== undefined && /^\s*(?:insert|update|delete)\b/i.test(sql.sql.text);
}

const exclusive: ReadonlySet<string> = new Set(['setnx', 'incr', 'incrby', 'watch', 'eval', 'evalsha', 'msetnx']);

const locks = /\b(?:redlock|mutex|semaphore)\b|\.(?:acquire|using|runExclusive)\(|with\w*Lock\(|acquire\w*Lock\(/i;

/** Something else in the function already lets one caller through: a lock, a counter, a transaction. */
function isGuardedOtherwise({ fn, store }: ReadThenStore, source: ScriptSource): boolean {
  const before = source.text.slice(fn.startIndex, store.call.startIndex);
  return locks.test(before) || callsIn(fn, source).some((call) => call.call.id !== store.call.id && (call.flags.has('NX') || exclusive.has(call.command)));
}
