import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { execOrThrow } from '../support/command.mts';
import { latest, releases, type Release } from './server/releases.mts';

/** A VS Code that takes desktop arguments: the real one, or our stand-in that runs the server. */
export interface Editor {
  readonly kind: 'desktop' | 'server';
  readonly executable: string;
  readonly version: string;
}

/** The server needs the Chromium that npm carries for this platform. */
const serverRuns = process.platform === 'linux' && process.arch === 'x64';

/**
 * The editor a suite runs in. `ALTITUDE_VSCODE` decides: the path of a desktop `code`, `download` for a desktop
 * VS Code of the wanted release, or `server`. Unset, it is the server where that runs without a display or a window
 * popping up, and a download elsewhere.
 */
export async function findEditor(release: Release): Promise<Editor> {
  const wanted = process.env['ALTITUDE_VSCODE'] ?? (serverRuns ? 'server' : 'download');
  if (wanted === 'server') return { kind: 'server', executable: path.resolve('test/host/code.mts'), version: release.vscode };
  if (wanted === 'download') return { kind: 'desktop', executable: await downloadAndUnzipVSCode(release.vscode), version: release.vscode };
  return { kind: 'desktop', executable: wanted, version: await versionOf(wanted) };
}

/** The releases a suite runs on: every pinned one, but only once where `ALTITUDE_VSCODE` names an executable. */
export function releasesToRun(): readonly Release[] {
  const wanted = process.env['ALTITUDE_VSCODE'];
  return wanted && wanted !== 'server' && wanted !== 'download' ? [latest] : releases;
}

/** The desktop `code` a person would start: the one named, else the first on PATH. */
export function desktopCode(): string | undefined {
  const wanted = process.env['ALTITUDE_VSCODE'];
  if (wanted === 'server' || wanted === 'download') return undefined;
  if (wanted) return wanted;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  return (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find(isExecutable);
}

async function versionOf(executable: string): Promise<string> {
  const [version] = (await execOrThrow(executable, ['--version'])).split(/\r?\n/);
  return version ?? 'unknown';
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
