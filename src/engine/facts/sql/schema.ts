/** A unique key that only holds for the rows a condition selects. */
export interface PartialKey {
  readonly columns: readonly string[];
  /** The condition's conjuncts, each as `sqlForm` gives it, sorted. */
  readonly where: readonly string[];
}

/** What is known of one table; every name is in lower case. */
export interface TableFacts {
  /** Each key is its column names in order. */
  readonly unique: readonly (readonly string[])[];
  readonly partial: readonly PartialKey[];
  /** In the order they were declared. */
  readonly columns: readonly string[];
  /** Columns that an INSERT cannot leave out: NOT NULL and without a default. */
  readonly required: readonly string[];
  /** Columns that an ORM's model lets be empty; none where the model does not say. */
  readonly nullable?: readonly string[];
  /** PostgreSQL's own name of each column's type, without schema or modifiers: `int4`, `uuid`, `varchar`. */
  readonly types: Readonly<Record<string, string>>;
  /** Columns by the names an ORM's model gives them, where those have capitals. */
  readonly names?: Readonly<Record<string, string>>;
  /** The ORM checks on each save that the row is still the version that was read. */
  readonly isVersioned?: true;
}

/** Plain data: table name (lower case, without schema) to what is known of it. */
export type SchemaFacts = Readonly<Record<string, TableFacts>>;

/** What is known of a table; undefined when the workspace's SQL does not create or alter it. */
export function tableFacts(schema: SchemaFacts, table: string): TableFacts | undefined {
  const name = table.toLowerCase();
  return Object.hasOwn(schema, name) ? schema[name] : undefined;
}

/** The type of a column as PostgreSQL names it; undefined when the workspace's SQL does not declare it. */
export function columnType(schema: SchemaFacts, table: string, column: string): string | undefined {
  const types = tableFacts(schema, table)?.types;
  const name = column.toLowerCase();
  return types !== undefined && Object.hasOwn(types, name) ? types[name] : undefined;
}

/** True when one unique key covers exactly these columns, in any order. */
export function hasUniqueKey(schema: SchemaFacts, table: string, columns: readonly string[]): boolean {
  return uniqueKeyWithin(schema, table, columns)?.length === new Set(columns.map(lower)).size;
}

/**
 * The longest unique key made of some of these columns: rows that agree on all of them agree on it.
 * @returns its columns in the key's own order; undefined when there is none.
 */
export function uniqueKeyWithin(schema: SchemaFacts, table: string, columns: readonly string[]): readonly string[] | undefined {
  const known = new Set(columns.map(lower));
  const keys = tableFacts(schema, table)?.unique.filter((key) => key.every((column) => known.has(column))) ?? [];
  return [...keys].sort((a, b) => b.length - a.length)[0];
}

/** True when an INSERT of these columns could meet another unique key of the table than this one. */
export function hasUniqueKeyOtherThan(schema: SchemaFacts, table: string, key: readonly string[], inserted: readonly string[]): boolean {
  const own = [...key.map(lower)].sort().join();
  const filled = new Set(inserted.map(lower));
  const others = tableFacts(schema, table)?.unique.filter((columns) => [...columns].sort().join() !== own) ?? [];
  return others.some((columns) => columns.every((column) => filled.has(column)));
}

/** True when a partial unique key covers exactly these columns for exactly the rows of this condition. */
export function hasPartialKey(schema: SchemaFacts, table: string, key: PartialKey): boolean {
  const same = (a: readonly string[], b: readonly string[]) => a.length === b.length && [...a].sort().join() === [...b].sort().join();
  const columns = key.columns.map(lower);
  return tableFacts(schema, table)?.partial.some((known) => same(known.columns, columns) && same(known.where, key.where)) ?? false;
}

const lower = (name: string) => name.toLowerCase();
