/** A frame is drawn in 16 ms; this leaves most of it to others. */
const stretchMs = 3;

/** No more than this is done at once, without waiting for a turn. */
const few = 8;

/**
 * Does a job for each of many things, a few milliseconds at a time, so that whoever shares the thread is not held up.
 * A thing that waits already is not done twice: its job sees the newest state. A few are done at once.
 */
export class Batches<T> {
  private readonly waiting = new Set<T>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly job: (thing: T) => void) {}

  add(things: Iterable<T>): void {
    for (const thing of things) this.waiting.add(thing);
    if (this.timer !== undefined) return;
    if (this.waiting.size <= few) this.run();
    else this.later();
  }

  /** What still waits is not done. */
  dispose(): void {
    clearTimeout(this.timer);
    this.waiting.clear();
  }

  private later(): void {
    this.timer = setTimeout(() => this.run());
  }

  private run(): void {
    this.timer = undefined;
    const started = performance.now();
    for (const thing of this.waiting) {
      if (performance.now() - started > stretchMs) {
        this.later();
        return;
      }
      this.waiting.delete(thing);
      this.job(thing);
    }
  }
}
