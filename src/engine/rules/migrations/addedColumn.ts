import type { AlterTableCmd, ColumnDef } from '@pgsql/types';

/** The column that a part of ALTER TABLE adds; undefined when it does something else. */
export function addedColumn({ subtype, def }: AlterTableCmd): ColumnDef | undefined {
  return subtype === 'AT_AddColumn' && def !== undefined && 'ColumnDef' in def ? def.ColumnDef : undefined;
}

/** Whether the column counts up by itself: `serial`, `bigserial`, `serial8`. */
export function isSerial(column: ColumnDef): boolean {
  const type = column.typeName?.names?.at(-1);
  return type !== undefined && 'String' in type && /^(?:small|big)?serial\d?$/.test(type.String.sval ?? '');
}
