/** What a fix may insert where the code gives no value. Settings of the user or the command line. */
export interface FixSettings {
  /** Deadline for a call or an acquire, in milliseconds. */
  readonly timeoutMs: number;
  /** Waiting callers a pool or a worker may queue before it rejects. */
  readonly queueLimit: number;
  /** Calls in flight at once, where a list decides how many there are. */
  readonly concurrency: number;
  /** Runs of a job or a call in all, the first one counted. */
  readonly attempts: number;
  /** Life of a cached value, in seconds. */
  readonly cacheSeconds: number;
  /** Entries a cache in memory may hold. */
  readonly cacheEntries: number;
  /** Largest request body or upload, in bytes. */
  readonly bodyLimitBytes: number;
}

export const defaultFixSettings: FixSettings = {
  timeoutMs: 5000,
  queueLimit: 100,
  concurrency: 10,
  attempts: 5,
  cacheSeconds: 300,
  cacheEntries: 1000,
  bodyLimitBytes: 1_048_576,
};

/** The largest value each may take; the smallest is 1. */
export const largestFixSettings: FixSettings = {
  timeoutMs: 3_600_000,
  queueLimit: 1_000_000,
  concurrency: 1000,
  attempts: 100,
  cacheSeconds: 31_536_000,
  cacheEntries: 100_000_000,
  bodyLimitBytes: 1_073_741_824,
};
