/**
 * The batches of a scan, shared out among threads: each is given neighbouring files, because what it learns of one (what
 * it imports, what others export) serves the next. A thread that has done its share takes from the end of the largest one.
 */
export class Shares<T> {
  private readonly shares: T[][];

  /** @param count of threads, at least 1 */
  constructor(batches: readonly T[], count: number) {
    const size = Math.ceil(batches.length / count);
    this.shares = Array.from({ length: count }, (_, index) => batches.slice(index * size, (index + 1) * size));
  }

  /** The next batch for a thread; undefined when none is left for any. */
  take(thread: number): T | undefined {
    const own = this.shares[thread]?.shift();
    if (own !== undefined) return own;
    return this.shares.reduce<T[]>((largest, share) => (share.length > largest.length ? share : largest), []).pop();
  }

  /** Adds batches to be done again, to a thread's own share if it has one. */
  add(thread: number, batches: readonly T[]): void {
    (this.shares[thread] ?? this.shares[0])?.push(...batches);
  }

  clear(): void {
    for (const share of this.shares) share.length = 0;
  }
}
