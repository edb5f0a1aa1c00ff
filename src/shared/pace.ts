/** A thread draws a frame in 16 ms; this leaves most of it to others. */
const stretchMs = 3;

/**
 * Work in turns. Whoever awaits a turn runs after those who asked before; once a stretch has been long enough, the
 * thread first does whatever else waits for it: on the extension host that is the reader's typing.
 */
export function inTurns(): () => Promise<void> {
  let last = Promise.resolve();
  let began = performance.now();
  const next = async () => {
    if (performance.now() - began < stretchMs) return;
    await othersTurn();
    began = performance.now();
  };
  return () => (last = last.then(next));
}

/** Work that stops wherever others may have their turn, and goes on when it is asked for more. */
export type Steps<R> = Generator<undefined, R, undefined>;

/** Does the work in turns. Rejects where the work throws. */
export async function stepByStep<R>(steps: Steps<R>): Promise<R> {
  const turn = inTurns();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await turn();
  }
}

/** Does the work in one go. */
export function atOnce<R>(steps: Steps<R>): R {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The thread first does whatever else waits for it. */
export async function othersTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
