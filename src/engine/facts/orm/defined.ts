import { field, type Node } from '../../syntax/nodes';
import { argumentsOf, calleeOf } from '../javascript/calls';
import { unwrapped } from '../javascript/options';
import { stringValue } from '../javascript/strings';
import { entriesOf, isOn, stringsOf } from './literals';
import type { OrmModel } from './model';
import type { SchemaFile } from './schemaFile';

const schemas = /^mongoose:(?:default\.)?Schema(?:\.new|\.\(\))$/;
const models = /^mongoose:(?:(?:default\.)?model|Connection\.new\.model|connection\.model|createConnection\.\(\)\.model)$/;
const defines = /^(?:sequelize|@sequelize\/core):(?:Sequelize\.new\.define|Model\.init)$/;

/** Models that calls make: `mongoose.model('User', schema)`, `sequelize.define('User', …)`, `User.init(…)`. */
export function definedModels(file: SchemaFile): OrmModel[] {
  return file.root.descendantsOfType('call_expression').flatMap((call): OrmModel[] => {
    const callee = call === null ? undefined : calleeOf(call);
    const key = callee === undefined ? '' : file.origins.key(callee);
    if (call === null || callee === undefined) return [];
    if (models.test(key)) return mongooseModel(argumentsOf(call), file);
    return defines.test(key) || isInjectedDefine(callee, file) ? sequelizeModel(callee, argumentsOf(call)) : [];
  });
}

/** `module.exports = (sequelize, DataTypes) => sequelize.define(…)`, as the library's own generator writes it. */
function isInjectedDefine(callee: Node, { scopes }: SchemaFile): boolean {
  if (callee.type !== 'member_expression' || field(callee, 'property')?.text !== 'define') return false;
  const object = field(callee, 'object');
  return object?.text === 'sequelize' && scopes.resolve(object)?.kind === 'parameter';
}

function mongooseModel([name, schema]: readonly Node[], file: SchemaFile): OrmModel[] {
  const label = name === undefined ? undefined : stringValue(name);
  const made = schema === undefined ? undefined : madeSchema(schema, file);
  if (label === undefined || schema === undefined || made === undefined) return [];
  const [definition, options] = argumentsOf(made);
  const entries = [...entriesOf(definition)];
  const own = entries.filter(([, value]) => isOn(entriesOf(value).get('unique'))).map(([key]) => [key]);
  const settings = entriesOf(options);
  const collection = settings.get('collection');
  return [
    {
      library: 'mongoose',
      name: label,
      table: collection === undefined ? undefined : stringValue(collection),
      fields: ['_id', ...entries.map(([key]) => key)].map((key) => ({ name: key, column: undefined })),
      unique: [['_id'], ...own, ...indexes(schema, file)],
      isVersioned: isOn(settings.get('optimisticConcurrency')),
    },
  ];
}

/** `new Schema(…)` behind the argument; mongoose makes one without `new` too. */
function madeSchema(argument: Node, { scopes, origins }: SchemaFile): Node | undefined {
  const value = unwrapped(argument);
  const declaration = value.type === 'identifier' ? scopes.resolve(value) : undefined;
  const made = value.type === 'identifier' ? (declaration === undefined ? undefined : field(declaration.site, 'value')) : value;
  return (made?.type === 'new_expression' || made?.type === 'call_expression') && schemas.test(origins.key(made)) ? made : undefined;
}

/** `schema.index({ a: 1, b: 1 }, { unique: true })`. */
function indexes(schema: Node, { scopes }: SchemaFile): string[][] {
  const declaration = schema.type === 'identifier' ? scopes.resolve(schema) : undefined;
  return (declaration === undefined ? [] : scopes.references(declaration)).flatMap((reference): string[][] => {
    const member = reference.parent;
    const call = member?.type === 'member_expression' && field(member, 'property')?.text === 'index' ? member.parent : null;
    const [columns, options] = call?.type === 'call_expression' ? argumentsOf(call) : [];
    const given = entriesOf(options);
    return isOn(given.get('unique')) && !given.has('partialFilterExpression') ? [[...entriesOf(columns).keys()]] : [];
  });
}

function sequelizeModel(callee: Node, args: readonly Node[]): OrmModel[] {
  const isInit = field(callee, 'property')?.text === 'init';
  const [definition, options] = isInit ? args : args.slice(1);
  const settings = entriesOf(options);
  const label = isInit ? field(callee, 'object')?.text : args[0] === undefined ? undefined : stringValue(args[0]);
  if (label === undefined) return [];
  const entries = [...entriesOf(definition)].map(([key, value]): [string, Map<string, Node>] => [key, entriesOf(value)]);
  const own = entries.filter(([, column]) => column.get('unique')?.type === 'true' || isOn(column.get('primaryKey'))).map(([key]) => [key]);
  const indexed = (settings.get('indexes')?.namedChildren ?? []).flatMap((index): string[][] => {
    const given = entriesOf(index ?? undefined);
    const columns = isOn(given.get('unique')) && !given.has('where') ? stringsOf(given.get('fields')) : undefined;
    return columns === undefined ? [] : [columns];
  });
  const hasOwnKey = own.length > 0 && entries.some(([, column]) => column.has('primaryKey'));
  const table = settings.get('tableName');
  return [
    {
      library: 'sequelize',
      name: label,
      table: table === undefined ? undefined : stringValue(table),
      fields: [...(hasOwnKey ? [] : ['id']), ...entries.map(([key]) => key)].map((key) => ({ name: key, column: undefined })),
      unique: [...(hasOwnKey ? [] : [['id']]), ...own, ...indexed],
      isVersioned: isOn(settings.get('version')),
    },
  ];
}
