/** Remembers what was computed about one text, so that each rule and each finding need not compute it again. */
export class Memo {
  private readonly searches = new Map<RegExp, Map<string, boolean>>();
  private readonly results = new Map<unknown, Map<unknown, unknown>>();

  /** Whether a pattern occurs in a text; looked for once. @param pattern a constant, without the `g` flag */
  occurs(pattern: RegExp, text: string): boolean {
    let known = this.searches.get(pattern);
    if (known === undefined) {
      known = new Map();
      this.searches.set(pattern, known);
    }
    const found = known.get(text) ?? pattern.test(text);
    known.set(text, found);
    return found;
  }

  /** What `compute` gives for the argument; it is called once for each. */
  once<A, T>(compute: (argument: A) => T, argument: A): T {
    let known = this.results.get(compute);
    if (known === undefined) {
      known = new Map();
      this.results.set(compute, known);
    }
    if (!known.has(argument)) known.set(argument, compute(argument));
    return known.get(argument) as T;
  }
}
