import type { Glimpse } from '../../rules/rule';
import type { ScriptSource } from '../../source';
import { field, namedChildren } from '../../syntax/nodes';
import { isLoneModule } from './loneModule';
import { namedIn } from './reach';
import { placesOf } from './scope';
import { stringValue } from './strings';

/** Packages of user interfaces: a file that imports one runs in a browser, or draws for one. */
const ui = /^(?:react|react-dom|react-native|preact|vue|vuex|vue-router|pinia|svelte|solid-js|next|nuxt|jquery|zustand|redux|react-redux|swr|lit|alpinejs|expo)(?:\/|$)|^@(?:angular|vue|vueuse|tanstack|reduxjs|mui|chakra-ui|ionic|sveltejs|remix-run)\//;

/** Packages whose presence says that part of the project is built for a browser. */
const uiPackages = ['react-dom', 'react', 'vue', 'svelte', 'preact', 'solid-js', '@angular/core', 'jquery', 'next', 'nuxt'];

/** Packages that only work in Node. */
const nodeOnly =
  /^(?:express|fastify|koa|koa-router|@koa\/\w+|hono|@hono\/node-server|restify|@hapi\/\w+|@nestjs\/(?!swagger)[\w-]+|pg|pg-promise|mysql2?|mongoose|mongodb|knex|sequelize|typeorm|ioredis|redis|@prisma\/client|bullmq|amqplib|kafkajs|node-fetch|got|undici|winston|pino|dotenv|jsonwebtoken|bcrypt|node-cron|drizzle-orm|@trpc\/server|apollo-server|@apollo\/server)(?:\/|$)/;

/** Built-in modules that bundlers have no stand-in for. */
const system = /^(?:node:.*|fs(?:\/promises)?|https?|http2|net|tls|dns(?:\/promises)?|child_process|cluster|worker_threads|os|zlib|async_hooks|perf_hooks|readline|stream\/promises)$/;

const browserFolders = /(?:^|\/)(?:client|frontend|front|web|webapp|www|public|static|assets|browser|ui|components|hooks|composables|stores|views|pages(?!\/api\/)|renderer|mobile|sdk)\//i;

/** The usual name of a user interface's way to its own server. */
const browserClients = /(?:^|\/)(?:api-?)?client\.[cm]?[jt]s$/i;

const serverFolders = /(?:^|\/)(?:server|api|backend|services?|controllers?|routes?|middlewares?|handlers?|resolvers)\//i;

/**
 * True where code that a browser could run as well (`fetch`, axios) plainly runs on the server: the file imports what
 * only Node has, or it lies in a project and a folder with no sign of a browser. It says nothing of what the project is.
 */
export const isServerSide = (source: ScriptSource): boolean => source.memo.once(readsServerSide, source);

function readsServerSide(source: ScriptSource): boolean {
  if (source.fragment) return true;
  const imports = importedModules(source);
  if (imports.some((module) => ui.test(module)) || /^\s*['"]use client['"]/.test(source.text)) return false;
  if (imports.some((module) => system.test(module) || nodeOnly.test(module))) return true;
  return source.language !== 'tsx' && !source.file.endsWith('.jsx') && hasServerPath(source) && !usesBrowserGlobals(source);
}

/** False where `isServerSide` cannot hold, as far as the text and the path tell it. */
export function mayRunOnServer({ file, text, fragment, project, memo }: Glimpse): boolean {
  if (fragment || memo.once(namedIn, text).names.some((module) => system.test(module) || nodeOnly.test(module))) return true;
  return !/\.[jt]sx$/.test(file) && hasServerPath({ file, project, text });
}

function hasServerPath({ file, project, text }: Pick<ScriptSource, 'file' | 'project' | 'text'>): boolean {
  const path = project.relative(file);
  if (browserFolders.test(path)) return false;
  if (isLoneModule({ file, project, text })) return true;
  if (browserClients.test(path)) return false;
  const facts = project.packageFor(file);
  const isMixed = facts === undefined || uiPackages.some((name) => facts.dependencies.has(name));
  return !isMixed || (serverFolders.test(path) && !isOfPage(file, facts?.dir, project));
}

/** Where a bundler's page stands beside package.json, `src/services` is the page's own; `src/server` and `api` may lie beside it. */
function isOfPage(file: string, dir: string | undefined, project: ScriptSource['project']): boolean {
  if (dir === undefined || !file.startsWith(`${dir}/src/`) || /\/(?:server|api|backend|functions)\//i.test(file.slice(dir.length))) return false;
  return /<script\b[^>]*\bsrc=["']\/src\//.test(project.read(`${dir}/index.html`) ?? '');
}

/** The modules a file imports or requires at its top level. */
function importedModules(source: ScriptSource): string[] {
  return namedChildren(source.tree.rootNode).flatMap((statement) => {
    const from = statement.type === 'import_statement' ? field(statement, 'source') : undefined;
    const name = from === undefined ? undefined : stringValue(from);
    if (name !== undefined) return [name];
    return [...statement.text.matchAll(/\brequire\(\s*['"]([^'"]+)['"]\s*\)/g)].map((match) => match[1] ?? '');
  });
}

const isUnbound = (name: string, source: ScriptSource) =>
  placesOf(name, source.text).some((at) => {
    const node = source.tree.rootNode.descendantForIndex(at, at + name.length);
    return node?.type === 'identifier' && node.startIndex === at && source.scopes.resolve(node) === undefined;
  });

const usesBrowserGlobals = (source: ScriptSource) => ['window', 'document', 'localStorage', 'sessionStorage', 'navigator'].some((name) => isUnbound(name, source));
