import { calleeOf } from '../../../../facts/javascript/calls';
import { keywordCase, written } from '../../../../fix/sqlClauses';
import { styleOf } from '../../../../fix/style';
import type { Node } from '../../../../syntax/nodes';
import { RowStatements, type BoundSql } from '../claimSql';
import type { Rewrite } from './fix';
import type { Refusal } from './shape';

/** Writes further statements about the row the INSERT claims. */
export function rowStatements({ race, layout, source }: Rewrite): RowStatements | undefined {
  const { sql } = race.insert;
  const table = written(layout.table, sql, source.text);
  return table === undefined ? undefined : new RowStatements(sql, table, source.text, source.sql, keywordCase(sql, layout));
}

/** Columns of the INSERT by their place in it, with their values. */
export function columnsAt({ race, layout, source }: Rewrite, places: readonly number[]): { name: string; value: { start: number; end: number } }[] | undefined {
  const columns = places.map((place) => {
    const [span, value] = [layout.columns[place], layout.values[place]];
    const name = span === undefined ? race.columns[place] : written(span, race.insert.sql, source.text);
    return name === undefined || value === undefined ? undefined : { name, value };
  });
  return columns.every((column) => column !== undefined) ? columns : undefined;
}

/** The places of the key's columns in the INSERT. */
export const keyPlaces = ({ race }: Rewrite): readonly number[] => (race.checks[0]?.key.columns ?? []).map((column) => race.columns.indexOf(column));

/** `await pool.query('DELETE FROM payments WHERE idempotency_key = $1', [key]);` */
export function releaseStatement(rewrite: Rewrite): string | Refusal {
  const { race, source } = rewrite;
  const key = columnsAt(rewrite, keyPlaces(rewrite));
  const bound = key === undefined ? undefined : rowStatements(rewrite)?.delete(key);
  const callee = calleeOf(race.insert.call);
  if (bound === undefined || callee === undefined) return { refused: "The INSERT's text is put together from parts." };
  const end = styleOf(source.text).semicolons ? ';' : '';
  return `await ${callee.text}(${quoted(bound.text, source.text)}, ${arrayOf(bound, race.insert.parameters ?? [])})${end}`;
}

export function arrayOf({ parameters }: BoundSql, values: readonly Node[]): string {
  return `[${parameters.map((number) => values[number - 1]?.text ?? 'undefined').join(', ')}]`;
}

/** SQL as a string literal in the file's own quotes, or in others where those stand in the text. */
export function quoted(sql: string, file: string): string {
  const { quote } = styleOf(file);
  const free = [quote, '`', quote === "'" ? '"' : "'"].find((each) => !sql.includes(each)) ?? quote;
  return free + sql + free;
}
