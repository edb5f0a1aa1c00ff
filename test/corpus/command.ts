import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ScanDocument } from '../../src/cli/output';
import { temporaryFolder } from '../support/temporary.mts';


export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. @param limitMs after which it is killed; the code is then null */
export async function run(command: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}, limitMs = 600_000): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
    const out: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.once('error', (error) => {
      clearTimeout(timer);
      resolve({ code: null, stdout: '', stderr: error.message });
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(errors).toString() });
    });
  });
}

export interface Scan {
  readonly document: ScanDocument;
  readonly peakMemoryMb: number;
}

/**
 * Scans a folder with the built command, in a process of its own.
 * @throws Error when the command fails
 */
export async function scan(folder: string, more: readonly string[] = []): Promise<Scan> {
  const { folder: scratch, remove } = temporaryFolder('corpus');
  const peak = path.join(scratch, 'peak');
  try {
    const args = ['--import', pathToFileURL('test/corpus/peakMemory.mjs').href, path.resolve('dist/cli.js'), 'scan', '.', '--format', 'json', ...more];
    const { code, stdout, stderr } = await run(process.execPath, args, folder, { ALTITUDE_PEAK_FILE: peak });
    if (code !== 0 && code !== 1) throw new Error(`the scan failed with ${String(code)}: ${stderr.trim()}`);
    return { document: JSON.parse(stdout) as ScanDocument, peakMemoryMb: Math.round(Number(readFileSync(peak, 'utf8')) / 1024) };
  } finally {
    remove();
  }
}
