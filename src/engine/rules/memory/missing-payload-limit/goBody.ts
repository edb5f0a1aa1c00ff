import { isDemonstration, isOutsideBuilds } from '../../../facts/go/builds';
import { enclosingGoHandler, type GoHandler } from '../../../facts/go/handlers';
import { goRequestType } from '../../../facts/go/requestTypes';
import { enclosingGoFunction } from '../../../facts/go/scope';
import { parentDir } from '../../../facts/project/project';
import { ensureGoImport } from '../../../fix/go/imports';
import { indentationAt, sourceStyle } from '../../../fix/style';
import type { GoSource } from '../../../source';
import { closestCall, field, namedChildren, type Node } from '../../../syntax/nodes';
import type { Draft, DraftFix } from '../../rule';
import { sizeName } from './sizes';

const readers: ReadonlyMap<string, 'whole' | 'decoded'> = new Map([
  ['io:ReadAll', 'whole'],
  ['io/ioutil:ReadAll', 'whole'],
  ['encoding/json:NewDecoder', 'decoded'],
]);

/** What limits bodies, wherever it stands. */
const limits = /\bMaxBytes(?:Reader|Handler)\b|\bBodyLimit\w*\b|\bRequestSize(?:Limit\w*)?\(|\bMaxBodySize\b|\bMaxRequestBody\w*\b|\bmaxBody\w*\b/;

/** Bodies of requests that a Go handler reads whole with no limit. */
export function* goBodies(hit: Node, source: GoSource): Generator<Draft> {
  const call = closestCall(hit);
  const callee = call === undefined ? undefined : field(call, 'function');
  const kind = callee === undefined ? undefined : readers.get(source.origins.key(callee));
  const body = call === undefined ? undefined : namedChildren(field(call, 'arguments') ?? call)[0];
  const found = kind === undefined || call === undefined ? undefined : (enclosingGoHandler(call, source) ?? readerOf(call, source));
  if (call === undefined || callee === undefined || body === undefined || found === undefined) return;
  const { fn, handler } = found;
  // fiber refuses what is larger than 4 MB by itself; debug and echo handlers are for those who run the server.
  if (/(?:debug|echo)\.go$/i.test(source.file) || isOutsideBuilds(source) || isDemonstration(source) || source.scopes.imports.some(({ path }) => path === 'testing')) return;
  if (handler.framework === 'fiber' || !isBodyOf(body, handler) || source.memo.once(isLimitedAround, source)) return;
  const isOwn = enclosingGoFunction(call)?.id === fn.id && (handler.framework === 'gin' || handler.framework === 'echo' || handler.response.id !== handler.request.id);
  const fix = isOwn ? withReader(call, body.text, handler, source) : undefined;
  const told = kind === 'whole' ? 'The whole body is read into memory, however large it is: one request can end the process.' : 'The body is decoded however large it is: one long value can take the memory of the process.';
  yield {
    start: callee.startIndex,
    end: callee.endIndex,
    message: fix === undefined ? `${told} No automatic fix: the read is not in the handler itself.` : told,
    // Who may send the body, and what stands in front, is seldom to be seen here.
    ...(source.memo.once(isWholeServer, source) ? {} : { severity: 'hint' as const }),
    fixes: fix === undefined ? [] : [fix],
  };
}

/** A function that is handed the request and reads its body, where all of the server is to be seen. */
function readerOf(call: Node, source: GoSource): ReturnType<typeof enclosingGoHandler> {
  const fn = source.memo.once(isWholeServer, source) ? enclosingGoFunction(call) : undefined;
  const parameters = fn === undefined ? [] : namedChildren(field(fn, 'parameters') ?? fn);
  const request = parameters.filter((parameter) => goRequestType(parameter, source) === 'net/http').map((parameter) => field(parameter, 'name'))[0];
  // A transport reads what the program itself sends.
  const isClient = /\bhttp\.Response\b/.test(fn === undefined ? '' : (field(fn, 'result')?.text ?? ''));
  return fn === undefined || request === undefined || isClient ? undefined : { fn, handler: { framework: 'net/http', request, response: request } };
}

const listens = /\bhttp\.(?:ListenAndServe(?:TLS)?|Serve)\(|\.ListenAndServe(?:TLS)?\(|\bgin\.(?:Default|New)\(\)|\becho\.New\(\)/;

const local = /(?:ListenAndServe(?:TLS)?\(|Addr:\s*)"(?:127\.|localhost|\[::1\])/;

/** A module of one program that listens in this very file, or a file that no module and no other file is around: what would limit its bodies is seen. */
function isWholeServer({ file, text, project }: GoSource): boolean {
  const own = parentDir(file);
  if (own === undefined || local.test(text)) return false;
  if (project.read(`${own}/go.mod`) !== undefined) return /^package main\b/m.test(text) && listens.test(text);
  for (let dir = parentDir(own); dir !== undefined; dir = parentDir(dir)) if (project.read(`${dir}/go.mod`) !== undefined) return false;
  return project.names(own).filter((name) => name.endsWith('.go')).length <= 1;
}

/** `r.Body`, `c.Request.Body`, `c.Request().Body` of the handler's own request. */
function isBodyOf(expression: Node, { framework, request }: GoHandler): boolean {
  const expected = { 'net/http': '.Body', chi: '.Body', gin: '.Request.Body', echo: '.Request().Body', fiber: '' }[framework];
  return expected !== '' && expression.text === request.text + expected;
}

/** Folders of a module where a server is put together, besides those above the handler. */
const assemblies = ['cmd', 'cmd/server', 'cmd/serve', 'cmd/daemon', 'cmd/api', 'cmd/app', 'cmd/web', 'daemon', 'internal/daemon', 'server', 'internal/server', 'internal/http', 'internal/api', 'internal/middleware', 'middleware', 'pkg/middleware', 'api', 'router', 'routes'];

/** Platforms that refuse large bodies before a function sees them. */
const functions = /github\.com\/(?:GoogleCloudPlatform\/functions-framework-go|aws\/aws-lambda-go)\b/;

/** A limit in this file, in another of its package, in a folder above it, or where the module puts its server together. */
function isLimitedAround(source: GoSource): boolean {
  if (limits.test(source.text)) return true;
  for (let dir = parentDir(source.file); dir !== undefined; dir = parentDir(dir)) {
    if (hasLimit(dir, source)) return true;
    const root = dir;
    const module = source.project.read(`${root}/go.mod`);
    if (module !== undefined) return functions.test(module) || assemblies.some((folder) => hasLimit(`${root}/${folder}`, source));
  }
  return false;
}

function hasLimit(dir: string, { project }: GoSource): boolean {
  return project.names(dir).some((name) => {
    const text = name.endsWith('.go') && !name.endsWith('_test.go') ? project.read(`${dir}/${name}`) : undefined;
    return text !== undefined && limits.test(text);
  });
}

/** `r.Body = http.MaxBytesReader(w, r.Body, 1<<20)` before the statement that reads. */
function withReader(call: Node, body: string, { framework, response }: GoHandler, source: GoSource): DraftFix | undefined {
  let statement = call;
  while (statement.parent !== null && statement.parent.type !== 'block' && statement.parent.type !== 'statement_list') statement = statement.parent;
  const inner = statement.parent?.type === 'statement_list' ? statement.parent.parent : statement.parent;
  if (inner?.type !== 'block' || response.text === '_') return undefined;
  const writer = framework === 'gin' ? `${response.text}.Writer` : framework === 'echo' ? `${response.text}.Response()` : response.text;
  const { local, edits } = ensureGoImport(source, 'net/http');
  const { newline } = sourceStyle(source);
  const line = `${body} = ${local}.MaxBytesReader(${writer}, ${body}, ${shifted(source.settings.bodyLimitBytes)})`;
  return {
    title: `Limit the body to ${sizeName(source.settings.bodyLimitBytes)}`,
    safety: 'review',
    edits: [{ start: statement.startIndex, end: statement.startIndex, newText: line + newline + indentationAt(source.text, statement.startIndex) }, ...edits],
  };
}

/** As Go code writes sizes: `1<<20`, `5<<20`. */
function shifted(bytes: number): string {
  const power = [30, 20, 10].find((each) => bytes % 2 ** each === 0);
  return power === undefined ? String(bytes) : `${bytes / 2 ** power}<<${power}`;
}
