import { readdirSync } from 'node:fs';
import path from 'node:path';
import { runMocha } from '../support/mocha.mts';

const timeoutMs = 30_000;

/** The body of a VS Code test entry: runs every test file that lies in a folder, inside the extension host. */
export async function runFolder(folder: string): Promise<void> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.js'))
    .sort()
    .map((name) => path.join(folder, name));
  const summary = await runMocha(files, {
    timeout: timeoutMs,
    grep: process.env['ALTITUDE_GREP'],
    summaryFile: process.env['ALTITUDE_SUMMARY'],
  });
  if (summary.failed > 0) throw new Error(`${summary.failed} failed`);
}
