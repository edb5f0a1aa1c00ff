import type { SqlNode, SqlParser } from '../../syntax/sql';
import { SchemaBuilder, nameOfType } from './schemaBuilder';
import type { SchemaFacts } from './schema';

/** What one .sql file says of tables: plain data, merged over the workspace. */
export interface SqlFile {
  readonly file: string;
  readonly text: string;
}

/**
 * Tables with their columns and keys, as they stand after every file was run in order: what a later migration drops
 * or renames is gone. The way back (`.down.sql`, goose's and dbmate's down sections) is not read.
 * Files that do not parse are left out.
 */
export function collectSchema(files: readonly SqlFile[], sql: SqlParser): SchemaFacts {
  const builder = new SchemaBuilder();
  for (const { file, text } of files) {
    if (isWayBack(file)) continue;
    for (const { node } of sql.parse(withoutWayBack(text)).statements) readStatement(node, builder);
  }
  return builder.facts();
}

const wayBack = /(?:^|[./_-])down\.sql$|(?:^|\/)U\d[^/]*\.sql$/;

/** True for the half of a migration that undoes it. */
export const isWayBack = (file: string): boolean => wayBack.test(file);

const downSection = /^[ \t]*--[ \t]*(?:--[ \t]*create above \/ drop below|\+goose[ \t]+down|\+migrate[ \t]+down|migrate:down)\b/im;

/** Where the section that undoes a migration begins; undefined when the file has none. */
export const wayBackAt = (text: string): number | undefined => downSection.exec(text)?.index;

function withoutWayBack(text: string): string {
  return text.slice(0, wayBackAt(text));
}

function readStatement(node: SqlNode, builder: SchemaBuilder): void {
  if ('CreateStmt' in node) {
    const table = node.CreateStmt.relation?.relname;
    if (table === undefined) return;
    builder.create(table);
    for (const element of node.CreateStmt.tableElts ?? []) builder.addElement(table, element);
  } else if ('AlterTableStmt' in node) {
    const table = node.AlterTableStmt.relation?.relname;
    if (table !== undefined) for (const command of node.AlterTableStmt.cmds ?? []) readCommand(command, table, builder);
  } else if ('IndexStmt' in node) {
    builder.addIndex(node.IndexStmt);
  } else if ('RenameStmt' in node) {
    const { renameType, relation, subname, newname } = node.RenameStmt;
    const table = relation?.relname;
    if (table === undefined || newname === undefined) return;
    if (renameType === 'OBJECT_TABLE') builder.renameTable(table, newname);
    else if (renameType === 'OBJECT_COLUMN' && subname !== undefined) builder.renameColumn(table, subname, newname);
    else if (renameType === 'OBJECT_INDEX') builder.renameKey(table, newname);
    else if (renameType === 'OBJECT_TABCONSTRAINT' && subname !== undefined) builder.renameKey(subname, newname);
  } else if ('DropStmt' in node) {
    const names = (node.DropStmt.objects ?? []).flatMap((object) => lastName(object) ?? []);
    if (node.DropStmt.removeType === 'OBJECT_TABLE') for (const name of names) builder.dropTable(name);
    if (node.DropStmt.removeType === 'OBJECT_INDEX') for (const name of names) builder.dropKey(name);
  }
}

function readCommand(command: SqlNode, table: string, builder: SchemaBuilder): void {
  if (!('AlterTableCmd' in command)) return;
  const { subtype, name, def } = command.AlterTableCmd;
  if ((subtype === 'AT_AddColumn' || subtype === 'AT_AddConstraint') && def !== undefined) builder.addElement(table, def);
  if (name === undefined) return;
  if (subtype === 'AT_DropConstraint') builder.dropKey(name, table);
  if (subtype === 'AT_DropColumn') builder.dropColumn(table, name);
  if (subtype === 'AT_SetNotNull') builder.setColumn(table, name, { notNull: true });
  if (subtype === 'AT_DropNotNull') builder.setColumn(table, name, { notNull: false });
  if (subtype === 'AT_AlterColumnType' && def !== undefined && 'ColumnDef' in def) builder.setColumn(table, name, { type: nameOfType(def.ColumnDef.typeName) });
  if (subtype === 'AT_ColumnDefault') builder.setColumn(table, name, { hasDefault: def !== undefined });
}

function lastName(object: SqlNode): string | undefined {
  const last = 'List' in object ? object.List.items?.at(-1) : object;
  return last !== undefined && 'String' in last ? last.String.sval : undefined;
}
