import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { build } from '../../support/build.mts';

const built = path.resolve('dist/cli.js');

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Runs as another user, which only root may ask for. */
  readonly uid?: number;
  readonly command?: string;
}

/** Builds the command once, where it is missing or older than its sources. */
export async function builtCommand(this: Mocha.Context): Promise<void> {
  this.timeout(60_000);
  if (isStale()) await build();
}

function isStale(): boolean {
  if (!existsSync(built)) return true;
  const { mtimeMs } = statSync(built);
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).map((name) => path.join('src', name));
  return sources.some((file) => file.endsWith('.ts') && statSync(file).mtimeMs > mtimeMs);
}

/** The `node` a user has: the first on the path that npm did not put there. */
function systemNode(): string {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => !folder.includes('node_modules') && !folder.includes('node-gyp-bin'));
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? process.execPath;
}

/** Runs the built command as a user would, its output piped. */
export async function altitude(args: readonly string[], { cwd, env = {}, uid, command }: RunOptions): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command ?? systemNode(), [...(command === undefined ? [built] : []), ...args], {
      cwd,
      env: { ...process.env, ...env },
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    const out: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(errors).toString() }));
  });
}
