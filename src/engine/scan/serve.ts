import type { WorkerApi, WorkerRequest, WorkerResponse } from './workerApi';

/** Answers a worker's requests one after the other, in the order they came. */
export function serve(worker: WorkerApi, post: (response: WorkerResponse) => void): (request: WorkerRequest) => void {
  let queue = Promise.resolve();
  return (request) => {
    queue = queue.then(async () => post(await answer(worker, request)));
  };
}

async function answer(worker: WorkerApi, { id, method, args }: WorkerRequest): Promise<WorkerResponse> {
  try {
    const call = worker[method].bind(worker) as (...values: readonly unknown[]) => Promise<unknown>;
    return { id, result: await call(...args) };
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { id, error: { message, stack } };
  }
}
