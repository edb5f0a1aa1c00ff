import type { Glimpse } from '../../rule';

/** What the fix of a pool needs to know about its library. */
export interface PoolLibrary {
  /** The option that bounds the wait, and what it counts. */
  readonly option: { readonly name: string; readonly unit: 'milliseconds' | 'waiting callers' };
  /** Which argument holds the options. */
  readonly argument: number;
  /** The options may be a URL alone, which an options object takes under this key. */
  readonly urlKey?: string;
  /** A URL, in the first argument or under `urlKey`, may set the option too. */
  readonly urlSetsOption?: true;
  /** The option that says how many connections there are, and how many there are without it. */
  readonly size: { readonly name: string; readonly fallback: number };
  /** What the pool hands out, one of them. */
  readonly item: string;
  /** Options which make callers fail at once instead of waiting, by the value that does. */
  readonly refuses?: { readonly name: string; readonly value: string };
  /** An option that looks right and does nothing. */
  readonly ignored?: string;
  /** The constructor may be called without arguments. */
  readonly mayBeBare?: true;
}

const pg: PoolLibrary = {
  option: { name: 'connectionTimeoutMillis', unit: 'milliseconds' },
  argument: 0,
  size: { name: 'max', fallback: 10 },
  item: 'client',
  mayBeBare: true,
};

const prisma: PoolLibrary = {
  option: pg.option,
  argument: 0,
  urlKey: 'connectionString',
  size: pg.size,
  item: 'connection',
};

const mysql2: PoolLibrary = {
  option: { name: 'queueLimit', unit: 'waiting callers' },
  argument: 0,
  urlKey: 'uri',
  urlSetsOption: true,
  size: { name: 'connectionLimit', fallback: 10 },
  item: 'connection',
  refuses: { name: 'waitForConnections', value: 'false' },
  ignored: 'acquireTimeout',
};

const genericPool: PoolLibrary = {
  option: { name: 'acquireTimeoutMillis', unit: 'milliseconds' },
  argument: 1,
  size: { name: 'max', fallback: 1 },
  item: 'resource',
};

const mongodb: PoolLibrary = {
  option: { name: 'waitQueueTimeoutMS', unit: 'milliseconds' },
  argument: 1,
  urlSetsOption: true,
  size: { name: 'maxPoolSize', fallback: 100 },
  item: 'connection',
};

/** Pools by the origin of what is called or constructed. */
export const constructed: ReadonlyMap<string, PoolLibrary> = new Map([
  ['pg:Pool', pg],
  ['pg:native.Pool', pg],
  ['pg-pool:', pg],
  ['@prisma/adapter-pg:PrismaPg', prisma],
  ['mongodb:MongoClient', mongodb],
]);

export const called: ReadonlyMap<string, PoolLibrary> = new Map([
  ['mysql2:createPool', mysql2],
  ['mysql2/promise:createPool', mysql2],
  ['mysql2/promise.js:createPool', mysql2],
  ['generic-pool:createPool', genericPool],
  ['mongodb:MongoClient.connect', mongodb],
]);

/** Longest wait for a connection that knex allows by itself, in milliseconds. */
export const knexDefault = 60_000;

const modules = /^(?:pg|pg-pool|@prisma\/adapter-pg|mongodb|mysql2|mysql2\/promise|mysql2\/promise\.js|generic-pool|knex)$/;

/** False where no pool of these can be. */
export const mayPool = ({ names }: Glimpse): boolean => names(modules);
