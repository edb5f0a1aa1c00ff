import type { Node } from '../../../syntax/nodes';
import type { SqlParser, SqlToken } from '../../../syntax/sql';
import type { TextEdit } from '../../../text/edits';

/** A string or template literal, its delimiters counted. */
export interface Literal {
  readonly start: number;
  readonly end: number;
  readonly delimiter: string;
}

/** Text of the statement; `literal` is absent for that of a constant, which stands elsewhere. */
interface Run {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly literal: Literal | undefined;
}

/** An expression whose value is pasted into the statement. */
export interface Hole {
  readonly node: Node;
  /** What stands for it in the file: `${name}` in a template, the operand in a concatenation, a verb of a format. */
  readonly start: number;
  readonly end: number;
  /** The literal that holds it; absent for the operand of a concatenation. */
  readonly literal: Literal | undefined;
}

type Part = (Run | Hole) & { readonly at: number; readonly length: number };

/** A hole and the run of the statement it stands for. */
export type PlacedHole = Hole & { readonly at: number; readonly length: number };

const isHole = (part: Part): part is PlacedHole => 'node' in part;

/** Letters of no alphabet: to the tokenizer a hole is part of a name. */
const open = '\u{E000}';
const close = '\u{E001}';
const marker = new RegExp(`${open}(\\d+)${close}`, 'g');

/** Far more than any statement has, in characters. */
const mostLength = 100_000;

/** A statement as it is put together in the file: text and the expressions pasted into it. */
export class Statement {
  private readonly parts: Part[] = [];
  private length = 0;

  /** Longer than any statement: constants that name others several times over would make it longer without end. */
  get isFull(): boolean {
    return this.length > mostLength;
  }

  addText(text: string, start: number, end: number, literal: Literal | undefined): void {
    if (text === '') return;
    this.parts.push({ text, start, end, literal, at: this.length, length: text.length });
    this.length += text.length;
  }

  addHole(hole: Hole): void {
    const length = `${open}${this.holes.length}${close}`.length;
    this.parts.push({ ...hole, at: this.length, length });
    this.length += length;
  }

  get holes(): readonly PlacedHole[] {
    return this.parts.filter(isHole);
  }

  /** The statement with a name of its own for each hole. */
  get text(): string {
    let count = 0;
    return this.parts.map((part) => (isHole(part) ? `${open}${count++}${close}` : part.text)).join('');
  }

  /** The text before an offset, holes left out. */
  textBefore(offset: number): string {
    return this.parts.map((part) => (isHole(part) || part.at >= offset ? '' : part.text.slice(0, offset - part.at))).join('');
  }

  /** The text outside of holes. */
  get written(): string {
    return this.textBefore(this.length);
  }

  tokens(sql: SqlParser): readonly SqlToken[] {
    return sql.tokens(this.text);
  }

  /** The holes inside a run of the statement, and the text between them. */
  between(start: number, end: number): readonly (PlacedHole | string)[] {
    return this.parts.flatMap((part): (PlacedHole | string)[] => {
      if (part.at >= end || part.at + part.length <= start) return [];
      if (isHole(part)) return [part];
      return [part.text.slice(Math.max(0, start - part.at), end - part.at)];
    });
  }

  /**
   * Puts other text in the place of a run of the statement that holds a hole.
   * @returns undefined when the run is not written in one piece
   */
  replace(start: number, end: number, newText: string, source: string): TextEdit[] | undefined {
    const first = this.parts.findIndex((part) => part.at + part.length > start);
    const last = this.parts.findLastIndex((part) => part.at < end);
    const [from, to] = [this.parts[first], this.parts[last]];
    if (from === undefined || to === undefined) return undefined;
    const left = from.literal ?? (isHole(from) ? this.parts[first - 1]?.literal : undefined);
    const at = from.literal === undefined ? endInside(left) : fileOffset(from, start - from.at);
    if (left === undefined || at === undefined) return undefined;
    if (to.literal !== undefined) {
      const until = fileOffset(to, end - to.at);
      return until === undefined ? undefined : joined({ left, right: to.literal, at, until, newText, source, lastHole: this.lastHole(last) });
    }
    if (!isHole(to)) return undefined;
    const right = this.parts[last + 1]?.literal;
    if (right !== undefined && meets(left, right, to.end, source)) return [{ start: at, end: right.start + 1, newText }];
    return [{ start: at, end: to.end, newText: newText + left.delimiter }];
  }

  private lastHole(before: number): PlacedHole | undefined {
    return this.parts.slice(0, before + 1).findLast((part): part is PlacedHole => isHole(part) && part.literal === undefined);
  }
}

const endInside = (literal: Literal | undefined) => (literal === undefined ? undefined : literal.end - 1);

/** Two literals of a concatenation that may become one: of the same kind, and the second on the row where what is between them ends. */
function meets(left: Literal, right: Literal, end: number, source: string): boolean {
  return left.delimiter === right.delimiter && !source.slice(end, right.start).includes('\n');
}

interface Join {
  readonly left: Literal;
  readonly right: Literal;
  readonly at: number;
  readonly until: number;
  readonly newText: string;
  readonly source: string;
  readonly lastHole: PlacedHole | undefined;
}

function joined({ left, right, at, until, newText, source, lastHole }: Join): TextEdit[] | undefined {
  if (left.start === right.start || meets(left, right, lastHole?.end ?? left.end, source)) return [{ start: at, end: until, newText }];
  if (lastHole === undefined) return undefined;
  const closed = newText + left.delimiter;
  // Of a literal that held only the closing quote nothing is left.
  if (until === right.end - 1) return [{ start: at, end: right.end, newText: closed }];
  return [
    { start: at, end: lastHole.end, newText: closed },
    { start: right.start + 1, end: until, newText: '' },
  ];
}

/** Where a place inside a part stands in the file; undefined inside an escape. */
function fileOffset(part: Part, offset: number): number | undefined {
  if (offset === 0) return part.start;
  if (offset === part.length) return part.end;
  return !isHole(part) && part.end - part.start === part.length ? part.start + offset : undefined;
}

/** The indexes of the holes in a token's text. */
export function holesIn(token: string): number[] {
  return [...token.matchAll(marker)].map(([, index]) => Number(index));
}

/** True when a token is one hole and nothing else. */
export const isOnlyHole = (token: string): boolean => token.replace(marker, '') === '';
