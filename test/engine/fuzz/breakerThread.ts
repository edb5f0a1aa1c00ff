import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import fc from 'fast-check';
import { Breaker, groups } from './broken';

/** Texts of one language to break. */
export interface Chunk {
  readonly language: string;
  readonly seed: number;
  readonly runs: number;
}

export interface Outcome {
  readonly runs: number;
  /** What went wrong, with the smallest text found that shows it. */
  readonly failure?: string;
}

async function breakChunk(breaker: Breaker, { language, seed, runs }: Chunk, onRun: () => void): Promise<Outcome> {
  const details = await fc.check(breaker.property(groups[language] ?? [], onRun), { numRuns: runs, seed });
  if (!details.failed) return { runs: details.numRuns };
  const cause = details.errorInstance instanceof Error ? (details.errorInstance.stack ?? details.errorInstance.message) : String(details.errorInstance);
  return { runs: details.numRuns, failure: `${cause}\nwith ${JSON.stringify(details.counterexample)} (${language}, seed ${seed}, path ${details.counterexamplePath ?? ''})` };
}

/** What a bundle that starts a `BreakerThread` runs on it. */
export async function breakOnThread(): Promise<void> {
  const begun = new Int32Array(workerData as SharedArrayBuffer);
  const breaker = await Breaker.load();
  parentPort?.on('message', (chunk: Chunk) => {
    void breakChunk(breaker, chunk, () => Atomics.add(begun, 0, 1)).then((outcome) => parentPort?.postMessage(outcome));
  });
}

/** Breaks one chunk after the other on a thread, which can be given up where a rule never ends. */
export class BreakerThread {
  private readonly begun = new Int32Array(new SharedArrayBuffer(4));
  private worker: Worker;

  /**
   * @param bundle the file that runs `breakOnThread` where it is no main thread
   * @param longestWait a thread that begins no new text for this long hangs, in milliseconds
   */
  constructor(
    private readonly bundle: string,
    private readonly longestWait: number,
  ) {
    this.worker = this.start();
  }

  /** A thread that fails or hangs is replaced: what it left behind is not trusted. */
  async run(chunk: Chunk): Promise<Outcome> {
    const before = Atomics.load(this.begun, 0);
    const outcome = await this.answer(chunk);
    if (outcome.failure === undefined) return outcome;
    await this.close();
    this.worker = this.start();
    return { ...outcome, runs: Atomics.load(this.begun, 0) - before };
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private start(): Worker {
    return new Worker(this.bundle, { workerData: this.begun.buffer });
  }

  private async answer(chunk: Chunk): Promise<Outcome> {
    const first = Atomics.load(this.begun, 0);
    const stop = new AbortController();
    const fail = (why: string): Outcome => ({ runs: 0, failure: `${why}\nin text ${Atomics.load(this.begun, 0) - first} of ${chunk.language}, seed ${chunk.seed}` });
    const answer = once(this.worker, 'message', { signal: stop.signal }).then(([outcome]) => outcome as Outcome);
    const end = once(this.worker, 'exit', { signal: stop.signal }).then(([code]) => fail(`the thread ended with ${String(code)}`));
    this.worker.postMessage(chunk);
    try {
      return await Promise.race([answer, end, this.hang(stop.signal).then(() => fail(`hangs: nothing for ${this.longestWait / 1000} s`))]);
    } catch (error) {
      return fail(String(error));
    } finally {
      stop.abort();
      await Promise.allSettled([answer, end]);
    }
  }

  /** Ends when no text was begun for too long. */
  private async hang(signal: AbortSignal): Promise<void> {
    let last = -1;
    for (let now = Atomics.load(this.begun, 0); now !== last && !signal.aborted; now = Atomics.load(this.begun, 0)) {
      last = now;
      await setTimeout(this.longestWait, undefined, { signal }).catch(() => undefined);
    }
  }
}
