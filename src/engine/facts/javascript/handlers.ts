import type { ScriptSource } from '../../source';
import { ancestorOf, field, namedChildren, type Node } from '../../syntax/nodes';
import { majorOf, type PackageFacts } from '../project/project';
import { fieldUses } from './flow';
import { declarationOf, parametersOf } from './functions';
import { handlerTypes, routers } from './handlerOrigins';
import { functionTypes } from './scope';
import { originKey } from './origin';
import { stringValue } from './strings';

export type Framework = 'express' | 'fastify' | 'koa' | 'hono' | 'nest' | 'http';

/**
 * How a function is known to be a handler, strongest first: given to a router, through a wrapper's call, by a Nest
 * decorator, by its parameters' types, by the names and use of `(req, res)`.
 */
export type HandlerEvidence = 'registered' | 'wrapped' | 'decorated' | 'typed' | 'shaped';

/** A function that answers HTTP requests. */
export interface Handler {
  readonly framework: Framework;
  readonly evidence: HandlerEvidence;
  /** The framework's major version from package.json, where it says. */
  readonly major?: number;
  /** Names of the parameters, as the function declares them. */
  readonly parameters: readonly string[];
}

interface Match {
  readonly framework: Framework;
  readonly evidence: HandlerEvidence;
}

const verbs: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all', 'use', 'route']);

/** Entries of a route's options that run for each request. */
const routeEntries: ReadonlySet<string> = new Set([
  'handler',
  'onRequest',
  'preParsing',
  'preValidation',
  'preHandler',
  'preSerialization',
  'onSend',
  'onResponse',
]);

/** Modules of which one must be named, if not by package.json, for a function to be proven a handler. */
export const handlerModules = /^(?:express|fastify|koa|koa-router|@koa\/router|hono|@nestjs\/common)$/;

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
  const match = nestHandler(fn, source) ?? registeredWith(fn, source) ?? typedAs(fn, source) ?? shapedLike(fn, source);
  if (match === undefined) return undefined;
  const major = majorOf(source.project.packageFor(source.file), packageOf[match.framework]);
  return { ...match, ...(major === undefined ? {} : { major }), parameters: parametersOf(fn).map((parameter) => parameter.text) };
}

/**
 * True when the nearest package.json needs an HTTP framework to run, or the file itself imports one, or no package.json
 * says what the file belongs to. A desktop program or an editor's extension serves one user, whatever else it depends on.
 */
export const isServerProject = (source: ScriptSource): boolean => source.memo.once(readsServer, source);

function readsServer(source: ScriptSource): boolean {
  const known = isServerPackage(source.project.packageFor(source.file), source.file);
  return known ?? source.scopes.declarations(source.tree.rootNode).some((declaration) => {
    const module = source.origins.direct(declaration.id)?.module;
    return module !== undefined && serverPackages.includes(module);
  });
}

/** What package.json says of it: undefined where it names no HTTP framework, and only the file's own imports tell. */
export function isServerPackage(facts: PackageFacts | undefined, file: string): boolean | undefined {
  if (facts === undefined) return true;
  if (isDesktopPackage(facts)) return false;
  if (serverPackages.some((name) => facts.dependencies.has(name) && !facts.devOnly.has(name))) return true;
  // Much of a Next project runs in the build or the browser; these files answer requests.
  return facts.dependencies.has('next') && /\/(?:pages|app)\/api\/|\/route\.[cm]?[jt]s$/.test(file) ? true : undefined;
}

const desktopPackages = ['electron', '@types/vscode'];

/** A desktop program or an editor's extension: one user, who owns the machine too. */
export const isDesktopPackage = (facts: PackageFacts | undefined): boolean => desktopPackages.some((name) => facts?.dependencies.has(name) === true);

export const serverPackages: readonly string[] = [
  'express',
  'fastify',
  'koa',
  'hono',
  '@nestjs/core',
  '@hapi/hapi',
  'restify',
  'apollo-server',
  '@apollo/server',
  'polka',
  '@trpc/server',
];

function registeredWith(fn: Node, source: ScriptSource): Match | undefined {
  for (const value of [fn, ...valuesOf(fn, source)]) {
    const found = registration(value, fn, source);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where the function is named as a value: `list` in `app.get('/', list)`, `this.list` for a method. */
function valuesOf(fn: Node, source: ScriptSource): readonly Node[] {
  if (fn.type === 'method_definition' && fn.parent?.type === 'class_body') {
    return fieldUses(field(fn, 'name')?.text ?? '', fn, source).map(boundOrPlain);
  }
  const declaration = declarationOf(fn, source.scopes);
  return declaration === undefined ? [] : source.scopes.references(declaration);
}

/** `this.name`, or the call of `this.name.bind(this)`, which is the method too. */
function boundOrPlain(use: Node): Node {
  const outer = use.parent;
  const bound = outer?.type === 'member_expression' && field(outer, 'property')?.text === 'bind' ? outer.parent : null;
  return bound?.type === 'call_expression' ? bound : use;
}

/** The framework, when `value` is an argument of a call that registers a handler. */
function registration(value: Node, fn: Node, source: ScriptSource): Match | undefined {
  const argument = routeArgument(value);
  const call = argument?.parent?.parent;
  if (argument?.parent?.type !== 'arguments' || call?.type !== 'call_expression') return undefined;
  const framework = registeringFramework(call, source);
  if (framework !== undefined) return { framework, evidence: 'registered' };
  // `router.get('/', catchErrors(handler))`: what the wrapper gives is registered in the handler's place.
  if (argument.id !== value.id || parametersOf(fn).length < 1) return undefined;
  const outer = routeArgument(call)?.parent;
  const outerCall = outer?.type === 'arguments' ? outer.parent : undefined;
  const wrapped = outerCall?.type === 'call_expression' ? registeringFramework(outerCall, source) : undefined;
  const takesBoth = parametersOf(fn).length >= 2 || wrapped === 'koa' || wrapped === 'hono';
  return wrapped === undefined || !takesBoth ? undefined : { framework: wrapped, evidence: 'wrapped' };
}

/** The argument that carries the value: itself, an array of handlers, or a route's options. */
function routeArgument(value: Node): Node | undefined {
  let at = value;
  for (let outer = at.parent; outer !== null; outer = at.parent) {
    if (outer.type === 'pair' && !routeEntries.has(field(outer, 'key')?.text ?? '')) return undefined;
    if (at.type === 'method_definition' && !routeEntries.has(field(at, 'name')?.text ?? '')) return undefined;
    if (outer.type !== 'array' && outer.type !== 'pair' && outer.type !== 'object') break;
    at = outer;
  }
  return at;
}

function registeringFramework(call: Node, source: ScriptSource): Framework | undefined {
  const callee = field(call, 'function');
  if (callee === undefined) return undefined;
  if (/^https?:createServer$/.test(source.origins.key(callee))) return 'http';
  if (callee.type !== 'member_expression') return undefined;
  const object = field(callee, 'object');
  const verb = field(callee, 'property')?.text ?? '';
  if (object === undefined) return undefined;
  if (verb === 'on') return listensOn(call, object, source);
  if (verb === 'addHook') return hooksInto(call, object, source);
  return verbs.has(verb) ? (routerFramework(object, source) ?? pathRegistration(call, object, source)) : undefined;
}

/** `app.on('GET', '/path', handler)` is Hono's; elsewhere `on` is about events, and only a server's `request` counts. */
function listensOn(call: Node, object: Node, source: ScriptSource): Framework | undefined {
  if (routerFramework(object, source) === 'hono') return 'hono';
  const first = namedChildren(field(call, 'arguments') ?? call)[0];
  const event = first === undefined ? undefined : stringValue(first);
  const isServer = /^https?:(?:createServer\.\(\)|Server\.new)$/.test(source.origins.key(object));
  return isServer && event === 'request' ? 'http' : undefined;
}

/** `app.addHook('onRequest', check)` of Fastify; hooks such as `onClose` see no request. */
function hooksInto(call: Node, object: Node, source: ScriptSource): Framework | undefined {
  const first = namedChildren(field(call, 'arguments') ?? call)[0];
  const hook = first === undefined ? undefined : stringValue(first);
  if (hook === undefined || !(routeEntries.has(hook) || hook === 'onError')) return undefined;
  return routerFramework(object, source) === 'fastify' ? 'fastify' : undefined;
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

/** The one framework that a package.json names, which then needs no import to prove a handler. */
export function onlyFramework(facts: PackageFacts | undefined): Framework | undefined {
  const found = (['express', 'fastify', 'koa', 'hono'] as const).filter((name) => facts?.dependencies.has(name));
  return found.length === 1 ? found[0] : undefined;
}

function typedAs(fn: Node, source: ScriptSource): Match | undefined {
  const declarator = fn.parent?.type === 'variable_declarator' ? fn.parent : undefined;
  const name = declarator === undefined ? undefined : field(declarator, 'name');
  const typed = name !== undefined && field(declarator ?? fn, 'type') !== undefined ? [name] : [];
  for (const id of [...typed, ...parametersOf(fn)]) {
    if (id.type !== 'identifier') continue;
    const framework = handlerTypes.get(source.origins.key(id));
    if (framework !== undefined) return { framework, evidence: 'typed' };
  }
  return undefined;
}

const responseUse = /\b(?:res|response|reply)\s*\.\s*(?:json|send|status|sendStatus|end|render|redirect|set|code|type)\s*\(/;

/** `(req, res, next)` that calls `next()`. */
const isMiddleware = (fn: Node, body: Node): boolean => parametersOf(fn)[2]?.text === 'next' && /\bnext\(\)/.test(body.text);

/** `(req, res)` or `(request, reply)` that answers or lets pass, in a project of that framework: a controller registered elsewhere. */
function shapedLike(fn: Node, source: ScriptSource): Match | undefined {
  const [first, second] = parametersOf(fn).map((parameter) => parameter.text.replace(/^_/, ''));
  if (first === undefined || second === undefined) return undefined;
  if (!/^(?:req|request)$/.test(first) || !/^(?:res|response|reply)$/.test(second)) return undefined;
  const body = field(fn, 'body');
  if (body === undefined || !(responseUse.test(body.text) || isMiddleware(fn, body))) return undefined;
  const facts = source.project.packageFor(source.file);
  // No package.json says what a single file is of: the shape of Express is what it shows.
  const framework = facts === undefined && !source.fragment && /^res/.test(second) ? 'express' : onlyFramework(facts);
  return framework === undefined ? undefined : { framework, evidence: 'shaped' };
}

const nestRoutes: ReadonlySet<string> = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete', 'All', 'Options', 'Head', 'Sse']);

function nestHandler(fn: Node, source: ScriptSource): Match | undefined {
  if (fn.type !== 'method_definition') return undefined;
  for (let at = fn.previousNamedSibling; at?.type === 'decorator' || at?.type === 'comment'; at = at.previousNamedSibling) {
    const expression = at.type === 'decorator' ? namedChildren(at)[0] : undefined;
    const callee = expression?.type === 'call_expression' ? field(expression, 'function') : undefined;
    const origin = callee === undefined ? undefined : source.origins.of(callee);
    if (origin?.module === '@nestjs/common' && nestRoutes.has(origin.path[0] ?? '')) return { framework: 'nest', evidence: 'decorated' };
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
