import type { Finding } from '../engine/finding';

/** Everything the command line writes; a test gives its own. */
export interface Output {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Whether colour may be used. */
  readonly color: boolean;
  readonly cwd: string;
}

/** Exit codes of the contract. */
export const exit = { clean: 0, findings: 1, error: 2 } as const;

/** A mistake of the caller; printed without a stack, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface ScanDocument {
  readonly findings: readonly Finding[];
  /** Number of files looked at. */
  readonly files: number;
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
  readonly ms: number;
}
