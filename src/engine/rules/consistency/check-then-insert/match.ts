import type { SqlCondition, SqlValue } from '../../../facts/sql/conditions';
import { hasPartialKey, tableFacts, uniqueKeyWithin, type SchemaFacts } from '../../../facts/sql/schema';
import { sameTable, type InsertFacts, type SelectFacts } from '../../../facts/sql/statements';

/** A SELECT and an INSERT that speak of the same row. */
export interface RaceKey {
  readonly table: string;
  /** The key's columns, as the INSERT names them. */
  readonly columns: readonly string[];
  /** Conditions on constants that the SELECT adds; only an index with the same condition makes the key unique. */
  readonly filters: readonly string[];
  /** Which of the SELECT's conditions those are, out of how many. */
  readonly filterPlaces: readonly number[];
  readonly conditionCount: number;
  /** The SELECT looks for any of several keys. */
  readonly alternatives: boolean;
}

/** Compares a value of the SELECT with one of the INSERT. */
export type SameValue = (selected: SqlValue, inserted: SqlValue) => boolean;

/**
 * @param columns the INSERT's columns, in order; of the table when it names none
 * @returns undefined unless the SELECT would have found the very row that the INSERT adds
 */
export function raceKey(select: SelectFacts, insert: InsertFacts, columns: readonly string[], same: SameValue): RaceKey | undefined {
  const { values } = insert;
  if (values === undefined || !sameTable(select.table, insert.table) || columns.length !== values.length) return undefined;
  const valueOf = (column: string) => values[columns.indexOf(column)];
  const read = readConditions(select.conditions, valueOf, same);
  if (read === undefined || read.keys.length === 0) return undefined;
  return {
    table: insert.table.name,
    columns: [...new Set(read.keys)],
    filters: read.filters,
    filterPlaces: select.conditions.flatMap(({ kind }, i) => (kind === 'filter' ? [i] : [])),
    conditionCount: select.conditions.length,
    alternatives: read.alternatives,
  };
}

interface ReadConditions {
  readonly keys: readonly string[];
  readonly filters: readonly string[];
  readonly alternatives: boolean;
}

function readConditions(conditions: readonly SqlCondition[], valueOf: (column: string) => SqlValue | undefined, same: SameValue): ReadConditions | undefined {
  const keys: string[] = [];
  const filters: string[] = [];
  let alternatives = false;
  for (const condition of conditions) {
    switch (condition.kind) {
      case 'equals': {
        const value = valueOf(condition.column);
        if (value === undefined || !same(condition.value, value)) return undefined;
        keys.push(condition.column);
        break;
      }
      case 'filter': {
        if (!isSatisfied(condition, valueOf(condition.column))) return undefined;
        filters.push(condition.form);
        break;
      }
      case 'either': {
        const sides = condition.sides.map((side) => readConditions([side], valueOf, same));
        if (!sides.every((side) => side !== undefined && side.keys.length > 0)) return undefined;
        keys.push(...sides.flatMap((side) => side?.keys ?? []));
        alternatives = true;
        break;
      }
      case 'other':
        return undefined;
    }
  }
  return { keys, filters, alternatives };
}

/** Whether the inserted row is one the filter lets through: a column left out is taken to be NULL. */
function isSatisfied(filter: Extract<SqlCondition, { kind: 'filter' }>, value: SqlValue | undefined): boolean {
  if (value !== undefined) return value.kind === 'constant' && value.form === filter.constant;
  return filter.form.includes('"nulltesttype":"IS_NULL"');
}

/** How sure it is that the database itself allows one row for the key. */
export interface Uniqueness {
  readonly proven: boolean;
  /** The columns ON CONFLICT names: a unique key of the table where one is known. */
  readonly target: readonly string[];
  /** The target is that of a partial index, so ON CONFLICT repeats the condition. */
  readonly partial: boolean;
  /** The check asks for exactly what the key covers. */
  readonly exact: boolean;
}

/** @param inserted the INSERT's columns: a key nothing is known of is named in their order */
export function uniquenessOf({ table, columns, filters }: RaceKey, inserted: readonly string[], schema: SchemaFacts): Uniqueness {
  const key = uniqueKeyWithin(schema, table, columns);
  if (key !== undefined) {
    const target = key.flatMap((name) => columns.find((column) => column.toLowerCase() === name) ?? []);
    return { proven: true, target, partial: false, exact: filters.length === 0 && target.length === columns.length };
  }
  const partial = filters.length > 0;
  const proven = partial && hasPartialKey(schema, table, { columns, where: filters });
  return { proven, target: inserted.filter((column) => columns.includes(column)), partial, exact: true };
}

/** The columns an INSERT fills, in order: those it names, or the table's own. */
export function insertedColumns(insert: InsertFacts, schema: SchemaFacts): readonly string[] {
  if (insert.columns.length > 0) return insert.columns;
  return (tableFacts(schema, insert.table.name)?.columns ?? []).slice(0, insert.values?.length ?? 0);
}
