import { tableFacts } from '../../../facts/sql/schema';
import type { Source } from '../../../source';
import type { Statement } from './statement';

/** The columns a SELECT names, or those of its one table where it names none: what its rows may be sorted by. */
export function selectedColumns(statement: Statement, source: Source): readonly string[] {
  const tokens = statement.tokens(source.sql).map(({ text }) => text);
  const upper = tokens.map((text) => text.toUpperCase());
  const from = upper.indexOf('FROM');
  if (upper[0] !== 'SELECT' || from < 0) return [];
  const columns: string[] = [];
  let item: string[] = [];
  let depth = 0;
  for (const token of [...tokens.slice(1, from), ',']) {
    if (token === '(') depth++;
    if (token === ')') depth--;
    if (token !== ',' || depth > 0) {
      item.push(token);
      continue;
    }
    const column = columnOf(item);
    if (column !== undefined) columns.push(column);
    item = [];
  }
  if (columns.length > 0 || !tokens.slice(1, from).includes('*')) return columns;
  return tableFacts(source.project.schema, tokens[from + 1] ?? '')?.columns ?? [];
}

/** `u.name AS author` is known as author. */
function columnOf(item: readonly string[]): string | undefined {
  const name = item.at(-1);
  const isPlain = item.length === 1 || item.at(-2) === '.' || item.at(-2)?.toUpperCase() === 'AS';
  return name !== undefined && isPlain && /^[a-z_]\w*$/i.test(name) ? name : undefined;
}
