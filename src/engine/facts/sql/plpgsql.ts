import type { SqlToken } from '../../syntax/sql';
import type { Span } from './layout';

/** A statement of a PL/pgSQL body. Offsets are those of the tokens; a final semicolon is included. */
export type PlStatement =
  | (Span & { readonly kind: 'if'; readonly branches: readonly PlBranch[]; readonly otherwise: PlBody | undefined })
  | (Span & { readonly kind: 'block'; readonly body: PlBody; readonly handlers: Span | undefined })
  | (Span & { readonly kind: 'loop'; readonly body: PlBody })
  /** Everything else: SQL, assignments, RETURN, RAISE … `first` is its first word, in lower case. */
  | (Span & { readonly kind: 'simple'; readonly first: string; readonly tokens: readonly SqlToken[] });

export interface PlBranch {
  readonly condition: Span;
  readonly body: PlBody;
}

/** Statements and, around them, all the text between the words that enclose them. */
export interface PlBody extends Span {
  readonly statements: readonly PlStatement[];
}

/**
 * The statements of a PL/pgSQL body with their places, which PostgreSQL's own parser does not tell beyond the line.
 * The body must have been accepted by that parser before.
 * @returns undefined for a body in a form this does not know
 */
export function plStatements(tokens: readonly SqlToken[]): readonly PlStatement[] | undefined {
  const reader = new Reader(tokens);
  try {
    const statements = reader.list(new Set());
    return reader.isAtEnd ? statements : undefined;
  } catch (error) {
    if (error instanceof UnknownForm) return undefined;
    throw error;
  }
}

class UnknownForm extends Error {}

const listEnds: ReadonlySet<string> = new Set(['end', 'else', 'elsif', 'elseif', 'when', 'exception']);

class Reader {
  private at = 0;

  constructor(private readonly tokens: readonly SqlToken[]) {}

  get isAtEnd(): boolean {
    return this.at >= this.tokens.length;
  }

  list(ends: ReadonlySet<string>): PlStatement[] {
    const statements: PlStatement[] = [];
    while (!this.isAtEnd && !(ends.has(this.word()) && this.isListEnd())) statements.push(this.statement());
    return statements;
  }

  /** `EXCEPTION` also begins no statement; `WHEN` and `END` always end one. */
  private isListEnd(): boolean {
    return listEnds.has(this.word());
  }

  private statement(): PlStatement {
    const start = this.token().start;
    if (this.word() === '<<') this.labels();
    switch (this.word()) {
      case 'declare':
      case 'begin':
        return this.block(start);
      case 'if':
        return this.branches(start);
      case 'loop':
      case 'while':
      case 'for':
      case 'foreach':
        return this.loop(start);
      case 'case':
        // Its branches hold statements too; none of them is looked into.
        return this.simple(start, () => this.word(0) === 'end' && this.word(1) === 'case');
      default:
        return this.simple(start, undefined);
    }
  }

  private block(start: number): PlStatement {
    if (this.word() === 'declare') while (this.word() !== 'begin') this.next();
    this.expect('begin');
    const body = this.body(['exception', 'end']);
    let handlers: Span | undefined;
    if (this.word() === 'exception') {
      const from = this.next().start;
      while (this.word() === 'when') {
        this.until('then');
        this.expect('then');
        this.list(new Set(['when', 'end']));
      }
      handlers = { start: from, end: this.token().start };
    }
    this.expect('end');
    return { kind: 'block', body, handlers, start, end: this.toSemicolon(true) };
  }

  private branches(start: number): PlStatement {
    const branches: PlBranch[] = [];
    let otherwise: PlBody | undefined;
    do {
      this.next();
      const from = this.token().start;
      const to = this.until('then');
      this.expect('then');
      branches.push({ condition: { start: from, end: to }, body: this.body(['elsif', 'elseif', 'else', 'end']) });
    } while (this.word() === 'elsif' || this.word() === 'elseif');
    if (this.word() === 'else') {
      this.next();
      otherwise = this.body(['end']);
    }
    this.expect('end');
    this.expect('if');
    return { kind: 'if', branches, otherwise, start, end: this.toSemicolon(false) };
  }

  private loop(start: number): PlStatement {
    this.until('loop');
    this.expect('loop');
    const body = this.body(['end']);
    this.expect('end');
    this.expect('loop');
    return { kind: 'loop', body, start, end: this.toSemicolon(false) };
  }

  private body(ends: readonly string[]): PlBody {
    const start = this.tokens[this.at - 1]?.end ?? 0;
    const statements = this.list(new Set(ends));
    return { statements, start, end: this.token().start };
  }

  private simple(start: number, last: (() => boolean) | undefined): PlStatement {
    const from = this.at;
    const first = this.word();
    if (last !== undefined) {
      while (!last()) this.next();
    }
    while (this.word() !== ';') this.next();
    const { end } = this.next();
    return { kind: 'simple', first, tokens: this.tokens.slice(from, this.at), start, end };
  }

  /** Skips to a word outside parentheses and CASE expressions; answers where the text before it ends. */
  private until(word: string): number {
    let depth = 0;
    let end = this.token().start;
    for (;;) {
      const text = this.word();
      if (depth === 0 && text === word) return end;
      if (text === '(' || text === 'case') depth++;
      if (text === ')' || text === 'end') depth--;
      end = this.next().end;
    }
  }

  private labels(): void {
    while (this.word() !== '>>') this.next();
    this.next();
  }

  private toSemicolon(isOutermost: boolean): number {
    let end = this.tokens[this.at - 1]?.end ?? 0;
    // The semicolon after the outermost END may be left out, and a label may stand before it.
    while (!this.isAtEnd && this.word() !== ';') end = this.next().end;
    if (this.isAtEnd && isOutermost) return end;
    return this.next().end;
  }

  private expect(word: string): void {
    if (this.word() !== word) throw new UnknownForm();
    this.next();
  }

  private word(ahead = 0): string {
    return this.tokens[this.at + ahead]?.text.toLowerCase() ?? '';
  }

  private token(): SqlToken {
    const token = this.tokens[this.at];
    if (token === undefined) throw new UnknownForm();
    return token;
  }

  private next(): SqlToken {
    const token = this.token();
    this.at++;
    return token;
  }
}
