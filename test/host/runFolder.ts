import { runMocha, testFilesIn } from '../support/mocha.mts';

/** A test fails by what it waits for, which names it; this is for one that waits for nothing. */
const timeoutMs = 120_000;

/** The body of a VS Code test entry: runs every test file that lies in a folder, inside the extension host. */
export async function runFolder(folder: string): Promise<void> {
  const { failed } = await runMocha(testFilesIn(folder), {
    timeout: timeoutMs,
    grep: process.env['ALTITUDE_GREP'],
    summaryFile: process.env['ALTITUDE_SUMMARY'],
  });
  if (failed > 0) throw new Error(`${failed} failed`);
}
