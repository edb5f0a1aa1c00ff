import type { Glimpse } from '../../rules/rule';
import type { ScriptSource } from '../../source';
import { namedChildren, type Node } from '../../syntax/nodes';
import { chainOf, type Chain } from './dataCalls/chain';
import { drizzleCall } from './dataCalls/drizzle';
import { knexCall } from './dataCalls/knex';
import { mongoCall } from './dataCalls/mongo';
import { prismaCall } from './dataCalls/prisma';
import { sequelizeCall } from './dataCalls/sequelize';
import { typeormCall } from './dataCalls/typeorm';
import { functionTypes } from './scope';

const modules = /^(?:mongoose|mongodb|sequelize|@sequelize\/core|sequelize-typescript|knex|drizzle-orm(?:\/.*)?|typeorm|@nestjs\/typeorm|#PrismaClient|#TransactionClient)$/;

/** False where no query of these libraries can be. The generated client of Prisma is known by its name. */
export const mayHoldData = ({ names }: Pick<Glimpse, 'names'>): boolean => names(modules);

export type DataLibrary = 'prisma' | 'sequelize' | 'knex' | 'drizzle' | 'typeorm' | 'mongoose' | 'mongodb';

/** `upsert` is any write that says itself what to do when the row exists; TypeORM's `save` is `other`. */
export type DataOperation = 'findOne' | 'findMany' | 'create' | 'update' | 'upsert' | 'delete' | 'count' | 'other';

/** A query of an ORM or query builder, proven by where its client or model comes from. */
export interface DataCall {
  readonly library: DataLibrary;
  /** The model, table or collection, as the code names it. */
  readonly model: string;
  readonly operation: DataOperation;
  /** The method itself: `findFirst`, `findByPk`, `insert`. */
  readonly method: string;
  /** The whole query: of a chain, its last call. */
  readonly call: Node;
  readonly chain: Chain;
  /** The condition: an object, the key itself (`findById(id)`), or a builder's condition (`eq(users.id, id)`, `.where('id', id)`). */
  readonly where: Node | undefined;
  /** What is written: an object, a list, or a name for either. */
  readonly data: Node | undefined;
  /** The object of options, where the library takes one: `{ transaction }`, `{ upsert: true }`. */
  readonly options: Node | undefined;
  /** What the query runs on: `prisma`, `this.prisma`, `tx`, `User`, `repository`. */
  readonly client: Node;
  /** It runs inside a transaction that the code around it opened. */
  readonly isTransaction: boolean;
}

type DataReader = (chain: Chain, source: ScriptSource) => DataCall | undefined;

const readers: readonly DataReader[] = [prismaCall, sequelizeCall, knexCall, drizzleCall, typeormCall, mongoCall];

const known = (): Map<number, DataCall | undefined> => new Map();

/** Reads a query; any call of its chain may be given. */
export function dataCallAt(call: Node, source: ScriptSource): DataCall | undefined {
  const chain = call.type === 'call_expression' ? chainOf(call) : undefined;
  if (chain === undefined) return undefined;
  const calls = source.memo.once(known, source);
  if (!calls.has(chain.last.id)) calls.set(chain.last.id, read(chain, source));
  return calls.get(chain.last.id);
}

function read(chain: Chain, source: ScriptSource): DataCall | undefined {
  for (const reader of readers) {
    const found = reader(chain, source);
    if (found !== undefined) return found;
  }
  return undefined;
}

const listed = (): Map<number, readonly DataCall[]> => new Map();

/** Every query in a function's own body, nested functions left out, in order of the text. */
export function dataCallsIn(scope: Node, source: ScriptSource): readonly DataCall[] {
  const lists = source.memo.once(listed, source);
  const list = lists.get(scope.id) ?? findCalls(scope, source);
  lists.set(scope.id, list);
  return list;
}

function findCalls(scope: Node, source: ScriptSource): DataCall[] {
  const found = new Map<number, DataCall>();
  const waiting = [scope];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const data = at.type === 'call_expression' ? dataCallAt(at, source) : undefined;
    if (data !== undefined) found.set(data.call.id, data);
    waiting.push(...namedChildren(at).filter((child) => !functionTypes.has(child.type)));
  }
  return [...found.values()].sort((a, b) => a.call.startIndex - b.call.startIndex);
}
