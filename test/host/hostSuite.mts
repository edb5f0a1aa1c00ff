import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import type { Summary } from '../support/mocha.mts';
import { findEditor } from './editor.mts';
import type { Release } from './server/releases.mts';

export interface HostRun {
  readonly release: Release;
  /** The folder under test/host that holds the suite. */
  readonly suite: string;
  /** What is loaded as the extension under development: the checkout unless another folder is named. */
  readonly extension?: string;
  readonly extensionsDir?: string;
  readonly grep?: string | undefined;
}

/** Runs one suite in one editor, on fresh data and a fresh copy of the sample workspace. */
export async function runHostSuite(run: HostRun): Promise<Summary> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'altitude-run-'));
  try {
    const workspace = path.join(scratch, 'workspace');
    const summaryFile = path.join(scratch, 'summary.json');
    await cp('test/workspace', workspace, { recursive: true });
    const editor = await findEditor(run.release);
    console.log(`${run.suite} on VS Code ${editor.version} (${editor.kind})`);
    const failure = await runTests({
      vscodeExecutablePath: editor.executable,
      extensionDevelopmentPath: path.resolve(run.extension ?? '.'),
      extensionTestsPath: path.resolve('out/test/host', run.suite, 'index.js'),
      launchArgs: [
        workspace,
        `--user-data-dir=${path.join(scratch, 'user')}`,
        `--extensions-dir=${run.extensionsDir ?? path.join(scratch, 'extensions')}`,
      ],
      extensionTestsEnv: { ALTITUDE_HOST_VERSION: editor.version, ALTITUDE_SUMMARY: summaryFile, ALTITUDE_GREP: run.grep },
    }).then(
      () => undefined,
      (error: unknown) => error,
    );
    const summary = await readFile(summaryFile, 'utf8').catch(() => undefined);
    if (summary) return JSON.parse(summary) as Summary;
    throw new Error(`The suite left no result${failure instanceof Error ? `: ${failure.message}` : '.'}`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
