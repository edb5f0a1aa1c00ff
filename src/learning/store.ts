import { stepByStep } from '../shared/pace';
import { decodeInSteps, encodeProgress } from './encoding';
import { mergeProgress, missingFrom, nextMoment, noProgress, type Progress } from './progress';

/**
 * Small texts under names. `write` is only ever called with a new name, so a text never changes; it may vanish, and a
 * crash may leave it torn.
 */
export interface Segments {
  list(): Promise<readonly string[]>;
  /** Undefined where it has vanished. */
  read(name: string): Promise<string | undefined>;
  write(name: string, text: string): Promise<void>;
  delete(name: string): Promise<void>;
}

/** One value that travels between machines; the last writer wins, and every window may see an old one. */
export interface Carrier {
  get(): unknown;
  set(value: unknown): PromiseLike<void>;
}

export interface StoreOptions {
  readonly segments: Segments;
  readonly carrier: Carrier;
  readonly newId: () => string;
  readonly now: () => number;
}

/** How many segments may pile up before they are folded into one. */
const foldAt = 16;
/** How often a listing is repeated when another window folds segments while they are read. */
const listings = 5;

/**
 * What is remembered of the reader, shared by any number of windows that know nothing of each other.
 *
 * Every addition is a new segment; nothing is ever rewritten. A fold writes one segment with all that was read and only
 * then deletes those it read, so each answer is in some complete segment at every moment, whatever the other windows do
 * and wherever one of them stops. Two folds at once duplicate answers, and a union by id does not mind.
 *
 * The carrier takes the same list to other machines. An answer is not safe in it (the editor keeps an extension's global
 * state as one object, written whole by each window), so it is only ever a copy.
 */
export class AnswerStore {
  #progress: Progress = noProgress;
  /** What the segments known to this window hold together. */
  #stored: Progress = noProgress;
  /** Segments whose whole content is in `#stored`. */
  readonly #read = new Set<string>();
  #lastCarried: { readonly value: unknown; readonly progress: Progress } | undefined;
  readonly #options: StoreOptions;

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  /** Reads what is stored, folds it, and makes this reader known if there is none yet. Usable even after a rejection. */
  async open(): Promise<void> {
    await this.refresh();
    const { newId, now } = this.#options;
    if (!this.#progress.reader) await this.add({ reader: { id: newId(), at: now() } });
    else if (this.#read.size > 1) await this.#fold();
  }

  /** All that is remembered, as far as this window has heard. */
  get progress(): Progress {
    return this.#progress;
  }

  /**
   * Remembers `more`. It shows in `progress` at once; the promise settles when it is stored. After a rejection it is
   * stored together with the next addition.
   */
  async add(more: Partial<Progress>): Promise<void> {
    this.#progress = mergeProgress(this.#progress, more);
    const [written] = await Promise.allSettled([this.#writePending(), this.#carry()]);
    if (written.status === 'rejected') throw written.reason;
    if (this.#read.size >= foldAt) await this.#fold();
  }

  /** Forgets every answer so far, on every machine this list travels to. */
  async reset(): Promise<void> {
    const { newId, now } = this.#options;
    await this.add({ reset: { id: newId(), at: nextMoment(this.#progress, now()) } });
  }

  /** Takes in what other windows and machines have stored; true if that was anything new. */
  async refresh(): Promise<boolean> {
    const carried = await this.#carried();
    const before = this.#progress;
    this.#progress = mergeProgress(this.#progress, carried);
    await this.#readSegments();
    await this.#writePending();
    if (missingFrom(carried, this.#progress)) await Promise.allSettled([this.#carry()]);
    return missingFrom(before, this.#progress) !== undefined;
  }

  /** Asked for whenever the reader comes back to a window, and mostly as it was. */
  async #carried(): Promise<Progress> {
    const value = this.#options.carrier.get();
    if (this.#lastCarried?.value !== value) this.#lastCarried = { value, progress: (await stepByStep(decodeInSteps(value))) ?? noProgress };
    return this.#lastCarried?.progress ?? noProgress;
  }

  /** A carrier that fails loses nothing: the segments hold the list, and the next addition carries all of it. */
  async #carry(): Promise<void> {
    await this.#options.carrier.set(encodeProgress(this.#progress));
  }

  async #readSegments(): Promise<void> {
    const { segments } = this.#options;
    for (let listing = 0; listing < listings; listing += 1) {
      const fresh = (await segments.list()).filter((name) => !this.#read.has(name));
      const texts = await Promise.all(fresh.map((name) => segments.read(name)));
      for (const [index, name] of fresh.entries()) await this.#take(name, texts[index]);
      if (!texts.includes(undefined)) return;
    }
  }

  async #take(name: string, text: string | undefined): Promise<void> {
    const progress = text === undefined ? undefined : await stepByStep(decodeInSteps(parseJson(text)));
    if (!progress) return;
    this.#holds(name, progress);
    this.#progress = mergeProgress(this.#progress, progress);
  }

  async #writePending(): Promise<void> {
    const pending = missingFrom(this.#stored, this.#progress);
    if (pending) await this.#write(pending);
  }

  async #fold(): Promise<void> {
    const folded = [...this.#read];
    await this.#write(mergeProgress(this.#stored, this.#progress));
    for (const name of folded) {
      this.#read.delete(name);
      await this.#options.segments.delete(name);
    }
  }

  async #write(more: Partial<Progress>): Promise<void> {
    const name = this.#options.newId();
    const progress = mergeProgress(more);
    await this.#options.segments.write(name, JSON.stringify(encodeProgress(progress)));
    this.#holds(name, progress);
  }

  #holds(name: string, progress: Progress): void {
    this.#read.add(name);
    this.#stored = mergeProgress(this.#stored, progress);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
