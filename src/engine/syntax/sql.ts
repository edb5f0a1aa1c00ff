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
  /** PL/pgSQL function bodies of a `CREATE FUNCTION` or `DO` statement, as PostgreSQL's own JSON; undefined when it does not parse. */
  parseFunction(text: string): unknown;
}

function byteOffsets(text: string): (location: number) => number {
  // Most SQL is ASCII, where bytes and code units are the same.
  const encoder = new TextEncoder();
  if (encoder.encode(text).length === text.length) return (location) => Math.min(location, text.length);
  return (location) => {
    let bytes = 0;
    let at = 0;
    for (const char of text) {
      if (bytes >= location) break;
      bytes += encoder.encode(char).length;
      at += char.length;
    }
    return at;
  };
}

/** Loads the parser: 1.7 MB of WebAssembly, so only once a file holds SQL. */
export async function loadSqlParser(): Promise<SqlParser> {
  const pg = await import('libpg-query');
  await pg.loadModule();
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
    tokens(text) {
      const offsetOf = byteOffsets(text);
      try {
        const all = text.trim() === '' ? [] : pg.scanSync(text).tokens;
        return all.filter(({ tokenName }) => !tokenName.endsWith('_COMMENT')).map((token) => ({ start: offsetOf(token.start), end: offsetOf(token.end), text: token.text }));
      } catch {
        return [];
      }
    },
    parseFunction(text) {
      try {
        return pg.parsePlPgSQLSync(text);
      } catch {
        return undefined;
      }
    },
  };
}
