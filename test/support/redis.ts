import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort, logged } from './servers';
import { endsWithThis, temporaryFolder } from './temporary.mts';
import { requireTool, toolVersion } from './tools';

/** A Redis server that lives for a test. */
export interface Redis {
  /** For any client: no password, on a free loopback port. */
  readonly url: string;
  readonly port: number;
  readonly version: string;
  stop(): Promise<void>;
}

/** Starts a throwaway Redis that keeps nothing on disk; without a server on the machine the test is skipped (see {@link requireTool}). */
export async function startRedis(context: Mocha.Context): Promise<Redis> {
  const executable = requireTool(context, 'redis');
  const { folder, remove } = temporaryFolder('redis');
  const port = await freePort();
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const server = endsWithThis(spawn(executable, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] }));
  await logged(server.stdout, 'Ready to accept connections');
  server.stdout.resume();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    version: toolVersion(executable, '--version'),
    async stop() {
      const exited = once(server, 'exit');
      server.kill('SIGTERM');
      await exited;
      remove();
    },
  };
}
