import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/** What a suite's run amounts to; also written as JSON for whoever started it. */
export interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The bundled files in which a test or a hook failed. */
  readonly failedFiles?: readonly string[];
}

export interface MochaOptions {
  readonly timeout: number;
  /** Processes that share the files; 1, the default, is this one alone. */
  readonly jobs?: number;
  /** Only tests whose full title contains it. */
  readonly grep?: string | undefined;
  /** Where the summary is written. */
  readonly summaryFile?: string | undefined;
}

/**
 * Every bundled test file under a folder, except those under its subfolders named in `except`; where ALTITUDE_FILES
 * lists files (absolute, between path delimiters), only those of them.
 */
export function testFilesIn(folder: string, except: readonly string[] = []): string[] {
  const only = process.env['ALTITUDE_FILES']?.split(path.delimiter);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.js') && !except.includes(name.split(path.sep)[0] ?? ''))
    .sort()
    .map((name) => path.resolve(folder, name))
    .filter((file) => !only || only.includes(file));
}

/** Runs test files with the spec reporter. A file that cannot be loaded is an error, not a passing run. */
export async function runMocha(files: readonly string[], options: MochaOptions): Promise<Summary> {
  const { timeout, jobs = 1 } = options;
  // Many processes print out of turn: then only what failed is worth a line.
  const shared = jobs > 1 ? { parallel: true, jobs, reporter: 'dot' } : { reporter: 'spec' };
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout, forbidOnly: process.env['CI'] === 'true', ...shared });
  if (options.grep) mocha.fgrep(options.grep);
  for (const file of files) mocha.addFile(file);
  const failedFiles = new Set<string>();
  const summary = await new Promise<Summary>((resolve) => {
    const runner = mocha.run((failed) => {
      resolve({ passed: runner.stats?.passes ?? 0, failed, skipped: runner.stats?.pending ?? 0, failedFiles: [...failedFiles] });
    });
    runner.on(Mocha.Runner.constants.EVENT_TEST_FAIL, (test) => {
      const file = test.file ?? test.parent?.file;
      if (file) failedFiles.add(file);
    });
  });
  if (options.summaryFile) writeFileSync(options.summaryFile, JSON.stringify(summary));
  return summary;
}

/** The summary a suite left. One that left none broke before its end, which is an error and not zero failures. */
export function readSummary(file: string): Summary {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Summary;
  } catch (cause) {
    throw new Error('The suite ended without a result.', { cause });
  }
}
