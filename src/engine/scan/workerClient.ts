import type { RuleTrouble } from '../team/model';
import type { WorkerApi, WorkerMethod, WorkerResponse } from './workerApi';

/** A thread, whatever starts it: Node's worker or the browser's. */
export interface WorkerHandle {
  post(message: unknown): void;
  onMessage(listener: (message: WorkerResponse) => void): void;
  /** Called once, when the thread is gone, with what ended it. */
  onExit(listener: (reason: Error) => void): void;
  terminate(): Promise<void>;
}

export type SpawnWorker = () => WorkerHandle;

/** Thrown to callers that waited for a thread which died. */
export class WorkerGoneError extends Error {
  override readonly name = 'WorkerGoneError';
}

/** What a call to a worker comes to. */
export type Answer<M extends WorkerMethod> = Awaited<ReturnType<WorkerApi[M]>>;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Calls one worker and matches its answers to the calls. */
export class WorkerClient {
  private readonly waiting = new Map<number, Waiting>();
  private next = 1;
  private gone: WorkerGoneError | undefined;

  /** @param tell told of rules of teams that did not do their work */
  constructor(
    private readonly handle: WorkerHandle,
    tell: (trouble: RuleTrouble) => void = () => undefined,
  ) {
    handle.onMessage((message) => {
      if ('result' in message) message.troubles?.forEach(tell);
      const call = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      if (call === undefined) return;
      if ('result' in message) call.resolve(message.result);
      else call.reject(Object.assign(new Error(message.error.message), { stack: message.error.stack }));
    });
    handle.onExit((reason) => this.lose(reason));
  }

  get isGone(): boolean {
    return this.gone !== undefined;
  }

  /** @throws WorkerGoneError when the thread ends before it answers; the worker's own error otherwise. */
  async call<M extends WorkerMethod>(method: M, ...args: Parameters<WorkerApi[M]>): Promise<Answer<M>> {
    const id = this.next++;
    const answer = new Promise<unknown>((resolve, reject) => {
      if (this.gone !== undefined) {
        reject(this.gone);
        return;
      }
      this.waiting.set(id, { resolve, reject });
      this.handle.post({ id, method, args });
    });
    return answer as Promise<Answer<M>>;
  }

  /** Ends the thread; calls it has not answered fail. */
  async terminate(): Promise<void> {
    this.lose(new Error('it was ended'));
    await this.handle.terminate();
  }

  private lose(reason: Error): void {
    this.gone ??= new WorkerGoneError(`the engine's worker stopped: ${reason.message}`, { cause: reason });
    for (const call of this.waiting.values()) call.reject(this.gone);
    this.waiting.clear();
  }
}
