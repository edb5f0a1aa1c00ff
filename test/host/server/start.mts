import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export interface ServerOptions {
  /** The folder {@link installServer} gave. */
  readonly root: string;
  /** A folder for everything this server writes. */
  readonly dataDir: string;
  readonly extensionsDir: string;
  /** Lets the page report the suite's console and exit code. */
  readonly automation: boolean;
  /** Without it, every folder is trusted at once. */
  readonly workspaceTrust: boolean;
  /** Without it, whoever reaches the loopback port may use the server. */
  readonly token?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface PageOptions {
  /** A folder or a `.code-workspace` file. Without it, the window is empty. */
  readonly folder?: string | undefined;
  readonly extensionPaths?: readonly string[];
  readonly testsPath?: string;
}

export interface RunningServer {
  /** The address of the workbench on a folder. */
  url(page: PageOptions): string;
  /** Resolves when the server has ended, whoever ended it. */
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

const killAfterMs = 4000;

/** Starts a VS Code server on a free loopback port. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const args = [
    path.join(options.root, 'out/server-main.js'),
    ...['--host', '127.0.0.1', '--port', '0', '--accept-server-license-terms', '--disable-telemetry'],
    ...['--server-data-dir', path.join(options.dataDir, 'server'), '--user-data-dir', userDataDir(options.dataDir)],
    ...['--extensions-dir', options.extensionsDir],
    ...(options.token ? ['--connection-token', options.token] : ['--without-connection-token']),
    ...(options.automation ? ['--enable-smoke-test-driver'] : []),
    ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: options.env ?? process.env });
  const ended = once(child, 'exit');
  const port = await new Promise<string>((resolve, reject) => {
    let log = '';
    const read = (chunk: Buffer) => {
      log += chunk.toString();
      const listening = /listening on (\d+)/.exec(log)?.[1];
      if (listening) resolve(listening);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    void ended.then(() => {
      reject(new Error(`The VS Code server ended before it listened:\n${log}`));
    });
  });
  return {
    url: (page) => workbenchUrl(port, options.token, page),
    ended,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
      await ended;
      clearTimeout(hard);
    },
  };
}

/** The user-data folder inside a server's data folder: settings are read from `User/settings.json` in it. */
export function userDataDir(dataDir: string): string {
  return path.join(dataDir, 'user');
}

function opened(folder: string | undefined): Readonly<Record<string, string>> {
  if (folder === undefined) return { ew: 'true' };
  const { pathname } = pathToFileURL(folder);
  return folder.endsWith('.code-workspace') ? { workspace: pathname } : { folder: pathname };
}

function workbenchUrl(port: string, token: string | undefined, page: PageOptions): string {
  const remote = (file: string) => `vscode-remote://127.0.0.1:${port}${pathToFileURL(file).pathname}`;
  const payload = [
    ...(page.extensionPaths ?? []).map((file) => ['extensionDevelopmentPath', remote(file)]),
    ...(page.testsPath ? [['extensionTestsPath', remote(page.testsPath)]] : []),
    ['skipWelcome', 'true'],
  ];
  const query = new URLSearchParams({
    ...(token ? { tkn: token } : {}),
    ...opened(page.folder),
    payload: JSON.stringify(payload),
  });
  return `http://127.0.0.1:${port}/?${query.toString()}`;
}
