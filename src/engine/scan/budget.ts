/** Thrown when work took longer than it may. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

/** @param budget milliseconds. @throws TimeoutError when the work is not done by then; it is not stopped. */
export async function withinBudget<T>(budget: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(`no answer within ${budget} ms`)), budget);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
