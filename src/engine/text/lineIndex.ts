import type { Position, Range } from '../finding';

/** Converts between offsets (UTF-16 code units) and positions. Lines end at \n, \r\n or a lone \r, as in the editor. */
export class LineIndex {
  private readonly starts: number[] = [0];

  constructor(private readonly text: string) {
    if (text.includes('\r')) this.readAny();
    else for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) this.starts.push(end + 1);
  }

  get lineCount(): number {
    return this.starts.length;
  }

  /** Offset of the first character of `line`; the text's length past the last line. */
  lineStart(line: number): number {
    return this.starts[line] ?? this.text.length;
  }

  /** Text of `line` without its line end. */
  lineText(line: number): string {
    return this.text.slice(this.lineStart(line), this.lineStart(line + 1)).replace(/(?:\r\n|[\r\n])$/, '');
  }

  positionAt(offset: number): Position {
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.lineStart(middle) <= offset) low = middle;
      else high = middle;
    }
    return { line: low, character: offset - this.lineStart(low) };
  }

  /** A character past the line's last one means its end, as in the editor. */
  offsetAt({ line, character }: Position): number {
    const start = this.lineStart(line);
    const next = this.lineStart(line + 1);
    if (start + character < next - 1) return start + character;
    return Math.min(start + character, start + this.lineText(line).length);
  }

  rangeOf(start: number, end: number): Range {
    return { start: this.positionAt(start), end: this.positionAt(end) };
  }

  private readAny(): void {
    const { text } = this;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 13 && text.charCodeAt(i + 1) === 10) i++;
      if (code === 10 || code === 13) this.starts.push(i + 1);
    }
  }
}
