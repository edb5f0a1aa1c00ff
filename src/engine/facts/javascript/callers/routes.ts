import { field, type Node } from '../../../syntax/nodes';
import { argumentsOf, calleeOf } from '../calls';
import { parametersOf } from '../functions';

/** Methods by which a router is given a handler, a plugin or another router. */
export const routing = /\.(?:get|post|put|patch|delete|del|head|options|all|use|route|register|addHook|param)$/;

const verbs = /\.(?:get|post|put|patch|delete|del|head|options|all|use)$/;

/** What has such methods and sends requests, or keeps values, instead. */
const clients = /(?:^|[.\w])(?:axios|got|ky|http|https|fetch\w*|request|superagent|client|cache|redis|store|storage|map|nock|mock\w*|supertest|agent)(?:\([^()]*\))?\.\w+$/i;

const routers = /(?:router|routes?|app|server|fastify|hono)(?:\([^()]*\))?\.\w+$|\.router$/i;

const takesRequest = /^_?(?:req|request|c|ctx|context)\b/;

/**
 * `router.get('/rates', limited, rates.list)`: a function that stands behind a path among what a router is given.
 * @param value the argument, or the function's wrapper
 * @param fn the function, where it is written there
 */
export function isRouteOf(call: Node, value: Node, fn: Node | undefined): boolean {
  const name = (calleeOf(call)?.text ?? '').replace(/\s+/g, '');
  if (!verbs.test(name) || (clients.test(name) && !routers.test(name))) return false;
  const all = argumentsOf(call);
  const before = all.slice(0, Math.max(0, all.findIndex((each) => each.id === value.id)));
  const isPath = before.some(({ text }) => /^['"`](?:\/|\$\{|['"`]$)/.test(text)) || /\.route\(['"`]\//.test(name);
  return isPath && (fn === undefined || routers.test(name) || takesRequest.test(parametersOf(fn)[0]?.text ?? ''));
}

/** `socket.on('save', async (note, callback) => …)`: the client at the other end is told when it is done. */
export const isAnsweringSocket = (name: string, fn: Node | undefined): boolean =>
  /(?:^|\.)(?:socket|ws)\.on$/i.test(name) && fn !== undefined && /^(?:cb|callback|ack|done|reply)\b/.test(parametersOf(fn).at(-1)?.text ?? '');

/** Folders of which each file holds what answers requests. */
const answering = /(?:^|\/)(?:routes?|routers?|controllers?|controladores|resolvers?|middlewares?|mutations?|pages\/api)\//i;

/** A file whose place says that what it gives to others answers requests; what is kept there for scripts and clocks does not. */
export const isPlacedToAnswer = (path: string): boolean => answering.test(path) && !/(?:^|[/.-])(?:jobs?|workers?|crons?|tasks?|scripts?|commands?|seeds?|schedule\w*)(?=[/.-])/i.test(path);

/** `{ type: Note, resolve: async (parent, args) => … }` of graphql-js, and the `handler` that a server is given with a route's options. */
export function isAnsweringEntry(fn: Node): boolean {
  const entry = fn.type === 'method_definition' ? fn : fn.parent?.type === 'pair' ? fn.parent : undefined;
  const owner = entry?.parent;
  if (entry === undefined || owner?.type !== 'object') return false;
  const key = (field(entry, 'key') ?? field(entry, 'name'))?.text;
  if (key === 'resolve' || key === 'mutateAndGetPayload') return /(?:^|[{,])\s*(?:type|outputFields)\s*[:,]/.test(owner.text);
  let given = owner;
  while (given.parent?.type === 'pair' && given.parent.parent?.type === 'object') given = given.parent.parent;
  const call = key === 'handler' && given.parent?.type === 'arguments' ? given.parent.parent : null;
  return call !== null && routers.test((calleeOf(call)?.text ?? '').replace(/\s+/g, ''));
}
