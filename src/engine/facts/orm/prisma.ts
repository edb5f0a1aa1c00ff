import type { Attribute, AttributeArgument, Block, BlockAttribute, Field, getSchema, Model } from '@mrleebo/prisma-ast';
import type { OrmModel } from './model';

/** Reads the models of a `.prisma` file; none when it does not parse. */
export type PrismaReader = (text: string) => OrmModel[];

/** The parser is only loaded where there is something to read: its grammar takes longer to set up than a schema to parse. */
export async function loadPrismaReader(): Promise<PrismaReader> {
  const { getSchema: parse } = await import('@mrleebo/prisma-ast');
  return (text) => prismaModels(text, parse);
}

function prismaModels(text: string, parse: typeof getSchema): OrmModel[] {
  let list: readonly Block[];
  try {
    list = parse(text).list;
  } catch {
    return [];
  }
  const models = list.filter((block): block is Model => block.type === 'model');
  const names = new Set(models.map(({ name }) => name));
  return models.map((model) => readModel(model, names));
}

function readModel(model: Model, models: ReadonlySet<string>): OrmModel {
  const fields = model.properties.filter((property): property is Field => property.type === 'field' && !(typeof property.fieldType === 'string' && models.has(property.fieldType)));
  const blocks = model.properties.filter((property): property is BlockAttribute => property.type === 'attribute');
  const own = fields.filter((field) => has(field, 'id') || has(field, 'unique')).map(({ name }) => [name]);
  const together = blocks.filter(({ name }) => name === 'id' || name === 'unique').map(({ args }) => namesIn(args));
  return {
    library: 'prisma',
    name: model.name,
    table: text(blocks.find(({ name }) => name === 'map')?.args),
    fields: fields.map((field) => ({ name: field.name, column: text(attribute(field, 'map')?.args) })),
    unique: [...own, ...together.filter((names) => names.length > 0)],
    isVersioned: false,
  };
}

const attribute = (field: Field, name: string): Attribute | undefined => field.attributes?.find((each) => each.name === name);

const has = (field: Field, name: string) => attribute(field, name) !== undefined;

/** The string an attribute is given first: `@map("users")`. */
function text(args: readonly AttributeArgument[] | undefined): string | undefined {
  const value = args?.map((argument) => argument.value).find((each) => typeof each === 'string');
  return typeof value === 'string' ? value.replace(/^"|"$/g, '') : undefined;
}

/** The fields of `@@unique([a, b(sort: Desc)])`, also written `@@unique(fields: [a, b])`. */
function namesIn(args: readonly AttributeArgument[]): string[] {
  for (const { value } of args) {
    const list = isTyped(value) && value.type === 'keyValue' && value.key === 'fields' ? value.value : value;
    if (isTyped(list) && list.type === 'array') return list.args.flatMap((entry) => nameOf(entry) ?? []);
  }
  return [];
}

type Value = AttributeArgument['value'];

/** Values the parser names by a type; plain ones are strings, numbers and lists. */
const isTyped = (value: Value): value is Extract<Value, { readonly type: string }> => typeof value === 'object' && value !== null && 'type' in value;

function nameOf(entry: Value): string | undefined {
  if (typeof entry === 'string') return entry;
  return isTyped(entry) && entry.type === 'function' ? entry.name : undefined;
}
