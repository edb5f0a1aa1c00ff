import type { ScriptSource } from '../../source';
import { parentDir } from '../project/project';
import { serverPackages } from './handlers';

/**
 * What runs a file: `deno` where that is proven, `isolate` where it is a function whose platform bounds and ends it
 * (Cloudflare Workers, Supabase's edge functions, edge routes of Next), else `node`, which stands for Bun too.
 */
export type Runtime = 'node' | 'deno' | 'isolate';

const edgeRoute = /^\s*export\s+const\s+(?:runtime|config)\b[^;\n]*(?:=|runtime:)\s*['"](?:experimental-)?edge['"]/m;

/** What Cloudflare's runtime alone has: its modules, its types and the context of a call. */
const workerText = /from\s+['"]cloudflare:|\b(?:ExecutionContext|ExportedHandler|DurableObjectState)\b|\bexecutionCtx\.waitUntil\(|from\s+['"](?:@cloudflare\/workers-types|hono\/cloudflare-workers)['"]/;

/** Deno's own object, and the ways only Deno writes a module. Node resolves none of them. */
const denoText = /\bDeno\.(?:env|serve|readTextFile|readFile|open|connect|createHttpClient|Command|cwd|args|exit|test)\b|from\s+['"](?:npm:|jsr:|https:\/\/(?:deno\.land|esm\.sh|jsr\.io)\/)/;

const supabase = /(?:^|\/)supabase\/functions\//;

/** What runs the file, as its own text, its path and the nearest configuration say. */
export const runtimeOf = (source: ScriptSource): Runtime => source.memo.once(readRuntime, source);

function readRuntime(source: ScriptSource): Runtime {
  if (source.fragment) return 'node';
  const { text, project, file } = source;
  if (supabase.test(project.relative(file)) || edgeRoute.test(text) || workerText.test(text)) return 'isolate';
  if (denoText.test(text)) return 'deno';
  return configured(source);
}

/** The nearest folder that says what runs its files; package.json ends the way up. */
function configured({ file, project }: ScriptSource): Runtime {
  const has = (dir: string, names: readonly string[]): boolean => names.some((name) => project.read(`${dir}/${name}`) !== undefined);
  for (let dir = parentDir(file); dir !== undefined; dir = parentDir(dir)) {
    const isPackage = has(dir, ['package.json']);
    if (has(dir, ['wrangler.toml', 'wrangler.json', 'wrangler.jsonc'])) return isPackage && servesInNode(file, project) ? 'node' : 'isolate';
    // Beside a package.json, a deno.json may be there for its formatter alone.
    if (isPackage) return 'node';
    if (has(dir, ['deno.json', 'deno.jsonc'])) return 'deno';
  }
  return 'node';
}

/** A wrangler file beside a server of Node publishes something else: the pages, or one function. */
function servesInNode(file: string, project: ScriptSource['project']): boolean {
  const facts = project.packageFor(file);
  return facts !== undefined && ['@hono/node-server', ...serverPackages].some((name) => name !== 'hono' && facts.dependencies.has(name) && !facts.devOnly.has(name));
}
