/**
 * A job that never runs beside itself. Asked for while it runs, it runs once more afterwards, however often it was
 * asked: the last run began after the last call, so that nothing is missed and nothing old overwrites what is newer.
 * @returns starts the job; resolves when a run that began after the call has ended, rejects where that run did
 */
export function oneAtATime(job: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = (): Promise<void> => {
    const run = job().finally(() => {
      if (running === run) running = undefined;
    });
    running = run;
    return run;
  };
  return async () => {
    if (running === undefined) return start();
    next ??= running.catch(() => undefined).then(async () => {
      next = undefined;
      return start();
    });
    return next;
  };
}
