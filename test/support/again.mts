import path from 'node:path';
import type { Summary } from './mocha.mts';

/** What fails in more files than this is broken, not unlucky. */
const mostFiles = 3;

/**
 * Runs a suite that drives a real editor or real servers, and the files that failed once more, each whole and in a fresh
 * one: what was starved for a moment by a busy machine is not a fault of ours. What passes only then is named as such in the output.
 * @param run runs the suite; given files (absolute, bundled), only those
 * @returns what the first run amounts to, without failures where none came back in the second
 */
export async function againWhereFailed(run: (only?: readonly string[]) => Promise<Summary>): Promise<Summary> {
  const first = await run();
  const files = first.failedFiles ?? [];
  if (files.length === 0 || files.length > mostFiles) return first;
  const names = files.map((file) => path.relative('.', file)).join(', ');
  console.log(`\nOnce more: ${names}`);
  const second = await run(files);
  if (second.failed > 0 || second.passed === 0) return first;
  console.log(`\nUNSTABLE, passed at the second run only: ${names}`);
  return { ...first, passed: first.passed + first.failed, failed: 0, failedFiles: [] };
}

/** The environment in which a suite runs only these files, or all of them where none are named. */
export function onlyFiles(files: readonly string[] | undefined): NodeJS.ProcessEnv {
  return files ? { ALTITUDE_FILES: files.join(path.delimiter) } : {};
}
