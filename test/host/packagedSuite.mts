import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';
import { execOrThrow } from '../support/command.mts';
import type { Summary } from '../support/mocha.mts';
import { withScratch } from '../support/scratch.mts';
import { findEditor, type Editor } from './editor.mts';
import { runHostSuite } from './hostSuite.mts';
import { installServer } from './server/install.mts';
import type { Release } from './server/releases.mts';

/**
 * Installs a VSIX as a user would and runs the `packaged` suite against it. The extension under development is an
 * empty one: an editor runs a suite only when there is one.
 */
export async function runPackagedSuite(vsix: string, release: Release): Promise<Summary> {
  return withScratch(async (scratch) => {
    const extensionsDir = path.join(scratch, 'extensions');
    await mkdir(extensionsDir);
    const [command, args] = await installer(await findEditor(release), release);
    await execOrThrow(command, [...args, '--install-extension', vsix, '--extensions-dir', extensionsDir, '--user-data-dir', path.join(scratch, 'user')]);
    return runHostSuite({ release, suite: 'packaged', extension: 'test/host/harness', extensionsDir });
  });
}

async function installer(editor: Editor, release: Release): Promise<[command: string, args: readonly string[]]> {
  if (editor.kind === 'server') {
    return [process.execPath, [path.join(await installServer(release), 'out/server-main.js'), '--accept-server-license-terms']];
  }
  const [command, ...args] = resolveCliArgsFromVSCodeExecutablePath(editor.executable);
  return [command ?? editor.executable, args];
}
