import type { ScriptSource } from '../../../source';
import { calleeOf } from '../../../facts/javascript/calls';
import { readBefore, callsIn, type ReadThenStore } from '../../../facts/javascript/cacheAccess';
import { isWrite, keptAnswer } from '../../../facts/javascript/cacheFill';
import { isSetup, isBesideServer } from '../../../facts/javascript/startup';
import { keyText, type RedisCall } from '../../../facts/javascript/redisCalls';
import type { CacheLibrary } from '../../../facts/javascript/redisClients';
import { field, isInside, namedChildren, type Node } from '../../../syntax/nodes';

/** Clients of a server that others use too; a cache in memory answers before anyone else can ask. */
export const servers: ReadonlySet<CacheLibrary> = new Set(['ioredis', 'redis', 'redis@3', 'upstash']);

/** Words in a key that say it stands for something that must happen once. */
const onceWords = /idempot|\bidem[:_-]|dedup|processed|(?<![a-z])lock(?![a-z])|(?<![a-z])claim(?![a-z])|(?<![a-z])once(?![a-z])/i;

/** A key that is read to decide whether to go on, and stored afterwards to keep others from it. */
export function claimAt(store: RedisCall, source: ScriptSource): ReadThenStore | undefined {
  if (!servers.has(store.library) || store.isBatched || store.flags.has('NX') || store.flags.has('XX')) return undefined;
  if (isBesideServer(source)) return undefined;
  const pair = readBefore(store, source);
  if (pair === undefined || (isSetup(pair.fn, source) && !isConsumer(pair.fn)) || isGuardedOtherwise(pair, source)) return undefined;
  return isClaim(pair, source) ? pair : undefined;
}

/** What a broker calls for each message, also where the subscription is made while the program starts. */
function isConsumer(fn: Node): boolean {
  const { parent } = fn;
  const call = parent?.type === 'arguments' ? parent.parent : undefined;
  if (call?.type === 'call_expression') return /\.(?:consume|subscribe)$/.test(calleeOf(call)?.text ?? '');
  const key = parent?.type === 'pair' ? field(parent, 'key') : fn.type === 'method_definition' && parent?.type === 'object' ? field(fn, 'name') : undefined;
  return /^each(?:Message|Batch)$/.test(key?.text ?? '');
}

/** A cache fill, by contrast, hands on what was read, and stores what it loads. */
function isClaim({ store, guard, isConsumed, isUpdate, loads }: ReadThenStore, source: ScriptSource): boolean {
  const key = store.key === undefined ? '' : keyText(store.key, source);
  if (isUpdate) return false;
  if (isConsumed) return keptAnswer.test(key) || loads.some((load) => isWrite(load, source));
  const isOnce = onceWords.test(key);
  // A step of a longer run that is marked as done when it ends, and kept: nobody else runs it meanwhile.
  if (guard.says === 'missing' && store.expiry.state === 'none' && !isOnce && !isFirst(store, guard)) return false;
  return loads.length === 0 || isOnce;
}

/** The store is what the branch begins with. */
function isFirst(store: RedisCall, { statement }: ReadThenStore['guard']): boolean {
  const block = field(statement, 'consequence');
  const first = block?.type === 'statement_block' ? namedChildren(block)[0] : block;
  return first !== undefined && isInside(store.call, first);
}

const exclusive: ReadonlySet<string> = new Set(['setnx', 'incr', 'incrby', 'watch', 'eval', 'evalsha', 'msetnx']);

const locks = /\b(?:redlock|mutex|semaphore)\b|\.(?:acquire|using|runExclusive)\(|with\w*Lock\(|acquire\w*Lock\(/i;

/** Something else in the function already lets one caller through: a lock, a counter, a transaction. */
function isGuardedOtherwise({ fn, store }: ReadThenStore, source: ScriptSource): boolean {
  const before = source.text.slice(fn.startIndex, store.call.startIndex);
  return locks.test(before) || callsIn(fn, source).some((call) => call.call.id !== store.call.id && (call.flags.has('NX') || exclusive.has(call.command)));
}
