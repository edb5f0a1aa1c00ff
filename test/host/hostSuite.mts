import { cp } from 'node:fs/promises';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { onlyFiles } from '../support/again.mts';
import { readSummary, type Summary } from '../support/mocha.mts';
import { withScratch } from '../support/scratch.mts';
import { findEditor } from './editor.mts';
import { linkExtension } from './server/link.mts';
import type { Release } from './server/releases.mts';

export interface HostRun {
  readonly release: Release;
  /** The folder under test/host that holds the suite. */
  readonly suite: string;
  /** What is loaded as the extension under development: the checkout unless another folder is named. */
  readonly extension?: string;
  /** The folder of an extension that is installed beside it. */
  readonly beside?: string;
  /** Only these bundled test files (absolute): all unless given. */
  readonly only?: readonly string[] | undefined;
  /** Where installed extensions are: none unless a folder is named. */
  readonly extensionsDir?: string;
}

/** Runs one suite in one editor, on fresh data and a fresh copy of the sample workspace. */
export async function runHostSuite(run: HostRun): Promise<Summary> {
  const editor = await findEditor(run.release);
  return withScratch(async (scratch) => {
    const workspace = path.join(scratch, 'ticket-desk');
    const summaryFile = path.join(scratch, 'summary.json');
    const extensionsDir = run.extensionsDir ?? path.join(scratch, 'extensions');
    if (run.beside) await linkExtension(run.beside, extensionsDir);
    await cp('test/workspace/ticket-desk', workspace, { recursive: true });
    console.log(`VS Code ${editor.version} (${editor.kind})`);
    const ended = runTests({
      vscodeExecutablePath: editor.executable,
      extensionDevelopmentPath: path.resolve(run.extension ?? '.'),
      extensionTestsPath: path.resolve('out/test/host', run.suite, 'index.js'),
      launchArgs: [
        workspace,
        `--user-data-dir=${path.join(scratch, 'user')}`,
        `--extensions-dir=${extensionsDir}`,
      ],
      extensionTestsEnv: { ...onlyFiles(run.only), ALTITUDE_HOST_VERSION: editor.version, ALTITUDE_SUMMARY: summaryFile },
    });
    const crash = await ended.then(
      () => undefined,
      (error: unknown) => error,
    );
    const summary = readSummary(summaryFile);
    // An editor that ended badly after a suite without failures is a failure of its own.
    return crash !== undefined && summary.failed === 0 ? { ...summary, failed: 1 } : summary;
  });
}
