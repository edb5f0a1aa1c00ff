import type { SqlNode } from '../../syntax/sql';
import type { Rule } from '../rule';
import { onAlterTable, place } from './matcher';
import { alterTableSource } from './sources';

/** Functions whose value differs from row to row; those that are the same for the whole statement are stored once. */
const volatile = new Set(['gen_random_uuid', 'uuid_generate_v1', 'uuid_generate_v1mc', 'uuid_generate_v4', 'uuidv4', 'uuidv7', 'random', 'random_normal', 'clock_timestamp', 'timeofday', 'nextval', 'gen_random_bytes', 'nanoid']);

export const addingFieldWithDefault: Rule = {
  id: 'adding-field-with-default',
  title: 'A column whose default is computed for every row',
  area: 'migrations',
  languages: ['sql'],
  grade: 'guided',
  severity: 'warning',
  lesson: 'safe-migrations#not-null',
  defaultOn: true,
  docs: {
    finds:
      '`ADD COLUMN` with a default that differs from row to row (`gen_random_uuid()`, `random()`, `clock_timestamp()`, `nextval()`, a serial or identity column, a stored generated column), in the latest PostgreSQL migration of its folder, on a table the file does not create itself.',
    why: 'PostgreSQL rewrites the whole table and all its indexes under the strongest lock: 2 million rows took 12 s with gen_random_uuid(), 80 ms with a constant. Nothing reads or writes the table meanwhile.',
    fix: 'None by itself: add the column without a default, set the default in a second statement (it then applies to new rows only), and fill the old rows in batches.',
    notWhen: '`now()`, `current_timestamp` and constants are computed once and cost nothing; they are left alone.',
    sources: [alterTableSource],
  },
  sql: onAlterTable(({ command, start, end, table }) => {
    const column = command.subtype === 'AT_AddColumn' && command.def !== undefined && 'ColumnDef' in command.def ? command.def.ColumnDef : undefined;
    if (column === undefined) return undefined;
    const type = column.typeName?.names?.at(-1);
    const isSerial = type !== undefined && 'String' in type && /^(?:small|big)?serial\d?$/.test(type.String.sval ?? '');
    const constraints = (column.constraints ?? []).flatMap((each) => ('Constraint' in each ? [each.Constraint] : []));
    const isPerRow = constraints.some(
      ({ contype, raw_expr: expression, generated_kind: kind }) =>
        contype === 'CONSTR_IDENTITY' || (contype === 'CONSTR_GENERATED' && kind !== 'v') || (contype === 'CONSTR_DEFAULT' && expression !== undefined && calls(expression).some((name) => volatile.has(name))),
    );
    if (!isSerial && !isPerRow) return undefined;
    return place(table, { start, end, message: `The value differs from row to row, so PostgreSQL rewrites ${table} whole, and nothing reads or writes it meanwhile. Add the column without a default, set the default in a second statement, and fill the old rows in batches.`, fixes: [] });
  }),
};

/** The functions an expression calls. */
function calls(node: SqlNode): string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) visit(each);
    else if (value !== null && typeof value === 'object') {
      if ('FuncCall' in value) {
        const last = (value.FuncCall as { funcname?: SqlNode[] }).funcname?.at(-1);
        if (last !== undefined && 'String' in last && last.String.sval !== undefined) found.push(last.String.sval);
      }
      for (const each of Object.values(value)) visit(each);
    }
  };
  visit(node);
  return found;
}
