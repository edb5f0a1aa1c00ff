import { tableFacts, type PartialKey, type SchemaFacts, type TableFacts } from '../sql/schema';

/** What an ORM's own schema says of one model. */
export interface OrmModel {
  readonly library: 'prisma' | 'drizzle' | 'typeorm' | 'mongoose' | 'sequelize' | 'knex';
  /** The model as code names it. */
  readonly name: string;
  /** The table or collection it is kept in, where the schema names it. */
  readonly table: string | undefined;
  /** Field names, in order; the database's own name beside it where it differs. */
  readonly fields: readonly { readonly name: string; readonly column: string | undefined; readonly isOptional?: true }[];
  /** Unique keys as field names. */
  readonly unique: readonly (readonly string[])[];
  /** Each write checks that the row is still the version that was read. */
  readonly isVersioned: boolean;
  /** Only what a migration adds to a table that another makes; `all` where it also takes something away. */
  readonly alters?: 'more' | 'all';
}

const key = (library: string, name: string) => `${library}:${name.toLowerCase()}`;

/**
 * What is known of a model: from its ORM's schema, by field names, else from the table of that name.
 * @returns undefined when the workspace defines neither
 */
export function modelFacts(schema: SchemaFacts, library: string, model: string): TableFacts | undefined {
  return [key(library, model), model.toLowerCase()].flatMap((name) => (Object.hasOwn(schema, name) ? (schema[name] ?? []) : []))[0];
}

/**
 * The schema with what the models add to it: each under its own name, and its table where no SQL defines that. Of a name
 * that two services of one repository give to models with different keys, nothing is known. A key that only the table's
 * SQL has may since be gone, or hold for a part of the rows, which a model cannot say: it is kept as partial.
 */
export function withModels(schema: SchemaFacts, models: readonly OrmModel[]): SchemaFacts {
  const added = new Map<string, TableFacts>();
  const unclear = new Set<string>();
  const add = (name: string, facts: TableFacts) => {
    const known = added.get(name);
    if (known === undefined) added.set(name, facts);
    else if (keysOf(known) !== keysOf(facts)) unclear.add(name);
  };
  for (const model of whole(models)) {
    const facts = factsOf(model, (name) => name);
    add(key(model.library, model.name), { ...facts, partial: keysOfTable(model, facts, tableFacts(schema, model.table ?? model.name)) });
    const columns = new Map(model.fields.map(({ name, column }) => [name, column ?? name]));
    add((model.table ?? model.name).toLowerCase(), factsOf(model, (name) => columns.get(name) ?? name));
  }
  return { ...Object.fromEntries([...added].filter(([name]) => !unclear.has(name))), ...schema };
}

/** Each table that migrations make and add to as one; none of which they take something away. */
function whole(models: readonly OrmModel[]): OrmModel[] {
  const altered = new Map<string, OrmModel[]>();
  for (const model of models) if (model.alters !== undefined) altered.set(model.name, [...(altered.get(model.name) ?? []), model]);
  return models.flatMap((model) => {
    const more = model.library === 'knex' ? (altered.get(model.name) ?? []) : [];
    if (model.alters !== undefined || more.some(({ alters }) => alters === 'all')) return [];
    return more.length === 0 ? [model] : [{ ...model, fields: [model, ...more].flatMap(({ fields }) => fields), unique: [model, ...more].flatMap(({ unique }) => unique) }];
  });
}

/** The table's keys that the model does not have, by field names. */
function keysOfTable({ fields }: OrmModel, { unique }: TableFacts, table: TableFacts | undefined): PartialKey[] {
  const fieldOf = new Map(fields.map(({ name, column }) => [(column ?? name).toLowerCase(), name.toLowerCase()]));
  const known = new Set(unique.map(spelt));
  const keys = [...(table?.unique ?? []).map((columns): PartialKey => ({ columns, where: [] })), ...(table?.partial ?? [])];
  return keys.map(({ columns, where }) => ({ columns: columns.map((column) => fieldOf.get(column) ?? column), where })).filter(({ columns }) => !known.has(spelt(columns)));
}

const spelt = (fields: readonly string[]): string => [...fields].sort().join();

const keysOf = ({ unique }: TableFacts): string => unique.map(spelt).sort().join(';');

function factsOf(model: OrmModel, named: (field: string) => string): TableFacts {
  const lower = (name: string) => named(name).toLowerCase();
  const optional = model.fields.filter(({ isOptional }) => isOptional === true).map(({ name }) => lower(name));
  return {
    unique: model.unique.map((fields) => fields.map(lower)),
    partial: [],
    columns: model.fields.map(({ name }) => lower(name)),
    required: [],
    ...(optional.length > 0 ? { nullable: optional } : {}),
    types: {},
    names: Object.fromEntries(model.fields.map(({ name }) => [lower(name), named(name)])),
    ...(model.isVersioned ? { isVersioned: true as const } : {}),
  };
}
