import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * The longest time, in milliseconds, that the extension host's one thread did nothing else while the work ran. Others
 * share that thread: what it says of us shows only beside the same without us.
 */
export async function longestPause(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  try {
    await work();
  } finally {
    delay.disable();
  }
  return delay.max / 1e6;
}
