import type { Framework } from './handlers';

/**
 * What a function is handed that stands for the request; `web` is the standard `Request` as Next gives it, `lambda` the
 * event of AWS Lambda for HTTP.
 */
export type RequestKind = Exclude<Framework, 'nest'> | 'web' | 'lambda';

/** Parameter types that are the request, by origin. */
export const requestTypes: ReadonlyMap<string, RequestKind> = new Map([
  ['express:Request.new', 'express'],
  ['express-serve-static-core:Request.new', 'express'],
  ['fastify:FastifyRequest.new', 'fastify'],
  ['koa:Context.new', 'koa'],
  ['koa:ParameterizedContext.new', 'koa'],
  ['hono:Context.new', 'hono'],
  ['http:IncomingMessage.new', 'http'],
  ['next/server:NextRequest.new', 'web'],
  ['next:NextApiRequest.new', 'express'],
]);

const http = ['url', 'headers', 'rawHeaders', 'trailers'];

const express = [...http, 'body', 'rawBody', 'query', 'params', 'cookies', 'signedCookies', 'originalUrl', 'path', 'hostname', 'host', 'subdomains', 'files', 'file'];

const accessors = ['get.()', 'header.()', 'param.()'];

const koaRequest = ['body', 'rawBody', 'query', 'querystring', 'search', 'url', 'originalUrl', 'href', 'path', 'headers', 'header', 'host', 'hostname', 'files', 'get.()'];

/** What of a request its sender decides: the first steps of an access path from the request object. */
const parts: Readonly<Record<RequestKind, readonly string[]>> = {
  express: [...express, ...accessors],
  fastify: [...express, ...http.map((part) => `raw.${part}`)],
  koa: [
    ...koaRequest.filter((part) => !/body|^files/i.test(part)),
    ...koaRequest.map((part) => `request.${part}`),
    ...http.map((part) => `req.${part}`),
    'params',
    'cookies.get.()',
  ],
  hono: ['query', 'queries', 'param', 'header', 'json', 'text', 'parseBody', 'formData', 'arrayBuffer', 'blob', 'valid'].map((method) => `req.${method}.()`).concat('req.url', 'req.path', 'req.raw'),
  http,
  lambda: ['body', 'queryStringParameters', 'multiValueQueryStringParameters', 'pathParameters', 'headers', 'multiValueHeaders', 'rawQueryString', 'rawPath', 'path', 'cookies'],
  web: ['json.()', 'text.()', 'formData.()', 'arrayBuffer.()', 'url', 'nextUrl', 'headers', 'cookies', 'body'],
};

/** Those of them that may be long: a server bounds its headers and the URL to some kilobytes. */
const bodies = /^(?:(?:request\.)?(?:body|rawBody)|(?:req\.)?(?:json|text|parseBody|formData|arrayBuffer|blob)\.\(\))\./;

/** What of the sender's data counts. */
export interface Wanted {
  /** No number made of it, and nothing that a validator has let through. */
  readonly textOnly: boolean;
  /** Only what comes with the body. */
  readonly bodyOnly: boolean;
}

/** True for an access path from the request object that leads to what the sender wrote: `['body', 'id']`. */
export function isSenderPart(kind: RequestKind, path: readonly string[], { textOnly, bodyOnly }: Wanted): boolean {
  const joined = `${path.join('.')}.`;
  if (textOnly && kind === 'hono' && joined.startsWith('req.valid.')) return false;
  if (bodyOnly && !bodies.test(joined)) return false;
  return parts[kind].some((part) => joined.startsWith(`${part}.`));
}

/** Nest's parameter decorators that hand over what the sender wrote, by their name in `@nestjs/common`. */
export const nestParts: ReadonlySet<string> = new Set(['Body', 'Param', 'Query', 'Headers', 'UploadedFile', 'UploadedFiles', 'RawBody']);

/** Those of them that hand over the body. */
export const nestBodies: ReadonlySet<string> = new Set(['Body', 'RawBody']);

/** Those that hand over the request itself. */
export const nestRequests: ReadonlySet<string> = new Set(['Req', 'Request']);

/**
 * What a Nest guard, interceptor or filter gets the request from, by the origin of the call, and the steps from its result to
 * the request.
 */
export const nestContexts: ReadonlyMap<string, readonly string[]> = new Map([
  ['@nestjs/common:ExecutionContext.new.switchToHttp.().getRequest', []],
  ['@nestjs/common:ArgumentsHost.new.switchToHttp.().getRequest', []],
  ['@nestjs/graphql:GqlExecutionContext.create.().getContext', ['req']],
]);

/** Methods whose result is still the text or list they are called on, or a piece of it. */
export const keepsData: ReadonlySet<string> = new Set([
  ...['trim', 'trimStart', 'trimEnd', 'toLowerCase', 'toUpperCase', 'toLocaleLowerCase', 'toLocaleUpperCase', 'toString', 'valueOf', 'normalize'],
  ...['slice', 'substring', 'substr', 'split', 'replace', 'replaceAll', 'concat', 'padStart', 'padEnd', 'repeat', 'at', 'charAt'],
  ...['join', 'filter', 'sort', 'reverse', 'flat', 'pop', 'shift', 'find', 'get', 'getAll', 'keys', 'values', 'entries'],
]);

/** Functions whose result is what they are given, in another form. */
export const passesOn: ReadonlySet<string> = new Set([
  ...[':String', ':decodeURIComponent', ':decodeURI', ':encodeURI', ':unescape', ':JSON.parse', ':JSON.stringify', ':structuredClone'],
  ...[':Object.assign', ':Object.values', ':Object.keys', ':Object.entries', ':Object.fromEntries', ':Array.from', ':Buffer.from', ':Promise.resolve'],
  ...['url:parse', 'querystring:parse', 'qs:parse', 'lodash:trim', 'lodash:toString', 'util:format'],
]);

/** Constructors likewise. */
export const wrapsData: ReadonlySet<string> = new Set([':URL', ':URLSearchParams', ':String', ':Set', ':Array', 'url:URL', 'url:URLSearchParams']);

/** Constructors that refuse all but an id: what they make comes from the request, but is no text of the sender's. */
export const makesId: ReadonlySet<string> = new Set(['mongodb:ObjectId', 'mongoose:Types.ObjectId', 'bson:ObjectId']);

/** Functions that make a number, a date or a truth value of what they are given: it comes from the request, but is no text of the sender's. */
export const makesNumber: ReadonlySet<string> = new Set([':Number', ':parseInt', ':parseFloat', ':Number.parseInt', ':Number.parseFloat', ':BigInt', ':Boolean', ':Math.trunc', ':Math.floor', ':Math.max', ':Math.min', ':Math.abs', ':Math.round', ':Math.ceil']);

/** Methods of a validator that give back what they are given, checked. */
export const validates: ReadonlySet<string> = new Set(['parse', 'parseAsync', 'safeParse', 'safeParseAsync', 'validate', 'validateAsync', 'validateSync', 'cast', 'attempt']);

/** Methods of a list that call a function with each of its elements. */
export const visitsElements: ReadonlySet<string> = new Set(['map', 'forEach', 'filter', 'flatMap', 'find', 'some', 'every', 'findLast']);
