import { isTooling } from '../../scan/quiet';
import type { ScriptSource } from '../../source';
import { field, type Node } from '../../syntax/nodes';
import { argumentsOf, calleeOf } from './calls';
import { callsOf, declarationOf, enclosingFunction, ownNodes } from './functions';
import { handlerOf } from './handlers';
import { functionTypes } from './scope';
import { stringValue } from './strings';

/** Folders of configuration, migrations, workers, builds, releases, acceptance tests, examples and the browser's code. */
const quietFolders = /(?:^|\/)(?:configs?|configuration|migrations?|migrate|bootstrap|startup|setup|workers?|webpack|frontend|codegen|generators?|releases?|deploy|deployment|ci|acceptance|[\w-]+-examples)\//i;

/** Files of the same kinds by their names. */
const quietFiles =
  /(?:^|\/)(?:configs?|migrations?|boot(?:strap|events?|-?up)?|startup|setup|workers?|dev-?server|build(?:[-.][\w.-]+)?)\.[cm]?[jt]s$|\.(?:config|worker|migration|seed|setup|bootstrap|command)\.[cm]?[jt]s$/;

/**
 * True for files that do not serve requests: tools, command line programs, configuration, migrations, workers. Test files are
 * left out where files are listed, unless somebody asks for them.
 */
export const isBesideServer = (source: ScriptSource): boolean => source.memo.once(readsBeside, source);

const readsBeside = (source: ScriptSource): boolean => liesBesideServer(source) || source.tree.rootNode.firstNamedChild?.type === 'hash_bang_line' || isWorker(source);

/** The same, as far as the file's path tells it. */
export function liesBesideServer({ file, project }: Pick<ScriptSource, 'file' | 'project'>): boolean {
  const facts = project.packageFor(file);
  // A package under `tools/` is a tool, and `src/tools/` of a server holds tools too.
  const paths = [project.relative(file), facts === undefined ? '' : file.slice(facts.dir.length + 1)];
  return paths.some((path) => !path.startsWith('/') && (isTooling(path) || quietFolders.test(path) || quietFiles.test(path))) || facts?.bin.includes(file) === true;
}

/** A worker thread, or a process that another one forked. */
function isWorker(source: ScriptSource): boolean {
  if (/\bprocess\.(?:send\(|on\(\s*['"](?:message|disconnect)['"])/.test(source.text)) return true;
  if (!/\b(?:parentPort|workerData|isMainThread|workerpool)\b/.test(source.text)) return false;
  return source.scopes.declarations(source.tree.rootNode).some((declaration) => {
    const origin = source.origins.of(declaration.id);
    return origin?.module === 'worker_threads' ? origin.path[0] !== 'Worker' : origin?.module === 'workerpool';
  });
}

/**
 * Names under which functions run before the first request or after the last. Names only ever make a rule quieter.
 */
const setupNames = new RegExp(
  `^(?:${[
    'main',
    'run',
    'up',
    'down',
    'boot(?:strap)?(?:[A-Z].*)?',
    'init(?:ialize|ialise)?(?:[A-Z].*)?',
    'setup(?:[A-Z].*)?',
    'configure(?:[A-Z].*)?',
    'start(?:[A-Z]?(?:up|Server|App|Application|Worker|Workers|Service|Http.*))?',
    '(?:create|build|make)(?:App|Server|Application|Http.*|Fastify)',
    'load.*(?:Config|Configuration|Env|Environment|Settings|Secrets?|Certs?|Certificates?|Keys?|Schemas?|TypeDefs|Templates?|Plugins?|Routes|Modules?|Models?|Locales?|Translations?|Middlewares?|Subscribers?|Jobs|HTML|Html)',
    'read(?:.*(?:Config|Configuration|Env|Settings|Version|PackageJson|Secrets?))',
    'register(?:Async|Plugins?|Routes?|Hooks?|Commands?|Handlers?|Middlewares?|Swagger|Schemas?)',
    'connect(?:[A-Z].*)?',
    '(?:graceful)?[sS]hutdown',
    'close|stop|dispose|destroy|teardown|cleanup(?:OnExit)?',
    'migrate(?:[A-Z].*)?',
    'seed(?:[A-Z].*)?',
    'onModule(?:Init|Destroy)|onApplication(?:Bootstrap|Shutdown)|beforeApplicationShutdown',
    'forRoot(?:Async)?|forFeature(?:Async)?|useFactory|configureServer',
    'getStatic(?:Props|Paths)|generateStaticParams|getInitialProps',
  ].join('|')})$`,
);

/** Calls whose callbacks run while the server comes up, goes down, or in another process. */
const setupCalls: ReadonlySet<string> = new Set(['listen', 'register', 'ready', 'after', 'once', 'onListen']);

const registering: ReadonlySet<string> = new Set(['listen', 'createServer', 'createSecureServer', 'register', 'addHook', 'decorate', 'useGlobalPipes', 'applyMiddleware', 'setErrorHandler']);

const routeVerbs: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'use', 'route', 'all']);

/** Deep enough for a start-up that is spread over helpers; stops recursion. */
const maxDepth = 6;

/**
 * True when the function runs at start-up or shutdown: it is called from the module's top level alone, it mounts
 * routes or listens, it is a constructor, a lifecycle hook or a plugin.
 */
export function isSetup(fn: Node, source: ScriptSource, depth = 0): boolean {
  if (depth > maxDepth) return false;
  const answers = source.memo.once(noAnswers, source.text);
  const key = `${fn.id} ${depth}`;
  const answer = answers.get(key) ?? findsSetup(fn, source, depth);
  answers.set(key, answer);
  return answer;
}

/** A helper that is called in many places would be looked into once for each way that leads to it. */
const noAnswers = () => new Map<string, boolean>();

function findsSetup(fn: Node, source: ScriptSource, depth: number): boolean {
  if (isConstructorOrInitialiser(fn)) return true;
  if (setupNames.test(nameOf(fn)) || isJobProcessor(fn, source) || isSetupCallback(fn, source) || setsUp(fn)) return true;
  const outer = enclosingFunction(fn);
  const calls = [...immediateCalls(fn), ...callsOf(fn, source.scopes)];
  if (calls.length > 0 && calls.every((call) => isSetupPlace(call, source, depth + 1)) && onlyCalled(fn, calls, source)) return true;
  return outer !== undefined && calls.length === 0 && declarationOf(fn, source.scopes) === undefined && isSetup(outer, source, depth + 1);
}

function isSetupPlace(node: Node, source: ScriptSource, depth: number): boolean {
  const fn = enclosingFunction(node);
  // A handler stands in the function that mounts it, but runs for each request.
  return fn === undefined || (handlerOf(fn, source) === undefined && isSetup(fn, source, depth));
}

/** Not also handed on as a value; an export counts as one only beside calls from elsewhere. */
function onlyCalled(fn: Node, calls: readonly Node[], source: ScriptSource): boolean {
  const declaration = declarationOf(fn, source.scopes);
  if (declaration === undefined) return true;
  const values = source.scopes.references(declaration).filter((reference) => !calls.some((call) => field(call, 'function')?.id === reference.id));
  return values.every((value) => /export|assignment|pair|shorthand/.test(value.parent?.type ?? '') || value.type.startsWith('shorthand'));
}

/** `(async () => { … })()`. */
function immediateCalls(fn: Node): Node[] {
  let at = fn;
  while (at.parent?.type === 'parenthesized_expression') at = at.parent;
  const call = at.parent;
  return call?.type === 'call_expression' && field(call, 'function')?.id === at.id ? [call] : [];
}

function nameOf(fn: Node): string {
  const own = field(fn, 'name');
  if (own !== undefined) return own.text;
  const outer = fn.parent;
  if (outer === null) return '';
  const target = field(outer, 'name') ?? field(outer, 'key') ?? field(outer, 'property') ?? field(outer, 'left');
  if (!['variable_declarator', 'pair', 'public_field_definition', 'field_definition', 'assignment_expression'].includes(outer.type)) return '';
  return target?.text.split('.').at(-1) ?? '';
}

/** Code that runs with `new`: a constructor, or what a class field starts with. */
function isConstructorOrInitialiser(fn: Node): boolean {
  return fn.type === 'method_definition' && field(fn, 'name')?.text === 'constructor';
}

/** Entries of the options a TLS server is made with. */
const certificates = /^(?:key|cert|ca|pfx)$/;

/**
 * True when the node stands in a class field's initialiser or a static block, not in a function of its own, or reads a
 * server's certificate.
 */
export function isInInitialiser(node: Node, fn: Node): boolean {
  for (let at = node.parent; at !== null && at.id !== fn.id; at = at.parent) {
    if (at.type === 'pair' && certificates.test(field(at, 'key')?.text ?? '')) return true;
    if (at.type === 'class_static_block' || at.type === 'public_field_definition' || at.type === 'field_definition') return true;
  }
  return false;
}

/** `app.listen(port, fn)`, `process.on('exit', fn)`, `app.register(fn)`, `fp(fn)`. */
function isSetupCallback(fn: Node, source: ScriptSource): boolean {
  const call = fn.parent?.type === 'arguments' ? fn.parent.parent : undefined;
  const callee = call?.type === 'call_expression' ? calleeOf(call) : undefined;
  if (call?.type !== 'call_expression' || callee === undefined) return false;
  const key = source.origins.key(callee);
  if (key.startsWith(':process.') || key === 'fastify-plugin:') return true;
  if (callee.type !== 'member_expression') return false;
  const method = field(callee, 'property')?.text ?? '';
  if (setupCalls.has(method)) return true;
  // `connect().then(async () => { … })` at the top level.
  return ['then', 'finally', 'catch'].includes(method) && enclosingFunction(call) === undefined;
}

/** The processor of a job queue's worker: it answers no request. */
function isJobProcessor(fn: Node, source: ScriptSource): boolean {
  const call = fn.parent?.type === 'arguments' ? fn.parent.parent : undefined;
  if (call?.type === 'new_expression') return /^bullmq:Worker$/.test(source.origins.key(field(call, 'constructor') ?? call));
  const owner = fn.type === 'method_definition' ? fn.parent?.parent : undefined;
  return owner?.children.some((child) => child?.type === 'decorator' && child.text.startsWith('@Processor')) ?? false;
}

/** Mounts routes, listens, or may end the process. */
function setsUp(fn: Node): boolean {
  return ownNodes(fn, 'call_expression').some((call) => {
    const callee = field(call, 'function');
    if (callee?.text === 'process.exit') return true;
    const method = (callee?.type === 'member_expression' ? field(callee, 'property') : callee)?.text ?? '';
    if (registering.has(method)) return true;
    if (!routeVerbs.has(method)) return false;
    const [first, ...others] = argumentsOf(call);
    const path = first === undefined ? undefined : stringValue(first);
    const takesFunction = others.some((argument) => functionTypes.has(argument.type) || argument.type === 'array');
    return path?.startsWith('/') === true && takesFunction;
  });
}
