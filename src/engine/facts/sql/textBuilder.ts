import { SqlText, type SqlPiece } from './text';

/** Puts SQL together from the literals it is written in. */
export class SqlTextBuilder {
  private text = '';
  private readonly pieces: SqlPiece[] = [];

  /** @param start of the same text in the file, or of the escape it is written as */
  add(text: string, start: number, end: number): void {
    if (text !== '') this.pieces.push({ at: this.text.length, length: text.length, start, end });
    this.text += text;
  }

  /** Text that has no place of its own in the file. */
  addForeign(text: string): void {
    this.text += text;
  }

  build(): SqlText {
    return new SqlText(this.text, 'postgres', this.pieces);
  }
}
