import { parentPort } from 'node:worker_threads';
import { assetsBeside, EngineWorker } from './engineWorker';
import type { WorkerRequest, WorkerResponse } from './workerApi';

/** Entry of the worker bundle: answers one request after the other, in order. */
const worker = new EngineWorker(assetsBeside(__dirname));
let queue = Promise.resolve();

async function answer({ id, method, args }: WorkerRequest): Promise<WorkerResponse> {
  try {
    const call = worker[method].bind(worker) as (...values: readonly unknown[]) => Promise<unknown>;
    return { id, result: await call(...args) };
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { id, error: { message, stack } };
  }
}

parentPort?.on('message', (request: WorkerRequest) => {
  queue = queue.then(async () => {
    parentPort?.postMessage(await answer(request));
  });
});
