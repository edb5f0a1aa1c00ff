import { execFileSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import path from 'node:path';

interface Tool {
  /** What a person would call it. */
  readonly title: string;
  readonly executable: string;
  /** Folders beside PATH where it is commonly installed. */
  folders(): string[];
}

const tools = {
  go: { title: 'Go toolchain', executable: 'go', folders: () => ['/usr/local/go/bin'] },
  postgres: { title: 'PostgreSQL server', executable: 'postgres', folders: debianPostgres },
  redis: { title: 'Redis server', executable: 'redis-server', folders: () => [] },
} satisfies Record<string, Tool>;

export type ToolName = keyof typeof tools;

/**
 * The path of a tool that a test cannot do without. Where it is missing the test is skipped with a printed reason;
 * under `ALTITUDE_REQUIRE_TOOLS=1`, as in CI, it fails instead. Call it from a `before` hook or a test:
 *
 *     before(function () { go = requireTool(this, 'go'); });
 */
export function requireTool(context: Mocha.Context, name: ToolName): string {
  const { title, executable, folders } = tools[name];
  const found = [...(process.env['PATH'] ?? '').split(path.delimiter), ...folders()]
    .map((folder) => path.join(folder, process.platform === 'win32' ? `${executable}.exe` : executable))
    .find(isExecutable);
  if (found) return found;
  if (process.env['ALTITUDE_REQUIRE_TOOLS'] === '1') throw new Error(`No ${title} found, and here every check must run.`);
  console.log(`    skipped: no ${title} found`);
  return context.skip();
}

/** The version a tool gives when it is asked by `args`, without words around it. */
export function toolVersion(executable: string, ...args: readonly string[]): string {
  const [version] = /\d+(?:\.\d+)+/.exec(execFileSync(executable, args, { encoding: 'utf8' })) ?? [];
  if (version === undefined) throw new Error(`${executable} ${args.join(' ')} names no version`);
  return version;
}

/** Debian keeps the server off PATH, one folder per major version. */
function debianPostgres(): string[] {
  const root = '/usr/lib/postgresql';
  try {
    return readdirSync(root).map((version) => path.join(root, version, 'bin'));
  } catch {
    return [];
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
