/** The unique keys of one table; each key is its column names in order, lower case. */
export interface TableFacts {
  readonly unique: readonly (readonly string[])[];
  readonly columns: readonly string[];
}

/** Plain data: table name (lower case, without schema) to what is known of it. */
export type SchemaFacts = Readonly<Record<string, TableFacts>>;

/** True when one unique key covers exactly these columns, in any order. */
export function hasUniqueKey(schema: SchemaFacts, table: string, columns: readonly string[]): boolean {
  const wanted = new Set(columns.map((column) => column.toLowerCase()));
  const known = Object.hasOwn(schema, table.toLowerCase()) ? schema[table.toLowerCase()] : undefined;
  return known?.unique.some((key) => key.length === wanted.size && key.every((column) => wanted.has(column))) ?? false;
}
