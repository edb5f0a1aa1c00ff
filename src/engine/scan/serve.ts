import type { RuleTrouble } from '../team/model';
import type { WorkerApi, WorkerRequest, WorkerResponse } from './workerApi';

/** What answers, and tells of rules of teams that did not do their work meanwhile. */
type Served = WorkerApi & { takeTroubles(): readonly RuleTrouble[] };

/** Answers a worker's requests one after the other, in the order they came. */
export function serve(worker: Served, post: (response: WorkerResponse) => void): (request: WorkerRequest) => void {
  let queue = Promise.resolve();
  return (request) => {
    queue = queue.then(async () => post(await answer(worker, request)));
  };
}

async function answer(worker: Served, { id, method, args }: WorkerRequest): Promise<WorkerResponse> {
  try {
    const call = worker[method].bind(worker) as (...values: readonly unknown[]) => Promise<unknown>;
    const result = await call(...args);
    const troubles = worker.takeTroubles();
    return { id, result, ...(troubles.length > 0 && { troubles }) };
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { id, error: { message, stack } };
  }
}
