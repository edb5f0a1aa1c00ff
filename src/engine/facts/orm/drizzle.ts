import { field, namedChildren, walk, type Node } from '../../syntax/nodes';
import { argumentsOf } from '../javascript/calls';
import { ownNodes } from '../javascript/functions';
import { functionTypes } from '../javascript/scope';
import { stringValue } from '../javascript/strings';
import { unwrapped } from '../javascript/options';
import { calledName, chained, entriesOf } from './literals';
import type { OrmModel } from './model';
import type { SchemaFile } from './schemaFile';

const tables = /^drizzle-orm(?:\/[\w-]+)*:(?:\w+Table(?:Creator\.\(\))?|\w+Schema\.\(\)\.table)$/;

/** `pgTable('users', { email: text('email').unique() }, (t) => [uniqueIndex().on(t.a, t.b)])`, and its MySQL and SQLite kin. */
export function drizzleModels({ root, origins }: SchemaFile): OrmModel[] {
  return root.descendantsOfType('variable_declarator').flatMap((declarator): OrmModel[] => {
    const value = declarator === null ? undefined : field(declarator, 'value');
    const name = declarator === null ? undefined : field(declarator, 'name')?.text;
    const callee = value?.type === 'call_expression' ? field(value, 'function') : undefined;
    if (value === undefined || name === undefined || callee === undefined || !tables.test(origins.key(callee))) return [];
    return [readTable(name, argumentsOf(value))];
  });
}

function readTable(name: string, [table, columns, extras]: readonly Node[]): OrmModel {
  const entries = [...entriesOf(columns === undefined ? undefined : returnedBy(columns))];
  const own = entries.filter(([, value]) => chained(value)?.methods.some((call) => /^(?:unique|primaryKey)$/.test(calledName(call)))).map(([key]) => [key]);
  return {
    library: 'drizzle',
    name,
    table: table === undefined ? undefined : stringValue(table),
    fields: entries.map(([key, value]) => ({ name: key, column: columnName(value) })),
    unique: [...own, ...(extras === undefined ? [] : keysIn(extras))],
    isVersioned: false,
  };
}

function columnName(value: Node): string | undefined {
  const first = chained(value)?.first;
  const argument = first === undefined ? undefined : argumentsOf(first)[0];
  return argument === undefined ? undefined : stringValue(argument);
}

/** What a literal, or a function that returns one, describes. */
function returnedBy(node: Node): Node | undefined {
  if (!functionTypes.has(node.type)) return node;
  const body = field(node, 'body');
  const returned = body?.type === 'statement_block' ? namedChildren(ownNodes(node, 'return_statement')[0] ?? body)[0] : body;
  return returned === undefined ? undefined : unwrapped(returned);
}

/** `unique().on(t.a, t.b)`, `uniqueIndex().on(t.a)`, `primaryKey({ columns: [t.a] })`; an index over an expression or a part of the rows is none. */
function keysIn(extras: Node): string[][] {
  const found: string[][] = [];
  walk(extras, (node) => {
    const chain = node.type === 'call_expression' ? chained(node) : undefined;
    if (chain === undefined) return true;
    const kind = calledName(chain.first);
    const on = chain.methods.find((call) => calledName(call) === 'on');
    const isPartial = chain.methods.some((call) => calledName(call) === 'where');
    const columns = kind === 'primaryKey' ? namedChildren(entriesOf(argumentsOf(chain.first)[0]).get('columns') ?? chain.first) : on === undefined ? [] : argumentsOf(on);
    if (isPartial) return false;
    if (!/^(?:unique|uniqueIndex|primaryKey)$/.test(kind) || columns.length === 0) return true;
    const names = columns.map((column) => (column.type === 'member_expression' ? field(column, 'property')?.text : undefined));
    if (names.every((name) => name !== undefined)) found.push(names);
    return false;
  });
  return found;
}
