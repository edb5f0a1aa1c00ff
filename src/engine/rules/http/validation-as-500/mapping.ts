import { isBuiltin } from '../../../facts/javascript/builtins';
import { parentDir } from '../../../facts/project/project';
import type { ScriptSource } from '../../../source';

/** What is known of the way from a handler's error to the answer. */
export type Mapping = 'none' | 'mapped' | 'unknown';

/** Larger than most services; past it nothing is said. */
const maxFiles = 600;

const entryNames = /^(?:app|server|index|main|application|bootstrap|api|http|express|fastify|koa|hono|www|init|start|router|routes)\b[\w.-]*\.[cm]?[jt]sx?$/i;
const entryFolders = ['', 'src', 'server', 'app', 'api', 'backend', 'lib', 'bin', 'src/server', 'src/app', 'src/api', 'src/http', 'src/infra', 'src/infra/http', 'src/config', 'src/core', 'src/loaders', 'src/shared/infra/http'];

/** Code that makes the server whose default answer an error would reach. */
const creation = /\bexpress\(\)|\b[fF]astify(?:<[^>]*>)?\(|\bnew Koa(?:<[^>]*>)?\(|\bnew (?:Hono|OpenAPIHono)(?:<[^>]*>)?\(|\bNestFactory\.create|\bcreateServer\(/;

/** Names that only code has which knows the errors of a validator. */
const knowsErrors = /\b(?:Zod|Vali|Validation|Yup|Joi|BadRequest|InvalidInput)(?:Error|Exception)\b|\bisJoi\b|\bisZodError|\bisValiError\b|\bfromZodError\b|zod-validation-error|\bvalidatorCompiler\b/;

/** Where an error that a handler let out is looked at: a handler of errors, a wrapper of handlers, a filter. */
const lookouts = [
  /\(\s*_?(?:err|error|e|ex|exception)\w*\s*(?::[^,()]+)?,\s*_*(?:req|request|_|\w*[rR]eq\w*)\s*(?::[^,()]+(?:\([^)]*\))?)?,/g,
  /\bsetErrorHandler\s*(?:<[^>]*>)?\(|\bonError\s*\(|\bErrorRequestHandler\b|\bapp\.on\(\s*['"]error['"]|@Catch\(|\bExceptionFilter\b|\bcatchError\(/g,
  /\btry\s*\{\s*(?:return\s+)?await\s+next\(\)/g,
  /\b\w*(?:fn|func|handler|controller|callback|cb|action|execute\w*|Impl)\(\s*(?:req|request|ctx|c|\.\.\.args)\b[^)]*\)/gi,
];

/** How far such code reaches, in characters. */
const lookoutLength = 3000;

const mapsOthers = /\b4(?:00|22)\b|BAD_?REQUEST|UNPROCESSABLE|\.issues\b|\bzod|\bjoi\b|\byup\b|valid|\.flatten\(|\.details\b/i;

/** Handlers of errors that come from a package: what they answer is not to be seen. */
const packaged = /import[^;'"]*\b\w*(?:[eE]rror(?:s)?(?:Handler|Middleware|Converter|Filter|Plugin)|[eE]rrorHandl\w*|ExceptionFilter|ExceptionsFilter)\w*\b[^;'"]*from\s*['"](?![.~]|@\/|src\/)|(?:from|require\()\s*['"](?:[^'".][^'"]*(?:error-?handl|boom|problem|zod-express|express-zod|joi-router|celebrate|routing-controllers|ts-rest|trpc|nestjs-zod|type-provider-zod))/;

/**
 * Whether anything that the server's start leads to knows the errors of a validator, or answers 400 where errors arrive.
 * `unknown` where no server is found that leads to this file: its handlers may be registered by code that is not seen.
 */
export const mappingOf = (source: ScriptSource): Mapping => source.memo.once(readMapping, source);

function readMapping(source: ScriptSource): Mapping {
  if (isMapping(source.text)) return 'mapped';
  if (source.fragment) return 'none';
  const files = new Map<string, FileFacts>();
  let isReached = false;
  for (const entry of [source.file, ...entriesOf(source)]) {
    const closure = closureOf(entry, files, source);
    if (files.size > maxFiles) return 'unknown';
    isReached ||= closure.has(source.file) && [...closure].some((file) => files.get(file)?.creates === true);
  }
  const read = [...files.values()];
  if (read.some((facts) => facts.maps)) return 'mapped';
  return isReached && !read.some((facts) => facts.leadsAway) ? 'none' : 'unknown';
}

interface FileFacts {
  readonly maps: boolean;
  readonly creates: boolean;
  /** Imports code of the same organisation that is not read: what it does with errors is not known. */
  readonly leadsAway: boolean;
  readonly imports: readonly string[];
}

/** A file and all that it imports of the project. */
function closureOf(entry: string, files: Map<string, FileFacts>, source: ScriptSource): ReadonlySet<string> {
  const closure = new Set<string>([entry]);
  for (const file of closure) {
    let facts = files.get(file);
    if (facts === undefined) {
      facts = factsOf(file, source);
      files.set(file, facts);
    }
    if (files.size > maxFiles) break;
    for (const next of facts.imports) closure.add(next);
  }
  return closure;
}

function factsOf(file: string, source: ScriptSource): FileFacts {
  const text = file === source.file ? source.text : (source.project.read(file) ?? '');
  const specifiers = new Set([...text.matchAll(/(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*['"]([^'"\n]+)['"]/g)].map((match) => match[1] ?? ''));
  const found = [...specifiers].map((specifier) => ({ specifier, target: source.origins.locate(file, specifier) }));
  return {
    maps: isMapping(text),
    creates: creation.test(text),
    leadsAway: found.some(({ specifier, target }) => target === undefined && isInHouse(specifier, source)),
    imports: found.flatMap(({ target }) => target ?? []),
  };
}

/** An alias of a folder, or a package of the same repository: no dependency with a version of its own. */
function isInHouse(specifier: string, source: ScriptSource): boolean {
  const facts = source.project.packageFor(source.file);
  if (facts === undefined || /^(?:\.|\w+:)/.test(specifier) || isBuiltin(specifier)) return false;
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  const range = facts.dependencies.get(name) ?? facts.dependencies.get(`@types/${name}`);
  return range === undefined || /^(?:workspace|file|link|portal):/.test(range);
}

function isMapping(text: string): boolean {
  if (packaged.test(text)) return true;
  // Other handlers of a file may look at their own errors; that says nothing of this one's.
  if (knowsErrors.test(withoutLocalCatches(text))) return true;
  return lookouts.some((pattern) => [...text.matchAll(pattern)].some(({ index }) => mapsOthers.test(bodyFrom(text, index))));
}

/** Up to the brace at the start of a line that closes it. */
function bodyFrom(text: string, at: number): string {
  const slice = text.slice(at, at + lookoutLength);
  const end = slice.search(/\n[}\]]/);
  return end < 0 ? slice : slice.slice(0, end);
}

const withoutLocalCatches = (text: string): string => (/\((?:req|request|ctx|c)\b/.test(text) ? text.replace(/\bcatch\s*\(\w+(?::\s*\w+)?\)\s*\{[^{}]*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}[^{}]*)*\}/g, '').replace(/\bimport\b[^;]*?\bfrom\b/g, '') : text);

/** Files by whose names a server starts, in the folders from the file's own up to its package's. */
function entriesOf(source: ScriptSource): string[] {
  const root = source.project.packageFor(source.file)?.dir;
  const dirs = new Set<string>();
  for (let dir = parentDir(source.file), i = 0; dir !== undefined && i < 8; dir = parentDir(dir), i++) {
    dirs.add(dir);
    if (dir === root || (root === undefined && i > 3)) break;
  }
  for (const name of root === undefined ? [] : entryFolders) dirs.add(name === '' ? (root ?? name) : `${root ?? ''}/${name}`);
  return [...dirs].flatMap((dir) => source.project.names(dir).flatMap((name) => (entryNames.test(name) ? [`${dir}/${name}`] : [])));
}
