import type { ColumnDef } from '@pgsql/types';
import { keywordOf } from '../../facts/sql/keywords';
import type { SqlSource } from '../../source';
import type { SqlNode, SqlToken } from '../../syntax/sql';
import type { TextEdit } from '../../text/edits';
import type { Rule } from '../rule';
import { addedColumn, isSerial } from './addedColumn';
import { onAlterTable, place } from './matcher';
import { alterTableSource, shownInUse } from './sources';

/** Functions of PostgreSQL that give one value for the whole statement, as far as a default calls them. */
const stable =
  /^(?:now|\w+_timestamp|to_(?:timestamp|date|char|number|tsvector|jsonb?)|date_(?:trunc|part|bin)|make_\w+|jsonb?_\w+|array_\w+|string_to_array|timezone|age|extract|md5|sha\d+|encode|decode|lower|upper|initcap|trim|[lr]?btrim|left|right|substr(?:ing)?|replace|concat(?:_ws)?|format|length|char_length|repeat|[lr]pad|round|floor|ceil(?:ing)?|abs|power|current_\w+|(?:int[48]|num|date|tsz?|tstz)(?:multi)?range|st_\w+|point|box|circle|inet|hstore|nullif|greatest|least|cast|float[48]|int[248]|numeric|text|bool|interval)$/;

/** Functions whose value differs from row to row; those that are the same for the whole statement are stored once. */
const volatile = new Set(['gen_random_uuid', 'uuid_generate_v1', 'uuid_generate_v1mc', 'uuid_generate_v4', 'uuidv4', 'uuidv7', 'random', 'random_normal', 'clock_timestamp', 'timeofday', 'nextval', 'gen_random_bytes', 'nanoid']);

export const addingFieldWithDefault: Rule = {
  id: 'adding-field-with-default',
  title: 'A column whose default is computed for every row',
  area: 'migrations',
  languages: ['sql'],
  grade: 'review',
  severity: 'warning',
  lesson: 'safe-migrations#not-null',
  defaultOn: true,
  docs: {
    finds:
      '`ADD COLUMN` with a default that differs from row to row (`gen_random_uuid()`, `random()`, `clock_timestamp()`, `nextval()`, a serial or identity column, a stored generated column), in the latest PostgreSQL migration of its folder, on a table the file does not create itself. A default that calls a function of your own is a hint: the function is volatile unless its definition says otherwise.',
    why: 'PostgreSQL rewrites the whole table and all its indexes under the strongest lock: 2 million rows took 12 s with gen_random_uuid(), 80 ms with a constant. Nothing reads or writes the table meanwhile.',
    fix: 'Adds the column without the default and sets the default after it, so that it applies to new rows only; *review*: fill the old rows in batches, then set NOT NULL. A serial, identity or stored generated column gets no edit.',
    notWhen: `\`now()\`, \`current_timestamp\` and constants are computed once and cost nothing; they are left alone. ${shownInUse}`,
    sources: [alterTableSource],
  },
  sql: onAlterTable(({ command, start, end, table, tokens }, _file, source) => {
    const column = addedColumn(command);
    if (column === undefined) return undefined;
    const countsUp = isSerial(column);
    const constraints = (column.constraints ?? []).flatMap((each) => ('Constraint' in each ? [each.Constraint] : []));
    const isPerRow = constraints.some(
      ({ contype, raw_expr: expression, generated_kind: kind }) =>
        contype === 'CONSTR_IDENTITY' || (contype === 'CONSTR_GENERATED' && kind !== 'v') || (contype === 'CONSTR_DEFAULT' && expression !== undefined && calls(expression).some((name) => volatile.has(name))),
    );
    const own = isPerRow ? undefined : constraints.flatMap(({ contype, raw_expr: expression }) => (contype === 'CONSTR_DEFAULT' && expression !== undefined ? calls(expression) : [])).find((name) => mayDiffer(name, source.text));
    if (own !== undefined) return place(table, { start, end, severity: 'hint', message: `A function is volatile unless its definition says STABLE or IMMUTABLE. If ${own}() is, PostgreSQL rewrites ${table} whole, and nothing reads or writes it meanwhile.`, fixes: [] });
    if (!countsUp && !isPerRow) return undefined;
    const edits = countsUp ? undefined : defaultAfterwards(column, tokens, source);
    const message = `The value differs from row to row, so PostgreSQL rewrites ${table} whole, and nothing reads or writes it meanwhile.`;
    if (edits !== undefined) return place(table, { start, end, message, fixes: [{ title: 'Set the default after adding the column', safety: 'review', edits }] });
    return place(table, { start, end, message: `${message} Add a plain column, fill it in batches, and make the rest of it afterwards.`, fixes: [] });
  }),
};

/**
 * Takes DEFAULT and NOT NULL from the column and sets the default as a part of its own.
 * @returns undefined when the column has anything else that would be lost or could not follow
 */
function defaultAfterwards(column: ColumnDef, tokens: readonly SqlToken[], source: SqlSource): TextEdit[] | undefined {
  const constraints = (column.constraints ?? []).flatMap((each) => ('Constraint' in each ? [each.Constraint] : []));
  if (!constraints.every(({ contype, conname }) => conname === undefined && (contype === 'CONSTR_DEFAULT' || contype === 'CONSTR_NOTNULL'))) return undefined;
  const at = tokens.findIndex((token) => /^default$/i.test(token.text));
  const isNull = (i: number) => /^not$/i.test(tokens[i]?.text ?? '') && /^null$/i.test(tokens[i + 1]?.text ?? '');
  const not = tokens.findIndex((_, i) => isNull(i));
  const first = tokens[Math.min(at, not < 0 ? at : not) - 1];
  const from = tokens[at + 1];
  const to = not > at ? tokens[not - 1] : tokens.at(-1);
  const end = tokens.at(-1)?.end;
  const nameAt = tokens.findIndex((token) => token.text.replaceAll('"', '') === column.colname || token.text.toLowerCase() === column.colname);
  const name = tokens[nameAt]?.text;
  if (at < 0 || first === undefined || from === undefined || to === undefined || end === undefined || name === undefined) return undefined;
  const keyword = keywordOf(tokens);
  const value = source.text.slice(from.start, to.end);
  return [{ start: first.end, end, newText: `, ${keyword('ALTER COLUMN')} ${name} ${keyword('SET DEFAULT')} ${value}` }];
}

/** A function of the project's own, or of an extension, unless the file defines it as one that gives the same value for the whole statement. */
const mayDiffer = (name: string, text: string): boolean =>
  !stable.test(name) && !new RegExp(String.raw`\bfunction\s+(?:"?\w+"?\.)?"?${name.replaceAll(/\W/g, '')}"?\s*\([^;]*?\b(?:stable|immutable)\b`, 'i').test(text);

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
