import type { ParsedSql, SqlParser, SqlStatement, SqlToken } from '../../syntax/sql';
import type { Span } from './layout';

/**
 * A run of SQL and the run of the file it is written as: letter by letter where both are as long, and otherwise as
 * one escape (`\n`) or placeholder.
 */
export interface SqlPiece {
  /** Offset into the SQL text. */
  readonly at: number;
  readonly length: number;
  /** Half-open offsets into the file. */
  readonly start: number;
  readonly end: number;
}

export type SqlDialect = 'postgres' | 'mysql';

/**
 * SQL as the database receives it, and where each of its characters stands in the file. For MySQL the text is
 * rewritten for PostgreSQL's parser (see `normalizeMysql`), so it must not be printed: slices are taken from the file.
 */
export class SqlText {
  constructor(
    readonly text: string,
    readonly dialect: SqlDialect,
    private readonly pieces: readonly SqlPiece[],
  ) {}

  /** File offset of a character; undefined inside an escape and between two literals. */
  fileOffset(offset: number): number | undefined {
    const piece = this.pieces.find(({ at, length }) => offset >= at && offset < at + length);
    if (piece === undefined) return undefined;
    return isLetterwise(piece) ? piece.start + offset - piece.at : offset === piece.at ? piece.start : undefined;
  }

  /** File offset just after the character before `end`: where text that follows it is inserted. */
  fileEnd(end: number): number | undefined {
    const piece = this.pieces.find(({ at, length }) => end > at && end <= at + length);
    if (piece === undefined) return undefined;
    return isLetterwise(piece) ? piece.start + end - piece.at : end === piece.at + piece.length ? piece.end : undefined;
  }

  /** Where a run of the text stands in the file; undefined when it is not written in one literal. */
  fileSpan({ start, end }: Span): Span | undefined {
    const from = this.fileOffset(start);
    const to = this.fileEnd(end);
    if (from === undefined || to === undefined) return undefined;
    const inside = this.pieces.filter((piece) => piece.at < end && piece.at + piece.length > start);
    const isWhole = inside.every((piece, i) => i === 0 || piece.start === inside[i - 1]?.end);
    return isWhole ? { start: from, end: to } : undefined;
  }

  parse(sql: SqlParser): ParsedSql {
    return sql.parse(this.text);
  }

  /** The only statement of the text; undefined when there are several, or it does not parse. */
  statement(sql: SqlParser): SqlStatement | undefined {
    const { statements } = this.parse(sql);
    return statements.length === 1 ? statements[0] : undefined;
  }

  tokens(sql: SqlParser): readonly SqlToken[] {
    return sql.tokens(this.text);
  }
}

/**
 * MySQL's text as PostgreSQL's parser reads it: `?` becomes `$1`, `$2` …, backticks become double quotes, and strings
 * in double quotes get single ones.
 */
export function normalizeMysql(text: SqlText): SqlText {
  const pieces: SqlPiece[] = [];
  let result = '';
  let parameters = 0;
  const original = text.text;
  const put = (replacement: string, from: number) => {
    const start = text.fileOffset(from);
    const end = text.fileEnd(from + 1);
    const at = result.length;
    result += replacement;
    if (start === undefined || end === undefined) return;
    const piece: SqlPiece = { at, length: replacement.length, start, end };
    const last = pieces.at(-1);
    const continues = last?.end === start && last.at + last.length === at && isLetterwise(last) && isLetterwise(piece);
    if (continues) pieces[pieces.length - 1] = { ...last, length: last.length + piece.length, end };
    else pieces.push(piece);
  };
  for (let i = 0; i < original.length; ) {
    const quote = original[i] ?? '';
    const end = skipped(original, i);
    for (let j = i; j < end; j++) {
      const isEdge = j === i || j === end - 1;
      put(isEdge ? (requoted[quote] ?? original[j] ?? '') : (original[j] ?? ''), j);
    }
    if (end === i) put(quote === '?' ? `$${(parameters += 1)}` : quote, i++);
    else i = end;
  }
  return new SqlText(result, 'mysql', pieces);
}

const requoted: Readonly<Record<string, string>> = { '`': '"', '"': "'" };

const isLetterwise = (piece: SqlPiece): boolean => piece.length === piece.end - piece.start;

/** The end of the quoted string, name or comment that begins here; the same offset when none does. */
function skipped(text: string, at: number): number {
  const char = text[at];
  if (char === "'" || char === '"' || char === '`') {
    for (let i = at + 1; i < text.length; i++) {
      if (text[i] === '\\' && char !== '`') i++;
      else if (text[i] === char) return i + 1;
    }
    return text.length;
  }
  if (text.startsWith('/*', at)) return endOf(text, '*/', at);
  if (text.startsWith('-- ', at)) return endOf(text, '\n', at);
  return at;
}

function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from + 2);
  return at < 0 ? text.length : at + mark.length;
}
