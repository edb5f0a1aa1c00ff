import { field, namedChildren, type Node } from '../../syntax/nodes';
import { argumentsOf } from '../javascript/calls';
import { stringValue } from '../javascript/strings';
import { entriesOf, isOn, stringsOf } from './literals';
import type { OrmModel } from './model';
import type { SchemaFile } from './schemaFile';

interface Decorator {
  /** `typeorm:Column`. */
  readonly key: string;
  readonly args: readonly Node[];
}

/** The modules whose decorators make a class a model, by the decorator of the class. */
const libraries: Readonly<Record<string, OrmModel['library']>> = {
  'typeorm:Entity': 'typeorm',
  'typeorm:ChildEntity': 'typeorm',
  'sequelize-typescript:Table': 'sequelize',
  '@nestjs/mongoose:Schema': 'mongoose',
};

/** Classes whose decorators describe a table: TypeORM's entities, sequelize-typescript's models, Nest's Mongoose schemas. */
export function decoratedModels(file: SchemaFile): OrmModel[] {
  return file.root.descendantsOfType(['class_declaration', 'abstract_class_declaration']).flatMap((owner): OrmModel[] => {
    const name = owner === null ? undefined : field(owner, 'name')?.text;
    if (owner === null || name === undefined) return [];
    const above = owner.parent?.type === 'export_statement' ? decoratorsOf(owner.parent, file) : [];
    const decorators = [...above, ...decoratorsOf(owner, file)];
    const made = decorators.find(({ key }) => Object.hasOwn(libraries, key));
    const library = made === undefined ? undefined : libraries[made.key];
    return made === undefined || library === undefined ? [] : [readClass({ owner, name, library, made, decorators }, file)];
  });
}

interface ModelClass {
  readonly owner: Node;
  readonly name: string;
  readonly library: OrmModel['library'];
  readonly made: Decorator;
  readonly decorators: readonly Decorator[];
}

function readClass({ owner, name, library, made, decorators }: ModelClass, file: SchemaFile): OrmModel {
  const members = membersOf(owner, file);
  const fields = members.map(({ field: own, decorators: on }) => ({ name: own, column: on.flatMap(({ args }) => named(args.slice(-1).filter(({ type }) => type === 'object'), 'name', 'field') ?? [])[0] }));
  const own = members.filter(({ decorators: on }) => on.some(isKey)).map(({ field: column }) => [column]);
  const options = made.args.at(-1);
  return {
    library,
    name,
    table: named(made.args, 'name', 'tableName', 'collection'),
    fields,
    unique: [...own, ...decorators.flatMap(keyOf), ...indexCalls(name, file)],
    isVersioned: members.some(({ decorators: on }) => on.some(({ key }) => key === 'typeorm:VersionColumn')) || isOn(entriesOf(options).get('optimisticConcurrency')) || isOn(entriesOf(options).get('version')),
  };
}

function membersOf(owner: Node, file: SchemaFile): { readonly field: string; readonly decorators: readonly Decorator[] }[] {
  const body = field(owner, 'body');
  const found: { readonly field: string; readonly decorators: readonly Decorator[] }[] = [];
  // A method's decorators stand beside it in the body, a field's inside it.
  for (const member of body === undefined ? [] : namedChildren(body)) {
    const name = (field(member, 'name') ?? field(member, 'property'))?.text;
    const decorators = decoratorsOf(member, file);
    if (name !== undefined && decorators.length > 0) found.push({ field: name, decorators });
  }
  return found;
}

function decoratorsOf(node: Node, { origins }: SchemaFile): Decorator[] {
  return node.children.flatMap((child): Decorator[] => {
    const expression = child?.type === 'decorator' ? namedChildren(child)[0] : undefined;
    if (expression === undefined) return [];
    const callee = expression.type === 'call_expression' ? field(expression, 'function') : expression;
    return callee === undefined ? [] : [{ key: origins.key(callee), args: expression.type === 'call_expression' ? argumentsOf(expression) : [] }];
  });
}

const primary = /^(?:typeorm:Primary(?:Generated)?Column|sequelize-typescript:(?:PrimaryKey|Unique))$/;

function isKey({ key, args }: Decorator): boolean {
  if (primary.test(key)) return true;
  const options = entriesOf(args.at(-1));
  if (key === 'typeorm:Column' && isOn(options.get('primary'))) return true;
  return (isOn(options.get('unique')) || isOn(options.get('primaryKey'))) && !options.has('where');
}

/** `@Unique(['a', 'b'])` and `@Index(['a', 'b'], { unique: true })` of a class, with or without a name before. */
function keyOf({ key, args }: Decorator): string[][] {
  const options = entriesOf(args.at(-1));
  const isUnique = key === 'typeorm:Unique' || (key === 'typeorm:Index' && isOn(options.get('unique')) && !options.has('where'));
  const columns = isUnique ? args.map(stringsOf).find((names) => names !== undefined) : undefined;
  return columns === undefined ? [] : [columns];
}

/** `UserSchema.index({ a: 1, b: 1 }, { unique: true })` beside the class, where `UserSchema` was made for it. */
function indexCalls(name: string, { root }: SchemaFile): string[][] {
  return root.descendantsOfType('call_expression').flatMap((call): string[][] => {
    const callee = call === null ? undefined : field(call, 'function');
    const isIndex = callee?.type === 'member_expression' && field(callee, 'property')?.text === 'index' && field(callee, 'object')?.text === `${name}Schema`;
    const [columns, options] = call === null || !isIndex ? [] : argumentsOf(call);
    const given = entriesOf(options);
    return isOn(given.get('unique')) && !given.has('partialFilterExpression') ? [[...entriesOf(columns).keys()]] : [];
  });
}

/** A name given as a string first, or as an option. */
function named(args: readonly Node[], ...keys: readonly string[]): string | undefined {
  const options = entriesOf(args.at(-1));
  const given = [args[0], ...keys.map((key) => options.get(key))];
  return given.flatMap((value) => (value === undefined ? [] : (stringValue(value) ?? [])))[0];
}
