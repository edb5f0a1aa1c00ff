import type { Language } from '../finding';
import type { LineIndex } from '../text/lineIndex';

/** Half-open offsets of a comment, its marks included. */
export interface CommentSpan {
  readonly start: number;
  readonly end: number;
}

/** What a text's tree (or its tokens) tells of comments and statements. */
export interface CommentFacts {
  /** The comment that covers an offset; undefined where there is none, as inside a string. */
  commentAt(offset: number): CommentSpan | undefined;
  /** Where the innermost statement around an offset begins. */
  statementStart(offset: number): number;
}

const marker = 'altitude-disable-';

/**
 * A comment that turns rules off: `altitude-disable-next-line rule-a, rule-b -- reason`, `altitude-disable-line …` and
 * `altitude-disable-file …`, in any comment form of the language. Without a rule it turns all of them off.
 */
const directive = /^(?:\/\/|\/\*+|--)\s*altitude-disable-(next-line|line|file)(?![\w-])([^\r\n]*)/;

interface Suppression {
  /** Zero-based line the directive speaks of; undefined for the whole file. */
  readonly line: number | undefined;
  /** Empty: every rule. */
  readonly rules: readonly string[];
}

/** The suppression comments of one text. */
export class Suppressions {
  private readonly found: readonly Suppression[];

  constructor(
    private readonly text: string,
    private readonly lines: LineIndex,
    private readonly facts: CommentFacts,
  ) {
    this.found = this.read();
  }

  /**
   * Whether a finding is turned off. Its line is the one it begins on, or the one its statement begins on: above a
   * call of several lines a comment cannot always stand anywhere else.
   * @param offset where the finding begins
   */
  covers(rule: string, offset: number): boolean {
    const own = this.found.filter(({ rules }) => rules.length === 0 || rules.includes(rule));
    if (own.length === 0) return false;
    const first = this.lineOf(offset);
    const statement = this.lineOf(this.facts.statementStart(offset));
    return own.some(({ line }) => line === undefined || line === first || line === statement);
  }

  private read(): Suppression[] {
    const found: Suppression[] = [];
    for (let at = this.text.indexOf(marker); at >= 0; at = this.text.indexOf(marker, at + 1)) {
      const comment = this.facts.commentAt(at);
      const match = comment === undefined ? null : directive.exec(this.text.slice(comment.start, comment.end));
      if (comment === undefined || match === null) continue;
      const line = match[1] === 'file' ? undefined : match[1] === 'line' ? this.lineOf(comment.start) : this.lineAfter(comment);
      found.push({ line, rules: rulesIn(match[2] ?? '') });
      at = Math.max(at, comment.end - 1);
    }
    return found;
  }

  /** The first line below a comment that holds more than comments: directives of other tools, or further ones, may follow. */
  private lineAfter(comment: CommentSpan): number {
    let line = this.lineOf(lastOf(comment)) + 1;
    while (line < this.lines.lineCount) {
      const text = this.lines.lineText(line);
      const next = this.facts.commentAt(this.lines.lineStart(line) + text.length - text.trimStart().length);
      if (next === undefined || next.end < this.lines.lineStart(line) + text.trimEnd().length) break;
      line = this.lineOf(lastOf(next)) + 1;
    }
    return line;
  }

  private lineOf(offset: number): number {
    return this.lines.positionAt(offset).line;
  }
}

/** A line comment may be said to end with its line end. */
const lastOf = ({ start, end }: CommentSpan): number => Math.max(start, end - 1);

/** The suppressions of a text; undefined when it has none, as most do. */
export function suppressionsIn(text: string, lines: LineIndex, facts: () => CommentFacts): Suppressions | undefined {
  return text.includes(marker) ? new Suppressions(text, lines, facts()) : undefined;
}

function rulesIn(text: string): string[] {
  const beforeReason = text.split(/\*\/|(?<=^|\s)--(?=\s|$)/)[0] ?? '';
  return beforeReason.split(/[\s,]+/).filter((word) => word !== '');
}

/** The comment that suppresses one rule on the line below it, without indentation or line end. */
export function suppressionComment(language: Language, rule: string, reason: string): string {
  const mark = language === 'sql' ? '--' : '//';
  return `${mark} ${marker}next-line ${rule} -- ${reason}`;
}
