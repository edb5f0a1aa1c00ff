import type { Glimpse } from '../../rules/rule';
import type { ScriptSource } from '../../source';
import { majorOf } from '../project/project';
import { originKey, type Origin } from './origin';
import { callbackForm } from './originSteps';
import type { Node } from '../../syntax/nodes';

/** A library that keeps values under keys; `redis@3` is node-redis before promises, whose commands take their words one by one. */
export type CacheLibrary = 'ioredis' | 'redis' | 'redis@3' | 'upstash' | 'cache-manager' | 'node-cache' | 'lru-cache';

/** What a call's callee says: which client, which of its methods. */
export interface ClientMethod {
  readonly library: CacheLibrary;
  /** In lower case: `set`, `setex`, `hset`. */
  readonly command: string;
  /** Sent with others in one go: `redis.multi().set(…)`, `redis.pipeline()`. */
  readonly isBatched: boolean;
}

/** Each pattern's one group is the path from the client. */
const clients: readonly { readonly library: CacheLibrary; readonly pattern: RegExp }[] = [
  { library: 'ioredis', pattern: /^ioredis:(?:(?:Redis|Cluster|Redis\.Cluster)\.)?new(?:\.duplicate\.\(\))?\.(.+)$/ },
  { library: 'ioredis', pattern: /^@liaoliaots\/nestjs-redis:RedisService\.new\.(?:getClient|getOrThrow|getOrNil)\.\(\)\.(.+)$/ },
  { library: 'ioredis', pattern: /^fastify:(?:fastify\.)?(?:\(\)|FastifyInstance\.new)\.redis\.(.+)$/ },
  {
    library: 'redis',
    pattern: /^(?:redis|@redis\/client):(?:create(?:Client|Cluster|ClientPool|Sentinel)\.\(\)|Redis(?:Client|ClientPool|Cluster)Type\.new)(?:\.(?:duplicate|on|once|connect)\.\(\)(?:\.await)?)*\.(.+)$/,
  },
  { library: 'upstash', pattern: /^@upstash\/redis(?:\/\w+)?:Redis\.(?:new|fromEnv\.\(\))\.(.+)$/ },
  { library: 'upstash', pattern: /^@vercel\/kv:(?:kv|createClient\.\(\))\.(.+)$/ },
  { library: 'cache-manager', pattern: /^(?:cache-manager|@nestjs\/(?:common|cache-manager)):(?:Cache\.new|caching\.\(\)(?:\.await)?|(?:createCache\.)?\(\))\.(.+)$/ },
  { library: 'node-cache', pattern: /^node-cache:(?:NodeCache\.)?new\.(.+)$/ },
  { library: 'lru-cache', pattern: /^lru-cache:(?:LRUCache\.)?new\.(.+)$/ },
];

const modules = /^(?:ioredis|@liaoliaots\/nestjs-redis|redis|@redis\/client|@upstash\/redis(?:\/\w+)?|@vercel\/kv|cache-manager|@nestjs\/cache-manager|node-cache|lru-cache)$/;
const nestCommon = /^@nestjs\/common$/;
const nestCache = /^#(?:Cache|caching)$/;
const fastify = /^fastify$/;
const fastifyClient = /^#redis$/;

/** False where no client of these can be: `clients` above needs one of their modules, and of two frameworks a name too. */
export const mayCache = ({ names }: Pick<Glimpse, 'names'>): boolean => names(modules) || (names(nestCommon) && names(nestCache)) || (names(fastify) && names(fastifyClient));

const batched = /^(?:multi|pipeline)\.\(\)\.(?:\w+\.\(\)\.)*(\w+)$/;

/** The client and command that a callee is; undefined when it is proven of none. */
export function clientMethod(callee: Node, source: ScriptSource): ClientMethod | undefined {
  const origin = source.origins.of(callee);
  const own = origin === undefined ? undefined : callbackForm(origin);
  return methodOf(own, source) ?? (own === undefined || own.module.startsWith('.') ? methodOf(source.origins.forward(callee)?.origin, source) : undefined);
}

function methodOf(origin: Origin | undefined, source: ScriptSource): ClientMethod | undefined {
  if (origin === undefined) return undefined;
  const key = originKey(origin);
  for (const { library, pattern } of clients) {
    const path = pattern.exec(key)?.[1];
    if (path === undefined) continue;
    const inBatch = batched.exec(path)?.[1];
    const command = inBatch ?? (/^\w+$/.test(path) ? path : undefined);
    return command === undefined ? undefined : { library: versionOf(library, source), command: command.toLowerCase(), isBatched: inBatch !== undefined };
  }
  return undefined;
}

/** Before version 4, node-redis took `set(key, value, 'EX', 60)`. */
function versionOf(library: CacheLibrary, source: ScriptSource): CacheLibrary {
  if (library !== 'redis') return library;
  const major = majorOf(source.project.packageFor(source.file), 'redis');
  const isOld = (major !== undefined && major < 4) || source.text.includes('legacyMode: true');
  return isOld ? 'redis@3' : library;
}
