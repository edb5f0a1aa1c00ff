import type { SqlNode, SqlParser, SqlStatement, SqlToken } from '../../syntax/sql';
import type { Span } from './layout';

/** A function or procedure of a .sql file. */
export interface SqlRoutine {
  readonly language: string;
  readonly body: string;
  /** Where the body begins in the file. */
  readonly start: number;
  /** Names that may mean a variable of the function instead of a column, in lower case. */
  readonly variables: ReadonlySet<string>;
}

/** @returns undefined for other statements, and for bodies that PostgreSQL's parser refuses or that are written as a string with escapes. */
export function routineOf(statement: SqlStatement, text: string, sql: SqlParser): SqlRoutine | undefined {
  if (!('CreateFunctionStmt' in statement.node)) return undefined;
  const options = (statement.node.CreateFunctionStmt.options ?? []).flatMap((option) => ('DefElem' in option ? [option.DefElem] : []));
  const named = (name: string) => options.find(({ defname }) => defname === name)?.arg;
  const language = named('language');
  const own = text.slice(statement.start, statement.end);
  const body = bodyIn(sql.tokens(own));
  if (language === undefined || !('String' in language) || body === undefined) return undefined;
  const name = (language.String.sval ?? '').toLowerCase();
  const known = name === 'plpgsql' ? sql.parseFunction(own) : {};
  if (known === undefined) return undefined;
  return { language: name, body: own.slice(body.start, body.end), start: statement.start + body.start, variables: namesIn(known, ownName(statement.node.CreateFunctionStmt.funcname)) };
}

/** The dollar-quoted text after AS. */
function bodyIn(tokens: readonly SqlToken[]): Span | undefined {
  const as = tokens.findIndex((token, i) => token.text.toUpperCase() === 'AS' && tokens[i + 1]?.text.startsWith('$') === true);
  const body = tokens[as + 1];
  const quote = as < 0 || body === undefined ? undefined : /^\$\w*\$/.exec(body.text)?.[0];
  return quote === undefined || body === undefined ? undefined : { start: body.start + quote.length, end: body.end - quote.length };
}

function ownName(name: readonly SqlNode[] | undefined): string {
  const last = name?.at(-1);
  return last !== undefined && 'String' in last ? (last.String.sval ?? '') : '';
}

/** Every variable, parameter and record the function declares; its own name qualifies them. */
function namesIn(parsed: unknown, own: string): ReadonlySet<string> {
  const names = new Set([`${own.toLowerCase()}.`]);
  JSON.stringify(parsed, (key, value: unknown) => {
    if ((key === 'refname' || key === 'name') && typeof value === 'string') names.add(value.toLowerCase());
    return value;
  });
  return names;
}
