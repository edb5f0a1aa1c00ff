/** Remembers what was computed about one text, so that each rule and each finding need not compute it again. */
export class Memo {
  private readonly results = new Map<unknown, Map<unknown, unknown>>();

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
