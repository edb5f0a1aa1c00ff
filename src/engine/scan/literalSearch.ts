/** Codes of ASCII, the only ones that literals are made of. */
const width = 128;

/** Where a literal begins in a text, and which of those that begin there is the longest. */
export interface Place {
  readonly offset: number;
  readonly literal: string;
}

/**
 * Looks for many literals in one pass: the automaton of Aho and Corasick, as a table of states. One regular expression of
 * them all takes four times as long on texts that hold some.
 */
export class LiteralSearch {
  /** By state and code: the next state's row, odd where a literal ends with it. */
  private readonly next: Int32Array;
  /** By state: the literals that end there, the longest first. */
  private readonly ending: (readonly string[])[] = [];

  /** @throws when a literal is not ASCII */
  constructor(literals: readonly string[], ignoreCase = false) {
    const most = literals.reduce((sum, { length }) => sum + length, 1);
    this.next = new Int32Array(most * width);
    this.addFailures(this.addLiterals(literals.map((literal) => (ignoreCase ? literal.toLowerCase() : literal))));
    if (ignoreCase) this.foldCase();
  }

  /** Whether a text's bytes hold any; the text is UTF-8, or anything else that keeps ASCII. */
  isIn(bytes: Uint8Array): boolean {
    const { next } = this;
    let row = 0;
    for (const code of bytes) {
      row = code < width ? (next[row + code] ?? 0) : 0;
      if ((row & 1) === 1) return true;
    }
    return false;
  }

  /** Every offset where one begins, in order; also where two overlap. */
  placesIn(text: string): Place[] {
    const { next } = this;
    const longest = new Map<number, string>();
    let row = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      row = code < width ? (next[row + code] ?? 0) : 0;
      if ((row & 1) === 0) continue;
      row--;
      // Of two that begin at one offset the longer ends later.
      for (const literal of this.ending[row / width] ?? []) longest.set(at + 1 - literal.length, literal);
    }
    return [...longest].map(([offset, literal]) => ({ offset, literal })).sort((a, b) => a.offset - b.offset);
  }

  /** @returns by state, the codes it goes on with */
  private addLiterals(literals: readonly string[]): number[][] {
    const codes: number[][] = [[]];
    for (const literal of literals) {
      let row = 0;
      for (let at = 0; at < literal.length; at++) {
        const code = literal.charCodeAt(at);
        if (code >= width) throw new Error(`not ASCII: ${literal}`);
        if (this.next[row + code] === 0) {
          this.next[row + code] = codes.length * width;
          codes[row / width]?.push(code);
          codes.push([]);
        }
        row = this.next[row + code] ?? 0;
      }
      this.ending[row / width] = [literal];
    }
    return codes;
  }

  /** Where no literal goes on, the search goes on with the longest beginning of one that the text ends with. */
  private addFailures(codes: readonly (readonly number[])[]): void {
    const { next, ending } = this;
    const failures = new Map<number, number>([[0, 0]]);
    for (const [row, failure] of failures) {
      const targets = (codes[row / width] ?? []).map((code) => ({ code, target: next[row + code] ?? 0 }));
      if (row !== 0) next.copyWithin(row, failure, failure + width);
      for (const { code, target } of targets) {
        const fallback = row === 0 ? 0 : (next[failure + code] ?? 0) & ~1;
        failures.set(target, fallback);
        const own = [...(ending[target / width] ?? []), ...(ending[fallback / width] ?? [])];
        if (own.length > 0) ending[target / width] = own;
        next[row + code] = own.length > 0 ? target + 1 : target;
      }
    }
  }

  private foldCase(): void {
    for (let row = 0; row < this.next.length; row += width) {
      for (let code = 65; code <= 90; code++) this.next[row + code] = this.next[row + code + 32] ?? 0;
    }
  }
}
