import type { SchemaFacts, TableFacts } from '../sql/schema';

/** What an ORM's own schema says of one model. */
export interface OrmModel {
  readonly library: 'prisma' | 'drizzle' | 'typeorm' | 'mongoose' | 'sequelize';
  /** The model as code names it. */
  readonly name: string;
  /** The table or collection it is kept in, where the schema names it. */
  readonly table: string | undefined;
  /** Field names, in order; the database's own name beside it where it differs. */
  readonly fields: readonly { readonly name: string; readonly column: string | undefined }[];
  /** Unique keys as field names. */
  readonly unique: readonly (readonly string[])[];
  /** Each write checks that the row is still the version that was read. */
  readonly isVersioned: boolean;
}

const key = (library: string, name: string) => `${library}:${name.toLowerCase()}`;

/**
 * What is known of a model: from its ORM's schema, by field names, else from the table of that name.
 * @returns undefined when the workspace defines neither
 */
export function modelFacts(schema: SchemaFacts, library: string, model: string): TableFacts | undefined {
  return [key(library, model), model.toLowerCase()].flatMap((name) => (Object.hasOwn(schema, name) ? (schema[name] ?? []) : []))[0];
}

/** The schema with what the models add to it: each under its own name, and its table where no SQL defines that. */
export function withModels(schema: SchemaFacts, models: readonly OrmModel[]): SchemaFacts {
  const added: Record<string, TableFacts> = {};
  for (const model of models) {
    const own = factsOf(model, (name) => name);
    added[key(model.library, model.name)] ??= own;
    const columns = new Map(model.fields.map(({ name, column }) => [name, column ?? name]));
    const table = (model.table ?? model.name).toLowerCase();
    added[table] ??= factsOf(model, (name) => columns.get(name) ?? name);
  }
  return { ...added, ...schema };
}

function factsOf(model: OrmModel, named: (field: string) => string): TableFacts {
  const lower = (name: string) => named(name).toLowerCase();
  return {
    unique: model.unique.map((fields) => fields.map(lower)),
    partial: [],
    columns: model.fields.map(({ name }) => lower(name)),
    required: [],
    types: {},
    names: Object.fromEntries(model.fields.map(({ name }) => [lower(name), named(name)])),
    ...(model.isVersioned ? { isVersioned: true as const } : {}),
  };
}
