import { spawn } from 'node:child_process';
import { endsWithThis } from './temporary.mts';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Show the command's output as it comes, instead of keeping it for a failure. */
  readonly live?: boolean;
}

/** Runs a command to its end and gives back its exit code and (unless live) what it wrote. */
export function exec(command: string, args: readonly string[], options: CommandOptions = {}): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const stdio = options.live ? 'inherit' : 'pipe';
    // Asked to end, not killed: it may have servers of its own.
    const child = endsWithThis(spawn(command, args, { cwd: options.cwd, env: options.env ?? process.env, stdio: ['ignore', stdio, stdio] }), 'SIGTERM');
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code: code ?? 1, output });
    });
  });
}

/** As {@link exec}, but a non-zero exit is an error that carries the output. */
export async function execOrThrow(command: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { code, output } = await exec(command, args, options);
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} exited with ${code}\n${output}`);
  return output;
}

/** npm as a command line: the one that started this script where there is one, so that no shell is involved. */
export function npmCommand(args: readonly string[]): [command: string, args: string[]] {
  const script = process.env['npm_execpath'];
  return script?.endsWith('.js') ? [process.execPath, [script, ...args]] : ['npm', [...args]];
}
