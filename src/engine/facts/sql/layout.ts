import type { SqlToken } from '../../syntax/sql';

/** Half-open offsets into the SQL text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where the parts of an `INSERT INTO t (…) VALUES (…)` or `… SELECT …` stand. */
export interface InsertLayout {
  /** `INSERT`. */
  readonly keyword: Span;
  /** The table's name as written, its schema included. */
  readonly table: Span;
  readonly columns: readonly Span[];
  /** `VALUES` or `SELECT`. */
  readonly source: Span;
  readonly values: readonly Span[];
  /** The parenthesis after VALUES; undefined for SELECT. */
  readonly row: Span | undefined;
  /** `WHERE …` of a SELECT. */
  readonly where: Span | undefined;
  readonly returning: Span | undefined;
  /** End of the last token, a final semicolon not counted. */
  readonly end: number;
}

const is = (token: SqlToken | undefined, ...words: readonly string[]) => token !== undefined && words.includes(token.text.toUpperCase());

/**
 * Finds the parts of one INSERT of a single row by its tokens. The statement itself has been read by PostgreSQL's
 * parser before, whose tree says what the parts mean but not where each one ends.
 */
export function insertLayout(all: readonly SqlToken[]): InsertLayout | undefined {
  const tokens = is(all.at(-1), ';') ? all.slice(0, -1) : all;
  const [insert, into] = tokens;
  const last = tokens.at(-1);
  if (insert === undefined || last === undefined || !is(insert, 'INSERT') || !is(into, 'INTO')) return undefined;
  const depth = depths(tokens);
  const top = (from: number, ...words: readonly string[]) => tokens.findIndex((token, i) => i >= from && depth[i] === 0 && is(token, ...words));
  const source = top(2, 'VALUES', 'SELECT');
  const nameEnd = tokens.findIndex((token, i) => i >= 2 && (is(token, '(') || i === source));
  const sourceToken = tokens[source];
  if (sourceToken === undefined || nameEnd < 3) return undefined;
  const columns = nameEnd === source ? [] : list(tokens, depth, nameEnd + 1, 1);
  const returning = top(source, 'RETURNING');
  const clause = top(source, 'ON', 'RETURNING');
  const bodyEnd = clause < 0 ? tokens.length : clause;
  const isValues = is(sourceToken, 'VALUES');
  const where = isValues ? -1 : top(source, 'WHERE');
  const valuesEnd = where >= 0 && where < bodyEnd ? where : bodyEnd;
  const values = isValues ? list(tokens, depth, source + 2, 1) : list(tokens, depth, source + 1, 0, valuesEnd);
  const name = span(tokens, 2, nameEnd - 1);
  if (name === undefined) return undefined;
  return {
    keyword: insert,
    table: name,
    columns,
    source: sourceToken,
    values,
    row: isValues ? span(tokens, source + 1, bodyEnd - 1) : undefined,
    where: where < 0 ? undefined : span(tokens, where, bodyEnd - 1),
    returning: returning < 0 ? undefined : span(tokens, returning, tokens.length - 1),
    end: last.end,
  };
}

/** Where the condition of a SELECT's WHERE clause stands, split at its outermost ANDs. */
export function whereLayout(tokens: readonly SqlToken[]): readonly Span[] {
  const depth = depths(tokens);
  const where = tokens.findIndex((token) => is(token, 'WHERE'));
  if (where < 0) return [];
  const level = depth[where] ?? 0;
  const ends = tokens.findIndex(
    (token, i) => i > where && ((depth[i] ?? 0) < level || (depth[i] === level && is(token, 'LIMIT', 'ORDER', 'FOR', 'FETCH', 'OFFSET', ';'))),
  );
  const parts: Span[] = [];
  let from = where + 1;
  for (let i = from; i <= (ends < 0 ? tokens.length : ends); i++) {
    const isEnd = i === (ends < 0 ? tokens.length : ends);
    if (!isEnd && !(depth[i] === level && is(tokens[i], 'AND'))) continue;
    const part = span(tokens, from, i - 1);
    if (part !== undefined) parts.push(part);
    from = i + 1;
  }
  return parts;
}

/** How many parentheses are open around each token, its own left out. */
export function depths(tokens: readonly SqlToken[]): number[] {
  let open = 0;
  return tokens.map((token) => {
    if (token.text === ')' || token.text === ']') open--;
    const depth = open;
    if (token.text === '(' || token.text === '[') open++;
    return depth;
  });
}

function span(tokens: readonly SqlToken[], first: number, last: number): Span | undefined {
  const start = tokens[first]?.start;
  const end = tokens[last]?.end;
  return start === undefined || end === undefined || end <= start ? undefined : { start, end };
}

/** The items of a comma-separated list that begins at a token and ends where its parenthesis closes. */
function list(tokens: readonly SqlToken[], depth: readonly number[], from: number, level: number, until = tokens.length): Span[] {
  const items: Span[] = [];
  let start = from;
  for (let i = from; i <= until; i++) {
    const closes = i === until || (depth[i] ?? 0) < level;
    if (!closes && !(depth[i] === level && tokens[i]?.text === ',')) continue;
    const item = span(tokens, start, i - 1);
    if (item !== undefined) items.push(item);
    start = i + 1;
    if (closes) break;
  }
  return items;
}
