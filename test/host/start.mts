// `npm start`: Altitude in a real VS Code, on a copy of the sample workspace. ALTITUDE_VSCODE names a desktop `code`
// to use, or says `server`; unset, it is the `code` on PATH where there is one and the server otherwise.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { build } from '../support/build.mts';
import { withScratch } from '../support/scratch.mts';
import { desktopCode } from './editor.mts';
import { installServer } from './server/install.mts';
import { linkCheckout } from './server/link.mts';
import { latest } from './server/releases.mts';
import { quietSettings, writeSettings } from './server/settings.mts';
import { startServer } from './server/start.mts';

/** Resolves on the first Ctrl+C or request to end. */
function interruption(): Promise<unknown> {
  return Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)));
}

async function onDesktop(code: string, scratch: string, workspace: string): Promise<void> {
  console.log(`Opening ${workspace} in ${code}. Close its window, or press Ctrl+C here, to end.`);
  const windows = process.platform === 'win32';
  const args = [
    '--wait',
    '--new-window',
    `--extensionDevelopmentPath=${path.resolve('.')}`,
    `--user-data-dir=${path.join(scratch, 'user')}`,
    `--extensions-dir=${path.join(scratch, 'extensions')}`,
    workspace,
  ];
  const child = spawn(windows ? `"${code}"` : code, windows ? args.map((arg) => `"${arg}"`) : args, { stdio: 'inherit', shell: windows });
  const ended = once(child, 'exit');
  await Promise.race([ended, interruption()]);
  child.kill();
  await ended;
}

async function onServer(scratch: string, workspace: string): Promise<void> {
  const root = await installServer(latest);
  const extensionsDir = path.join(scratch, 'extensions');
  await linkCheckout(extensionsDir);
  await writeSettings(scratch, quietSettings);
  console.log(`Starting the VS Code ${latest.vscode} server …`);
  const server = await startServer({
    root,
    dataDir: scratch,
    extensionsDir,
    automation: false,
    workspaceTrust: true,
    token: randomBytes(16).toString('hex'),
  });
  console.log(`\nAltitude is open on a copy of the sample workspace at\n\n  ${server.url({ folder: workspace })}\n`);
  console.log('Only this machine can reach it, with that token. Ctrl+C ends it.');
  const reason = await Promise.race([interruption().then(() => 'asked'), server.ended.then(() => 'crashed')]);
  await server.stop();
  if (reason === 'crashed') throw new Error('The VS Code server ended by itself.');
}

await withScratch(async (scratch) => {
  console.log('Building Altitude …');
  await build();
  const workspace = path.join(scratch, 'ticket-desk');
  await cp('test/workspace/ticket-desk', workspace, { recursive: true });
  const code = desktopCode();
  await (code ? onDesktop(code, scratch, workspace) : onServer(scratch, workspace));
  console.log('\nStopped.');
});
