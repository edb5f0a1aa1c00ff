import type { TypeName } from '@pgsql/types';
import { collectSchema } from '../../facts/sql/collect';
import { columnType, type SchemaFacts } from '../../facts/sql/schema';
import { nameOfType } from '../../facts/sql/schemaBuilder';
import type { SqlSource } from '../../source';
import type { Rule } from '../rule';
import { onAlterTable, place } from './matcher';
import { alterTableSource, shownInUse } from './sources';

export const changingColumnType: Rule = {
  id: 'changing-column-type',
  title: 'A column type that is changed in place',
  area: 'migrations',
  languages: ['sql'],
  grade: 'guided',
  severity: 'warning',
  lesson: 'safe-migrations#lock-queue',
  defaultOn: true,
  docs: {
    finds: '`ALTER COLUMN … TYPE` in the latest PostgreSQL migration of its folder, on a table the file does not create itself, unless the change is known to rewrite nothing.',
    why: 'PostgreSQL rewrites the table and its indexes under the strongest lock: int to bigint took 8.9 s for 2 million rows. The version of the code that still runs meets the new type at once.',
    fix: 'None by itself: add a column of the new type, keep it equal by a trigger, fill it in batches, then swap the names in one short transaction.',
    notWhen: `From varchar to text, to a longer varchar and from cidr to inet nothing is rewritten, and nothing is said; nor to text or varchar where the workspace's SQL does not tell the old type. ${shownInUse}`,
    sources: [alterTableSource],
  },
  sql: onAlterTable(({ command, table, start, end }, _file, source) => {
    if (command.subtype !== 'AT_AlterColumnType' || command.name === undefined || command.def === undefined || !('ColumnDef' in command.def)) return undefined;
    const { typeName, raw_default: using } = command.def.ColumnDef;
    if (using === undefined && isFree(columnType(schemaBefore(source), table, command.name), typeName)) return undefined;
    return place(table, { start, end, message: `PostgreSQL may rewrite all of ${table} and its indexes, and nothing reads or writes the table meanwhile. Add a column of the new type, fill it in batches, then swap the names.`, fixes: [] });
  }),
};

/** Tables as the other files leave them: the project's own schema has this change already. */
function schemaBefore({ file, project, sql }: SqlSource): SchemaFacts {
  const others = project.sqlFiles.filter((each) => each !== file).flatMap((each) => {
    const text = project.read(each);
    return text === undefined ? [] : [{ file: each, text }];
  });
  return collectSchema(others, sql);
}

/** https://www.postgresql.org/docs/18/sql-altertable.html, Notes: types that are binary coercible. */
function isFree(known: string | undefined, to: TypeName | undefined): boolean {
  const target = nameOfType(to);
  const isText = known === undefined || known === 'varchar' || known === 'text';
  // A bound is mostly raised. Whether it is lowered only the old one tells, which the schema does not keep.
  return isText && (target === 'text' || (target === 'varchar' && ((to?.typmods ?? []).length === 0 || known === undefined)));
}
