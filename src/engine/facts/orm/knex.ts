import { ancestorOf, field, namedChildren, type Node } from '../../syntax/nodes';
import { argumentsOf, calleeOf } from '../javascript/calls';
import { writtenName } from '../javascript/functions';
import { functionTypes } from '../javascript/scope';
import { stringValue } from '../javascript/strings';
import { calledName, chained, entriesOf, stringsOf } from './literals';
import type { OrmModel } from './model';
import type { SchemaFile } from './schemaFile';

const changes: ReadonlySet<string> = new Set(['createTable', 'createTableIfNotExists', 'alterTable', 'table']);

/** What a builder has besides columns. */
const noColumn = /^(?:index|foreign|unique|primary|timestamps|comment|engine|charset|collate|inherits|raw|check\w*|queryContext|setNullable|dropNullable|drop\w+|rename\w+)$/;

const increments = /^(?:bigI|i)ncrements$/;

/** `knex.schema.createTable('users', (table) => { table.string('email').unique(); })`, and what later migrations add to it. */
export function knexModels({ root }: SchemaFile): OrmModel[] {
  return root.descendantsOfType('call_expression').flatMap((call): OrmModel[] => {
    const callee = call === null ? undefined : calleeOf(call);
    if (call === null || callee === undefined || !changes.has(calledName(call)) || !/\bschema\b/.test(field(callee, 'object')?.text ?? '') || isWayBack(call)) return [];
    const [table, describe] = argumentsOf(call);
    const name = table === undefined ? undefined : stringValue(table);
    return name === undefined || describe === undefined || !functionTypes.has(describe.type) ? [] : [readTable(name, describe, calledName(call).startsWith('create'))];
  });
}

/** In a function that takes a migration back: `export async function down`, `exports.down = …`. */
function isWayBack(node: Node): boolean {
  const fn = ancestorOf(node, functionTypes);
  if (fn === undefined) return false;
  const assigned = fn.parent?.type === 'assignment_expression' ? field(fn.parent, 'left')?.text : undefined;
  return /(?:^|\.)down$/.test(assigned ?? writtenName(fn)) || isWayBack(fn);
}

function readTable(name: string, describe: Node, isNew: boolean): OrmModel {
  const columns: string[] = [];
  const unique: string[][] = [];
  let isRemade = false;
  for (const statement of namedChildren(field(describe, 'body') ?? describe)) {
    const chain = statement.type === 'expression_statement' ? chained(statement.firstNamedChild ?? undefined) : undefined;
    if (chain === undefined) continue;
    const kind = calledName(chain.first);
    const [first, options] = argumentsOf(chain.first);
    if (/^(?:drop|rename)/.test(kind)) isRemade = true;
    if (kind === 'unique' || kind === 'primary') {
      const key = first === undefined ? undefined : first.type === 'array' ? stringsOf(first) : [stringValue(first)].filter((column) => column !== undefined);
      if (key !== undefined && key.length > 0 && !entriesOf(options).has('predicate')) unique.push(key);
    }
    const column = noColumn.test(kind) ? undefined : increments.test(kind) && first === undefined ? 'id' : first === undefined ? undefined : stringValue(first);
    if (column === undefined) continue;
    columns.push(column);
    if (increments.test(kind) || chain.methods.some((method) => /^(?:unique|primary)$/.test(calledName(method)))) unique.push([column]);
  }
  return { library: 'knex', name, table: undefined, fields: columns.map((column) => ({ name: column, column: undefined })), unique, isVersioned: false, ...(isNew ? {} : { alters: isRemade ? 'all' : 'more' }) };
}
