import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface Temporary {
  /** Absolute; where it really is, for macOS keeps its temporary folder behind a link. */
  readonly folder: string;
  /** Removes it with all it holds. */
  readonly remove: () => void;
}

/**
 * A folder below the system's temporary one. It goes with this process at the latest: a run that is stopped half-way
 * calls no `after` and no `finally`.
 */
export function temporaryFolder(name: string): Temporary {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), `altitude-${name}-`)));
  // What is ending may still write.
  const drop = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  process.once('exit', drop);
  return {
    folder,
    remove: () => {
      process.off('exit', drop);
      drop();
    },
  };
}

/** A process that this one started does not outlive it. @returns the same process */
export function endsWithThis<C extends ChildProcess>(child: C, signal: NodeJS.Signals = 'SIGKILL'): C {
  const end = () => void child.kill(signal);
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  return child;
}

/** Has a signal end this process as `process.exit` does, so that what it started and wrote goes with it. */
export function exitOnSignals(): void {
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(128 + os.constants.signals[signal]));
}
