import { Worker } from 'node:worker_threads';
import type { SpawnWorker } from './workerClient';

/** A thread's heap: a file of the largest size that is scanned takes a tenth of it. Without a limit V8 collects later, and four threads held 455 MB instead of 318. */
const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 8 };

/** What a thread is told at its start. */
export interface ThreadData {
  /**
   * Nothing but the engine runs in this process, so that its threads may set flags of V8, which hold for all of them: how
   * many want theirs at this moment, one 32-bit number.
   */
  readonly setting?: SharedArrayBuffer;
}

/**
 * Starts engine threads from the worker bundle.
 * @param file absolute path of engineWorker.js
 */
export function nodeSpawn(file: string, { ownsProcess = false } = {}): SpawnWorker {
  const workerData: ThreadData = ownsProcess ? { setting: new SharedArrayBuffer(4) } : {};
  return () => {
    const worker = new Worker(file, { resourceLimits, workerData });
    let failure: Error | undefined;
    return {
      post: (message) => worker.postMessage(message),
      onMessage: (listener) => void worker.on('message', listener),
      onExit: (listener) => {
        worker.on('error', (error) => {
          failure = error instanceof Error ? error : new Error(String(error));
        });
        worker.on('exit', (code) => listener(failure ?? new Error(`exit code ${code}`)));
      },
      terminate: async () => {
        await worker.terminate();
      },
    };
  };
}
