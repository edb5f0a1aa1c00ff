import type { ScriptSource } from '../../source';
import { ancestorOf, field, namedChildren, type Node } from '../../syntax/nodes';
import { majorOf, type PackageFacts } from '../project/project';
import { declarationOf, parametersOf } from './functions';
import { functionTypes } from './scope';
import { originKey } from './origin';
import { stringValue } from './strings';

export type Framework = 'express' | 'fastify' | 'koa' | 'hono' | 'nest' | 'http';

/** A function that answers HTTP requests. */
export interface Handler {
  readonly framework: Framework;
  /** The framework's major version from package.json, where it says. */
  readonly major?: number;
  /** Names of the parameters, as the function declares them. */
  readonly parameters: readonly string[];
}

const verbs: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all', 'use', 'route', 'on']);

/** Routers by the origin of the object whose method registers the handler. */
const routers: ReadonlyMap<string, Framework> = new Map([
  ['express:()', 'express'],
  ['express:Router.()', 'express'],
  ['express:Router.new', 'express'],
  ['express:Express.new', 'express'],
  ['express:Application.new', 'express'],
  ['fastify:()', 'fastify'],
  ['fastify:fastify.()', 'fastify'],
  ['fastify:FastifyInstance.new', 'fastify'],
  ['koa:new', 'koa'],
  ['koa-router:new', 'koa'],
  ['koa-router:()', 'koa'],
  ['@koa/router:new', 'koa'],
  ['hono:Hono.new', 'hono'],
]);

/** Parameter types that only a handler has. */
const handlerTypes: ReadonlyMap<string, Framework> = new Map([
  ['express:Request.new', 'express'],
  ['express:Response.new', 'express'],
  ['fastify:FastifyRequest.new', 'fastify'],
  ['fastify:FastifyReply.new', 'fastify'],
  ['koa:Context.new', 'koa'],
  ['hono:Context.new', 'hono'],
  ['http:IncomingMessage.new', 'http'],
  ['http:ServerResponse.new', 'http'],
]);

const packageOf: Readonly<Record<Framework, string>> = {
  express: 'express',
  fastify: 'fastify',
  koa: 'koa',
  hono: 'hono',
  nest: '@nestjs/core',
  http: 'http',
};

/**
 * Proves that a function is a request handler: it is registered with a router of a known framework, in this file or
 * by its parameter types, or it is a decorated method of a Nest controller.
 */
export function handlerOf(fn: Node, source: ScriptSource): Handler | undefined {
  const framework = nestHandler(fn, source) ?? registeredWith(fn, source) ?? typedAs(fn, source) ?? shapedLike(fn, source);
  if (framework === undefined) return undefined;
  const major = majorOf(source.project.packageFor(source.file), packageOf[framework]);
  return { framework, ...(major === undefined ? {} : { major }), parameters: parametersOf(fn).map((parameter) => parameter.text) };
}

/** True when the nearest package.json depends on an HTTP framework, or the file itself imports one. */
export function isServerProject(source: ScriptSource): boolean {
  const facts = source.project.packageFor(source.file);
  return facts !== undefined && serverPackages.some((name) => facts.dependencies.has(name));
}

const serverPackages = [
  'express',
  'fastify',
  'koa',
  'hono',
  '@nestjs/core',
  '@hapi/hapi',
  'restify',
  'next',
  'apollo-server',
  '@apollo/server',
  'polka',
  '@trpc/server',
];

function registeredWith(fn: Node, source: ScriptSource): Framework | undefined {
  const direct = registration(fn, source);
  if (direct !== undefined) return direct;
  const declaration = declarationOf(fn, source.scopes);
  if (declaration === undefined) return undefined;
  for (const reference of source.scopes.references(declaration)) {
    const found = registration(reference, source);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The framework, when `value` is an argument of a call that registers a handler. */
function registration(value: Node, source: ScriptSource): Framework | undefined {
  let argument = value;
  // Handlers are also passed inside an array or an options object: `{ handler: async () => … }`.
  while (argument.parent !== null && ['array', 'pair', 'object'].includes(argument.parent.type)) argument = argument.parent;
  const call = argument.parent?.parent;
  if (argument.parent?.type !== 'arguments' || call?.type !== 'call_expression') return undefined;
  const callee = field(call, 'function');
  if (callee === undefined) return undefined;
  if (/^https?:createServer$/.test(source.origins.key(callee))) return 'http';
  if (callee.type !== 'member_expression') return undefined;
  const object = field(callee, 'object');
  if (object === undefined || !verbs.has(field(callee, 'property')?.text ?? '')) return undefined;
  return routerFramework(object, source) ?? pathRegistration(call, object, source);
}

function routerFramework(object: Node, source: ScriptSource): Framework | undefined {
  // `router.route('/x').get(handler)` registers on what `.route()` returns.
  if (object.type === 'call_expression') {
    const callee = field(object, 'function');
    const inner = callee?.type === 'member_expression' ? field(callee, 'object') : undefined;
    if (inner !== undefined && verbs.has(callee === undefined ? '' : (field(callee, 'property')?.text ?? ''))) {
      return routerFramework(inner, source);
    }
  }
  const origin = source.origins.of(object);
  return origin === undefined ? undefined : routers.get(originKey(origin));
}

/** A router handed in as a parameter proves nothing itself; a verb with a path, in a project of one framework, does. */
function pathRegistration(call: Node, object: Node, source: ScriptSource): Framework | undefined {
  if (object.type !== 'identifier' || source.scopes.resolve(object)?.kind !== 'parameter') return undefined;
  const first = namedChildren(field(call, 'arguments') ?? call)[0];
  const path = first === undefined ? undefined : stringValue(first);
  return path?.startsWith('/') === true ? onlyFramework(source.project.packageFor(source.file)) : undefined;
}

function onlyFramework(facts: PackageFacts | undefined): Framework | undefined {
  const found = (['express', 'fastify', 'koa', 'hono'] as const).filter((name) => facts?.dependencies.has(name));
  return found.length === 1 ? found[0] : undefined;
}

function typedAs(fn: Node, source: ScriptSource): Framework | undefined {
  for (const parameter of parametersOf(fn)) {
    if (parameter.type !== 'identifier') continue;
    const found = handlerTypes.get(source.origins.key(parameter));
    if (found !== undefined) return found;
  }
  return undefined;
}

const responseUse = /\b(?:res|response|reply)\s*\.\s*(?:json|send|status|sendStatus|end|render|redirect|set|code|type)\s*\(/;

/** `(req, res)` or `(request, reply)` that answers, in a project of that framework: a controller registered elsewhere. */
function shapedLike(fn: Node, source: ScriptSource): Framework | undefined {
  const [first, second] = parametersOf(fn).map((parameter) => parameter.text.replace(/^_/, ''));
  if (first === undefined || second === undefined) return undefined;
  if (!/^(?:req|request)$/.test(first) || !/^(?:res|response|reply)$/.test(second)) return undefined;
  const body = field(fn, 'body');
  if (body === undefined || !responseUse.test(body.text)) return undefined;
  return onlyFramework(source.project.packageFor(source.file));
}

const nestRoutes: ReadonlySet<string> = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete', 'All', 'Options', 'Head', 'Sse']);

function nestHandler(fn: Node, source: ScriptSource): Framework | undefined {
  if (fn.type !== 'method_definition') return undefined;
  for (let at = fn.previousNamedSibling; at?.type === 'decorator' || at?.type === 'comment'; at = at.previousNamedSibling) {
    const expression = at.type === 'decorator' ? namedChildren(at)[0] : undefined;
    const callee = expression?.type === 'call_expression' ? field(expression, 'function') : undefined;
    const origin = callee === undefined ? undefined : source.origins.of(callee);
    if (origin?.module === '@nestjs/common' && nestRoutes.has(origin.path[0] ?? '')) return 'nest';
  }
  return undefined;
}

/** The handler a node runs in: the nearest enclosing function that is one, callbacks inside it included. */
export function enclosingHandler(node: Node, source: ScriptSource): { readonly fn: Node; readonly handler: Handler } | undefined {
  for (let fn = ancestorOf(node, functionTypes); fn !== undefined; fn = ancestorOf(fn, functionTypes)) {
    const handler = handlerOf(fn, source);
    if (handler !== undefined) return { fn, handler };
  }
  return undefined;
}
