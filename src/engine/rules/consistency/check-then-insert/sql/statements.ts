import type { Span } from '../../../../facts/sql/layout';
import type { PlStatement } from '../../../../facts/sql/plpgsql';
import type { SqlRoutine } from '../../../../facts/sql/routine';
import { readExists, readInsert, readSelect, type InsertFacts, type SelectFacts } from '../../../../facts/sql/statements';
import { SqlText } from '../../../../facts/sql/text';
import type { SqlParser, SqlToken } from '../../../../syntax/sql';

export type SimpleStatement = Extract<PlStatement, { kind: 'simple' }>;

/** SQL inside a routine: its text, as far as it is SQL, and where it stands in the file. */
export interface RoutineSql {
  readonly statement: SimpleStatement;
  readonly text: SqlText;
  /** The variables after INTO, as written; '' without. */
  readonly into: string;
}

/** A run of the body as text of its own. */
export function textOf({ body, start }: SqlRoutine, span: Span, change: (text: string) => string = (text) => text): SqlText {
  const slice = body.slice(span.start, span.end);
  return new SqlText(change(slice), 'postgres', [{ at: 0, length: slice.length, start: start + span.start, end: start + span.end }]);
}

/** The SQL of a statement: without its semicolon, PERFORM read as SELECT, and INTO with its variables blanked out. */
export function sqlOf(statement: PlStatement | undefined, routine: SqlRoutine): RoutineSql | undefined {
  if (statement?.kind !== 'simple' || !/^(?:select|perform|insert)$/.test(statement.first)) return undefined;
  const into = intoClause(statement.tokens);
  const last = statement.tokens.at(-2) ?? statement.tokens[0];
  const span = { start: statement.start, end: last?.end ?? statement.end };
  const text = textOf(routine, span, (slice) => {
    const selected = statement.first === 'perform' ? `SELECT ${slice.slice('perform'.length)}` : slice;
    if (into === undefined) return selected;
    const [from, to] = [into.start - span.start, into.end - span.start];
    return selected.slice(0, from) + ' '.repeat(to - from) + selected.slice(to);
  });
  const names = into === undefined ? '' : routine.body.slice(into.start, into.end).replace(/^into\s+(?:strict\s+)?/i, '');
  return { statement, text, into: names.replaceAll(/\s+/g, '') };
}

/** `INTO v_id, v_name`, which is PL/pgSQL's and not SQL's. */
function intoClause(tokens: readonly SqlToken[]): Span | undefined {
  const at = tokens.findIndex((token, i) => token.text.toUpperCase() === 'INTO' && tokens[i - 1]?.text.toUpperCase() !== 'INSERT');
  if (at < 0) return undefined;
  let end = at + 1;
  if (tokens[end]?.text.toUpperCase() === 'STRICT') end++;
  while (/^[.,]$/.test(tokens[end + 1]?.text ?? '')) end += 2;
  const [from, to] = [tokens[at], tokens[end]];
  return from === undefined || to === undefined ? undefined : { start: from.start, end: to.end };
}

export function insertIn(sql: RoutineSql | undefined, routine: SqlRoutine, parser: SqlParser): InsertFacts | undefined {
  const statement = sql?.text.statement(parser);
  return statement === undefined ? undefined : readInsert(statement.node, routine.variables);
}

export function selectIn(sql: RoutineSql | undefined, routine: SqlRoutine, parser: SqlParser): SelectFacts | undefined {
  const statement = sql?.text.statement(parser);
  return statement === undefined ? undefined : readSelect(statement.node, routine.variables);
}

/** What a condition says of a check: it asks the table itself, or what the SELECT before it found. */
export type Condition =
  | { readonly kind: 'exists'; readonly facts: SelectFacts; readonly text: SqlText; readonly missing: boolean }
  /** `FOUND`, or a variable that is NULL when nothing was found. */
  | { readonly kind: 'found'; readonly variable: string | undefined; readonly missing: boolean };

const prefix = 'SELECT ';

export function conditionOf(span: Span, routine: SqlRoutine, parser: SqlParser): Condition | undefined {
  const slice = routine.body.slice(span.start, span.end);
  const words = slice.trim().toLowerCase().split(/\s+/);
  if (words.join(' ') === 'found') return { kind: 'found', variable: undefined, missing: false };
  if (words.join(' ') === 'not found') return { kind: 'found', variable: undefined, missing: true };
  const [name, is, ...rest] = words;
  if (name !== undefined && is === 'is' && routine.variables.has(name)) {
    if (rest.join(' ') === 'null') return { kind: 'found', variable: name, missing: true };
    if (rest.join(' ') === 'not null') return { kind: 'found', variable: name, missing: false };
  }
  const [statement] = parser.parse(prefix + slice).statements;
  const target = statement !== undefined && 'SelectStmt' in statement.node ? statement.node.SelectStmt.targetList?.[0] : undefined;
  const value = target !== undefined && 'ResTarget' in target ? target.ResTarget.val : undefined;
  const facts = value === undefined ? undefined : readExists(value, routine.variables);
  return facts === undefined ? undefined : { kind: 'exists', facts, text: textOf(routine, span), missing: facts.negated };
}

/** True when the statement leaves the function or the loop. */
export function leaves(statement: PlStatement | undefined): boolean {
  if (statement?.kind !== 'simple') return false;
  if (/^(?:return|continue|exit)$/.test(statement.first)) return !/^(?:next|query)$/i.test(statement.tokens[1]?.text ?? '') && !statement.tokens.some(({ text }) => text.toLowerCase() === 'when');
  // RAISE without a level, or at EXCEPTION, ends the function.
  return statement.first === 'raise' && !/^(?:debug|log|info|notice|warning)$/i.test(statement.tokens[1]?.text ?? '');
}

