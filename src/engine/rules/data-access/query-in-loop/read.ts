import { dataCallAt } from '../../../facts/javascript/dataCalls';
import { sqlCallAt } from '../../../facts/javascript/sqlCalls';
import type { ScriptSource } from '../../../source';
import type { Node } from '../../../syntax/nodes';
import { ormRead } from './ormRead';
import { sqlRead } from './sqlRead';

/** What a query of one key becomes when it asks for many. */
export interface Batch {
  /** The call that reads the rows of all keys, without `await`. */
  readonly query: (keys: string) => string;
  /** What binds its rows to a name: `{ rows: users }`, `[users]`, `users`. */
  readonly bind: (name: string) => string;
  /** What the key is called in a row. */
  readonly property: string;
  /** The database and JavaScript may hold the same key as different values, so their texts are compared. */
  readonly asText: boolean;
  /** Without keys the query would be an error, so it is left out. */
  readonly needsKeys: boolean;
  /** Keys that came from the database and are equal for it have equal texts in JavaScript too. */
  readonly isExact: boolean;
  /** At most one row has a key. */
  readonly isUnique: boolean;
  /** The key had to be added to what is read. */
  readonly addsKey: boolean;
  readonly imports: readonly { readonly module: string; readonly name: string }[];
}

/** A query that reads by one value. */
export interface KeyRead {
  /** The whole query: what is awaited. */
  readonly call: Node;
  /** The table, model or collection, as the code names it. */
  readonly table: string;
  readonly column: string;
  /** The value the column must equal. */
  readonly value: Node;
  /** What runs the query. */
  readonly client: Node | undefined;
  /** What the awaited call gives: a driver's result, the rows themselves, or one of them. */
  readonly gives: 'pg' | 'mysql' | 'rows' | 'row';
  /** What stands for no row: `null` or nothing. */
  readonly missing: 'null' | 'undefined';
  readonly library: 'pg' | 'mysql2' | 'prisma' | 'sequelize' | 'knex' | 'drizzle' | 'typeorm' | 'mongoose' | 'mongodb';
  readonly isTransaction: boolean;
  /** The method that is called. */
  readonly method: string;
  /** Or why one query cannot answer for all keys. */
  readonly batch: Batch | { readonly refused: string };
}

/**
 * A read by a key that varies.
 * @param varies whether a value differs from one run to the next
 * @returns undefined for anything else: writes, locks, lists of keys, pages, reads that do not vary.
 */
export function keyReadAt(call: Node, varies: (value: Node) => boolean, source: ScriptSource): KeyRead | undefined {
  const sql = sqlCallAt(call, source);
  if (sql !== undefined) return sql.call.id === call.id ? sqlRead(sql, varies, source) : undefined;
  const data = dataCallAt(call, source);
  return data === undefined ? undefined : ormRead(data, varies, source);
}
