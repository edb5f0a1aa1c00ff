import type { SqlNode, SqlParser } from '../../syntax/sql';
import type { SchemaFacts, TableFacts } from './schema';

/** What one .sql file says of tables: plain data, merged over the workspace. */
export interface SqlFile {
  readonly file: string;
  readonly text: string;
}

interface MutableTable {
  readonly unique: string[][];
  readonly columns: Set<string>;
}

/**
 * Tables with their columns and unique keys, read from `CREATE TABLE`, `ALTER TABLE … ADD` and
 * `CREATE UNIQUE INDEX`. Partial and expression indexes do not count: they do not cover every row.
 * Files that do not parse are left out.
 */
export function collectSchema(files: readonly SqlFile[], sql: SqlParser): SchemaFacts {
  const tables = new Map<string, MutableTable>();
  for (const { text } of files) for (const { node } of sql.parse(text).statements) readStatement(node, tables);
  return Object.fromEntries([...tables].map(([name, table]): [string, TableFacts] => [name, { unique: table.unique, columns: [...table.columns] }]));
}

function tableOf(tables: Map<string, MutableTable>, name: string | undefined): MutableTable | undefined {
  if (name === undefined) return undefined;
  const key = name.toLowerCase();
  let table = tables.get(key);
  if (table === undefined) {
    table = { unique: [], columns: new Set() };
    tables.set(key, table);
  }
  return table;
}

function readStatement(node: SqlNode, tables: Map<string, MutableTable>): void {
  if ('CreateStmt' in node) {
    const table = tableOf(tables, node.CreateStmt.relation?.relname);
    for (const element of node.CreateStmt.tableElts ?? []) readElement(element, table);
  } else if ('AlterTableStmt' in node) {
    const table = tableOf(tables, node.AlterTableStmt.relation?.relname);
    for (const command of node.AlterTableStmt.cmds ?? []) {
      if ('AlterTableCmd' in command && command.AlterTableCmd.def !== undefined) readElement(command.AlterTableCmd.def, table);
    }
  } else if ('IndexStmt' in node && node.IndexStmt.unique === true && node.IndexStmt.whereClause === undefined) {
    const columns = (node.IndexStmt.indexParams ?? []).map((part) => ('IndexElem' in part ? part.IndexElem.name : undefined));
    if (columns.every((column) => column !== undefined)) addKey(tableOf(tables, node.IndexStmt.relation?.relname), columns);
  }
}

function readElement(element: SqlNode, table: MutableTable | undefined): void {
  if (table === undefined) return;
  if ('ColumnDef' in element) {
    const name = element.ColumnDef.colname;
    if (name === undefined) return;
    table.columns.add(name.toLowerCase());
    const isKey = (element.ColumnDef.constraints ?? []).some((constraint) => 'Constraint' in constraint && isUnique(constraint.Constraint.contype));
    if (isKey) addKey(table, [name]);
  } else if ('Constraint' in element && isUnique(element.Constraint.contype)) {
    const columns = (element.Constraint.keys ?? []).map((key) => ('String' in key ? key.String.sval : undefined));
    if (columns.length > 0 && columns.every((column) => column !== undefined)) addKey(table, columns);
  }
}

const isUnique = (type: string | undefined): boolean => type === 'CONSTR_UNIQUE' || type === 'CONSTR_PRIMARY';

function addKey(table: MutableTable | undefined, columns: readonly string[]): void {
  table?.unique.push(columns.map((column) => column.toLowerCase()));
}
