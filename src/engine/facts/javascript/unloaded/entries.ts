import { isTooling } from '../../../scan/quiet';
import { parentDir, type PackageFacts, type Project } from '../../project/project';

/** Names of files that start a program, wherever they lie. */
const starting = /(?:^|\/)(?:main|app|server|worker|cli|www|bootstrap|entry|start|run|cluster|lambda|handlers?|functions?|instrument\w*|tracing|middleware|proxy|instrumentation|setup|preload|polyfills?|register|env|console|repl|schema|seed)\.[cm]?[jt]sx?$/i;

/** A package's own index, from which others import it or which starts it. */
const topIndex = /^(?:(?:src|lib|server|api|app|source|cmd)\/)?index\.[cm]?[jt]sx?$/;

/** Folders whose files something picks up by place: deployments, migrations, tools, pages of a browser. */
const placed =
  /(?:^|\/)(?:migrations?|seed\w*|scripts?|bin|tools?|cli|cmds?|commands?|functions|lambdas?|edge-functions|netlify|supabase|plugins?|extensions?|addons?|public|static|assets|www|client|frontend|web|webapp|ui|pages|storybook|k6|docs?|examples?|templates?|generators?|blueprints?|convex|trigger|\.\w+)\//i;

/** A file that another stands for on some platform, or in some mode. */
const variant = /(?:^|\/)\.[^/]+$|\.(?:web|native|ios|android|node|browser|server|client|dev|prod|development|production|local|config|routes?|d)\.[cm]?[jt]sx?$|^[^/]*config[\w.-]*\.[cm]?[jt]s$/i;

const asideFolders = /(?:^|\/)(?:_?backups?|_?bak|_?old|_?unused|_?archived?|_?deprecated|_?trash)\//i;

/** Whether a file lies among copies that were put aside: nothing there is started by its name alone. */
export const wasPutAside = (file: string): boolean => asideFolders.test(file);

/** What names a file to those who look for it: of one that was put aside, its path from there on. */
export const toldPath = (file: string): string => file.slice(asideFolders.exec(file)?.index ?? 0);

/** Frameworks and loaders that find a package's modules by their folders. */
const finding =
  /^(?:strapi|@strapi\/strapi|sails|sails-.+|@adonisjs\/.+|egg|@midwayjs\/.+|thinkjs|@loopback\/boot|loopback-boot|@fastify\/autoload|fastify-autoload|fastify-cli|@medusajs\/.+|@redwoodjs\/.+|actionhero|moleculer(?:-runner)?|keystone|hubot|parse-server|consign|express-load|require-?dir(?:ectory)?|require-all|requireindex|include-all|express-file-routing|swagger-tools|oas-tools|@oas-tools\/.+|swagger-express-mw|swagger-node-runner|express-openapi|exegesis(?:-.+)?|nitropack|nitro|nuxt\w*|@nuxt\/.+|wasp|n8n-workflow|@directus\/extensions-sdk|@oclif\/.+|gluegun|@sapphire\/framework|discordx|@discordx\/.+|encore\.dev|motia|blitz|@blitzjs\/.+|meteor-node-stubs|@tsed\/.+|ghost|nodebb|vike|@foal\/.+|total\.js|total4|hexo|docpad|metalsmith|@backstage\/cli|kuzzle|@hapi\/glue|haraka|@feathersjs\/cli|rsshub|telegraf-stage|@vendure\/cli)$/;

/** Frameworks whose own folders hold what they find; the rest of the package is imported as everywhere. */
const framed: readonly { readonly by: RegExp; readonly place: RegExp }[] = [
  { by: /^(?:next|blitz)$/, place: /(?:^|\/)(?:pages|app)\/|(?:^|\/)(?:middleware|proxy|instrumentation[\w-]*)\.[jt]s$/ },
  { by: /^(?:@remix-run\/.+|@react-router\/.+|react-router|expo-router|@tanstack\/.*start|@solidjs\/start)$/, place: /(?:^|\/)app\/|(?:^|\/)(?:routes|entry[\w.-]*)(?:\/|\.)/ },
  { by: /^(?:@sveltejs\/kit|astro|@builder\.io\/qwik\w*|@qwik\.dev\/.+|waku|hono-?x|h3)$/, place: /(?:^|\/)(?:routes|pages|params|actions|content|middleware|hooks)(?:\/|\.)/ },
  { by: /^(?:node-)?config$/, place: /(?:^|\/)config\// },
  // Vercel's functions.
  { by: /./, place: /^api\// },
];

/** Whether a file may be found by its name or its place alone, or starts a program. @param dir of its package.json */
export function isFoundAlone(file: string, { dir, dependencies }: PackageFacts, project: Project): boolean {
  const inPackage = file.slice(dir.length + 1);
  if (wasPutAside(inPackage)) return false;
  if (starting.test(inPackage) || topIndex.test(inPackage) || variant.test(inPackage) || placed.test(inPackage)) return true;
  const relative = project.relative(file);
  if (isTooling(relative) || placed.test(relative)) return true;
  const names = [...dependencies.keys()];
  return framed.some(({ by, place }) => place.test(inPackage) && (by.test('.') || names.some((name) => by.test(name))));
}

/** Whether others may install a package and use any of its files: it is not private, has what they import, and is not started by its own script. */
export function isLibrary({ dir }: PackageFacts, project: Project): boolean {
  const text = project.read(`${dir}/package.json`) ?? '';
  return /"(?:main|module|exports|types|typings)"\s*:/.test(text) && !/"private"\s*:\s*true|"start(?::[\w-]+)?"\s*:/.test(text);
}

/** Whether a package is of a framework, or uses a loader, that finds modules in folders. */
export const isOfFinder = ({ dependencies }: PackageFacts): boolean => [...dependencies.keys()].some((name) => finding.test(name));

/** Whether a package has a file that plainly starts it: without one, what does is not to be seen. */
export function hasStart({ dir }: PackageFacts, project: Project): boolean {
  for (const file of project.mayHold([], dir) ?? []) if (begins.test(file.slice(dir.length + 1))) return true;
  return project.names(`${dir}/bin`).length > 0;
}

const begins = /(?:^|\/)(?:main|app|server|bootstrap|www)\.[cm]?[jt]sx?$|^(?:(?:src|lib|server|api|app|source)\/)?(?:index|start|worker|cli)\.[cm]?[jt]sx?$/i;

/** Whether a module gives nothing to others, or does something of its own when it is started: somebody may run it by hand. */
export function mayRunAlone(text: string, file: string): boolean {
  return (!exporting.test(text) && !wasPutAside(file)) || running.test(text);
}

const exporting = /^\s*export\b|\bmodule\.exports\b|(?<![\w.])exports\.\w/m;

/** It listens, reads its command line, or gives what a platform or a tool for migrations calls. */
const running = new RegExp(
  [
    '^#!',
    String.raw`\brequire\.main\b|\bimport\.meta\.(?:main|url\s*===?)|\bprocess\.argv\b|\bprocess\.exit\(|\.listen\(|\b(?:Deno|Bun)\.serve\b|\bparentPort\b|\bworkerData\b|\bprocess\.(?:send|on\('message')`,
    String.raw`^(?:await\s+|void\s+)?(?:main|run|start|init\w*|bootstrap|execute|seed)\w*\(`,
    String.raw`^(?:void\s+)?\(\s*async\b`,
    String.raw`\bexports\.(?:handler|main|up|down|change)\b|^export\s+(?:const|let|(?:async\s+)?function)\s+(?:handler|main|lambdaHandler|up|down|GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|loader|action|fetch|onRequest\w*|config|runtime)\b`,
    String.raw`^export default\s*\{[^}]{0,400}\b(?:fetch|scheduled|queue|email)\s*[(:,]`,
    // What another package's own registry, or a search for classes, finds.
    String.raw`^\s*@(?!(?:Controller|Injectable|Resolver|Module|Global|Catch|WebSocketGateway|Processor|UseGuards|UseInterceptors|UsePipes|UseFilters|Api\w*|Version|Public|Auth|Roles|SkipThrottle|Throttle)\b)\w+[^\n]*\n(?:\s*@[^\n]*\n)*\s*export\s+(?:default\s+)?(?:abstract\s+)?class\b`,
    String.raw`^\s*['"]use server['"]|from\s+['"](?:@trigger\.dev/sdk|convex/|graphql-modules)`,
  ].join('|'),
  'm',
);

/** The folders from that of a file up to another one. */
export function foldersUpTo(top: string, file: string): readonly string[] {
  const folders: string[] = [];
  for (let dir = parentDir(file); dir !== undefined && dir.length >= top.length; dir = parentDir(dir)) folders.push(dir);
  return folders;
}
