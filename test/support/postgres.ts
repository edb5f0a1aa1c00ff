import { spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { chown, realpath } from 'node:fs/promises';
import path from 'node:path';
import { freePort, logged } from './servers';
import { endsWithThis, temporaryFolder } from './temporary.mts';
import { requireTool, toolVersion } from './tools';

/** A PostgreSQL server that lives for a test. */
export interface Postgres {
  /** For any client: a superuser without a password, on a free loopback port. */
  readonly url: string;
  readonly version: string;
  stop(): Promise<void>;
}

const nobody = 65_534;
const user = 'postgres';

/** Starts a throwaway PostgreSQL; without a server on the machine the test is skipped (see {@link requireTool}). */
export async function startPostgres(context: Mocha.Context): Promise<Postgres> {
  const bin = path.dirname(await realpath(requireTool(context, 'postgres')));
  const { folder, remove } = temporaryFolder('postgres');
  const data = path.join(folder, 'data');
  const options = await unprivileged(folder);
  const port = await freePort();
  await finish(path.join(bin, 'initdb'), ['-D', data, '-U', user, '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C'], options);
  const args = ['-D', data, '-p', `${port}`, '-h', '127.0.0.1', '-k', '', '-F'];
  // At once and without a checkpoint: nobody reads what it leaves.
  const server = endsWithThis(spawn(path.join(bin, 'postgres'), args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] }), 'SIGQUIT');
  await logged(server.stderr, 'ready to accept connections');
  server.stderr.resume();
  return {
    url: `postgresql://${user}@127.0.0.1:${port}/postgres`,
    version: toolVersion(path.join(bin, 'postgres'), '--version'),
    async stop() {
      const exited = once(server, 'exit');
      server.kill('SIGINT');
      await exited;
      remove();
    },
  };
}

/** PostgreSQL refuses to run as root: there it runs as nobody, who must own the folder. */
async function unprivileged(folder: string): Promise<SpawnOptions> {
  const env = { ...process.env, LC_ALL: 'C' };
  if (process.getuid?.() !== 0) return { cwd: folder, env };
  await chown(folder, nobody, nobody);
  return { cwd: folder, env, uid: nobody, gid: nobody };
}

async function finish(command: string, args: readonly string[], options: SpawnOptions): Promise<void> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${path.basename(command)} failed:\n${errors}`);
}
