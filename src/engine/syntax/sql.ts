import type { Node as SqlNode, ParseResult } from '@pgsql/types';

export type { SqlNode };

/** One statement, with offsets (UTF-16 code units) into the text that was parsed. */
export interface SqlStatement {
  readonly node: SqlNode;
  readonly start: number;
  readonly end: number;
}

export interface SqlSyntaxError {
  readonly message: string;
  /** UTF-16 offset into the text. */
  readonly offset: number;
}

export interface ParsedSql {
  readonly statements: readonly SqlStatement[];
  readonly error?: SqlSyntaxError;
  /** Converts a `location` of PostgreSQL's tree (bytes of UTF-8) to a UTF-16 offset. */
  offsetOf(location: number): number;
}

/** One word, number, string or sign, with offsets (UTF-16 code units) into the text. */
export interface SqlToken {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** PostgreSQL 18's own grammar. */
export interface SqlParser {
  parse(text: string): ParsedSql;
  /** The text's tokens, comments left out; empty when the text cannot be split into any. */
  tokens(text: string): readonly SqlToken[];
  /** The text's comments; empty when the text cannot be split into tokens. */
  comments(text: string): readonly SqlToken[];
  /** PL/pgSQL function bodies of a `CREATE FUNCTION` or `DO` statement, as PostgreSQL's own JSON; undefined when it does not parse. */
  parseFunction(text: string): unknown;
}

/** Converts bytes of UTF-8, which PostgreSQL counts in, to UTF-16 code units, in one pass over the text and a binary search a call. */
function byteOffsets(text: string): (location: number) => number {
  // After each character that is longer in UTF-8: its end in bytes, and how many code units fewer that is.
  const ends: number[] = [];
  const surplus: number[] = [];
  let extra = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    const isPair = code >= 0xd800 && code < 0xdc00 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
    if (isPair) at++;
    extra += code < 0x800 ? 1 : 2;
    ends.push(at + 1 + extra);
    surplus.push(extra);
  }
  return (location) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ends[middle] ?? 0) <= location) low = middle + 1;
      else high = middle;
    }
    return Math.min(location - (surplus[low - 1] ?? 0), text.length);
  };
}

/** Loads the parser: 1.7 MB of WebAssembly, so only once a file holds SQL. */
export async function loadSqlParser(firstParse: (parse: () => void) => void = (parse) => parse()): Promise<SqlParser> {
  const pg = await import('libpg-query');
  await pg.loadModule();
  firstParse(() => void pg.parseSync('SELECT 1'));
  const scan = (text: string, takes: (tokenName: string) => boolean): SqlToken[] => {
    try {
      const all = text.trim() === '' ? [] : pg.scanSync(text).tokens;
      const offsetOf = byteOffsets(text);
      return all.filter(({ tokenName }) => takes(tokenName)).map((token) => ({ start: offsetOf(token.start), end: offsetOf(token.end), text: token.text }));
    } catch {
      return [];
    }
  };
  return {
    parse(text) {
      const offsetOf = byteOffsets(text);
      let result: ParseResult;
      try {
        // The parser refuses an empty text; a lone semicolon is an empty list of statements.
        result = pg.parseSync(text.trim() === '' ? ';' : text);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        const cursor = pg.hasSqlDetails(error) ? (error.sqlDetails?.cursorPosition ?? 0) : 0;
        return { statements: [], error: { message, offset: Math.min(cursor, text.length) }, offsetOf };
      }
      const statements = (result.stmts ?? []).flatMap((raw) => {
        if (raw.stmt === undefined) return [];
        const start = raw.stmt_location ?? 0;
        const end = raw.stmt_len === undefined || raw.stmt_len === 0 ? text.length : offsetOf(start + raw.stmt_len);
        return [{ node: raw.stmt, start: offsetOf(start), end }];
      });
      return { statements, offsetOf };
    },
    tokens: (text) => scan(text, (name) => !name.endsWith('_COMMENT')),
    comments: (text) => scan(text, (name) => name.endsWith('_COMMENT')),
    parseFunction(text) {
      try {
        return pg.parsePlPgSQLSync(text);
      } catch {
        return undefined;
      }
    },
  };
}
