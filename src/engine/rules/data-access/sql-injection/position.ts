import type { SqlParser, SqlToken } from '../../../syntax/sql';
import { holesIn, isOnlyHole, type PlacedHole, type Statement } from './statement';

/**
 * What a hole stands for:
 * - `text`: inside a quoted string
 * - `value`: a bare value whose type the column beside it decides
 * - `expression`: a bare value elsewhere, whose type a placeholder may not have
 * - `limit`: a number of rows
 * - `list`: all that stands between the parentheses of `IN (…)`
 * - `name`: a table, a column or a part of its name
 * - `order`: what rows are sorted by
 * - `direction`: ascending or descending
 * - `clause`: any other piece of the statement
 */
export type PositionKind = 'text' | 'value' | 'expression' | 'limit' | 'list' | 'name' | 'order' | 'direction' | 'clause';

export interface Position {
  readonly kind: PositionKind;
  readonly hole: PlacedHole;
  /** The run of the statement that a placeholder takes the place of: the quotes of a string counted. */
  readonly start: number;
  readonly end: number;
  /** The column beside it decides its type, so that a placeholder has one too. */
  readonly isTyped: boolean;
  /** The type written before a string: `interval '1 day'`. */
  readonly type?: { readonly name: string; readonly start: number };
  /** The end of the parenthesis of `IN (…)` around the hole. */
  readonly listEnd?: number;
  /** `NOT IN (…)`: where NOT, or else IN, begins. */
  readonly operator?: { readonly start: number; readonly negated: boolean };
}

const comparisons = /^(?:=|<|>|<=|>=|<>|!=|LIKE|ILIKE|REGEXP|RLIKE|TO|~|~\*|!~|!~\*|<=>|IS)$/;

const nameBefore = /^(?:FROM|JOIN|INTO|UPDATE|TABLE|AS|DATABASE|SCHEMA|INDEX|COLUMN|DISTINCT|`|\.|VIEW|TRUNCATE|ROLE|USER|ONLY)$/;

const clauseStart = /^(?:SELECT|FROM|WHERE|SET|VALUES|VALUE|ORDER|GROUP|HAVING|LIMIT|OFFSET|ON|JOIN|INTO|UPDATE|DELETE|INSERT|RETURNING|UNION|AND|OR)$/;

const typeNames = /^(?:INTERVAL|DATE|TIMESTAMP|TIMESTAMPTZ|TIME|UUID)$/;

/** Where each hole of a statement stands; undefined when the text cannot be split into tokens. */
export function positionsOf(statement: Statement, sql: SqlParser, quotesAreStrings: boolean): readonly Position[] | undefined {
  const tokens = statement.tokens(sql);
  const { holes } = statement;
  const found = tokens.flatMap((token, i) => {
    const inside = holesIn(token.text);
    return inside.flatMap((index): Position[] => {
      const hole = holes[index];
      return hole === undefined ? [] : [placed(tokens, i, hole, quotesAreStrings)];
    });
  });
  return found.length === holes.length ? found : undefined;
}

/** The positions of holes in a text that is no SQL by itself. */
export const unplaced = (statement: Statement): readonly Position[] =>
  statement.holes.map((hole) => ({ kind: 'clause', hole, start: hole.at, end: hole.at + hole.length, isTyped: false }));

function placed(tokens: readonly SqlToken[], i: number, hole: PlacedHole, quotesAreStrings: boolean): Position {
  const token = tokens[i];
  // To PostgreSQL's grammar the end of MySQL's `name` is part of the operator that follows at once.
  const word = (at: number) => (tokens[at]?.text.toUpperCase() ?? '').replace(/^`(?=[<>=!]+$)/, '');
  if (token === undefined) return { kind: 'clause', hole, start: hole.at, end: hole.at + hole.length, isTyped: false };
  const { start, end, text } = token;
  const list = listAround(tokens, i);
  const bare = bareKind(word, i);
  const isTyped = bare === 'value' || list !== undefined;
  if (text.startsWith("'") || (quotesAreStrings && text.startsWith('"') && word(i + 1) !== '.')) {
    const before = tokens[i - 1];
    const type = before !== undefined && typeNames.test(word(i - 1)) ? { name: before.text, start: before.start } : undefined;
    return { kind: 'text', hole, start, end, ...list, ...(type === undefined ? { isTyped } : { type, isTyped: true }) };
  }
  if (!isOnlyHole(text) || /^["$]/.test(text)) return { kind: 'name', hole, start, end, isTyped };
  if (list !== undefined) return { kind: 'list', hole, start, end, isTyped, ...list };
  return { kind: bare, hole, start, end, isTyped: isTyped || bare === 'limit' };
}

/** The parentheses of `IN (…)` when they hold this token alone. */
function listAround(tokens: readonly SqlToken[], i: number): Pick<Position, 'listEnd' | 'operator'> | undefined {
  const word = (at: number) => tokens[at]?.text.toUpperCase() ?? '';
  const after = tokens[i + 1];
  if (word(i - 1) !== '(' || after?.text !== ')' || word(i - 2) !== 'IN') return undefined;
  const negated = word(i - 3) === 'NOT';
  const operator = tokens[negated ? i - 3 : i - 2];
  return operator === undefined ? undefined : { listEnd: after.end, operator: { start: operator.start, negated } };
}

function bareKind(word: (at: number) => string, i: number): PositionKind {
  const [before, after] = [word(i - 1), word(i + 1)];
  if (after === '.' || after === '(' || nameBefore.test(before)) return 'name';
  if (before === 'BY' && word(i - 2) === 'ORDER') return 'order';
  if (/^(?:LIMIT|OFFSET|TOP)$/.test(before)) return 'limit';
  const outer = enclosing(word, i);
  if (outer.clause === 'ORDER' && outer.opener === undefined) return before === ',' ? 'order' : 'direction';
  if (outer.clause === 'LIMIT' && before === ',') return 'limit';
  if (outer.clause === 'GROUP' || (outer.clause === 'SELECT' && outer.opener === undefined && /^(?:SELECT|,)$/.test(before))) return 'name';
  if (comparisons.test(before) || (before === 'AND' && word(i - 3) === 'BETWEEN') || before === 'BETWEEN') return outer.opener === undefined || !isCall(outer.opener) ? 'value' : 'expression';
  if (before === 'NOT' || before === '') return 'clause';
  if (/^[(,]$/.test(before) && outer.opener !== undefined) return insideList(outer, after);
  if (before === 'SET' || /^(?:WHERE|AND|OR|ON|HAVING|,)$/.test(before)) return comparisons.test(after) || after === 'IN' || after === 'BETWEEN' ? 'name' : 'clause';
  if (/^(?:THEN|ELSE|WHEN|[-+*/%]|\|\||INTERVAL|->|->>|@>|&&)$/.test(before)) return 'expression';
  return 'clause';
}

const isCall = (opener: string): boolean => /^\w+$/.test(opener) && !/^(?:WHERE|AND|OR|ON|NOT|IN|VALUES|VALUE|SELECT|FROM|HAVING|WHEN|THEN|ELSE|ANY|ALL)$/.test(opener);

interface Enclosing {
  /** The word before the parenthesis around the hole; undefined outside of any. */
  readonly opener: string | undefined;
  /** The clause the hole, or the parenthesis around it, belongs to. */
  readonly clause: string;
}

function insideList({ opener, clause }: Enclosing, after: string): PositionKind {
  if (!/^[,)]$/.test(after) && after !== '::') return after === 'AS' && opener === 'CAST' ? 'value' : 'expression';
  if (opener === 'IN' || opener === 'VALUES' || opener === 'VALUE') return 'value';
  if (clause === 'VALUES' || clause === 'VALUE') return opener === ',' ? 'value' : 'expression';
  if (clause === 'INTO') return 'name';
  return opener !== undefined && isCall(opener) ? 'expression' : 'clause';
}

/** Walks back from a hole to what encloses it. */
function enclosing(word: (at: number) => string, i: number): Enclosing {
  let depth = 0;
  let opener: string | undefined;
  for (let at = i - 1; at >= 0; at--) {
    const text = word(at);
    if (text === ')') depth++;
    else if (text === '(') {
      if (depth > 0) depth--;
      else if (opener === undefined) opener = word(at - 1);
      else return { opener, clause: '' };
    } else if (depth === 0 && clauseStart.test(text) && !(opener === undefined && /^(?:AND|OR)$/.test(text))) return { opener, clause: text };
  }
  return { opener, clause: '' };
}
