import { Worker } from 'node:worker_threads';
import type { SpawnWorker } from './workerClient';

/** Starts engine threads from the worker bundle. @param file absolute path of engineWorker.js */
export const nodeSpawn =
  (file: string): SpawnWorker =>
  () => {
    const worker = new Worker(file);
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
