import type { Glimpse } from '../../rules/rule';
import { bracketsIn } from './brackets';
import { handlerModules, isServerPackage, onlyFramework, serverPackages } from './handlers';
import { readsArguments } from './requestPath';
import { liesBesideServer } from './startup';

const frameworks = /['"](?:express|fastify|koa|koa-router|@koa\/router|hono|(?:node:)?https?|@nestjs\/\w+|@hapi\/hapi|restify|apollo-server|@apollo\/server|polka|@trpc\/server)['"]/;

/** The modules of HTTP frameworks, names only a handler or its parameters have, and calls that register one by its path. */
const answering =
  /['"](?:express|fastify|koa|koa-router|@koa\/router|hono|(?:node:)?https?|@nestjs\/common)['"]|\b(?:req|request|_req|_request|ctx|Context|RequestHandler|RequestListener|MiddlewareHandler)\b|\.(?:use|all|route)\(|\.(?:get|post|put|patch|delete|head|options)\(\s*['"`/]/;

const ui =
  /^(?:import\b[^;'"]*|\}\s*from\s*)['"](?:react|react-dom|react-native|preact|vue|vuex|vue-router|pinia|svelte|solid-js|jquery|zustand|redux|react-redux|swr|lit|alpinejs|expo|@angular\/|@vue\/|@vueuse\/|@tanstack\/|@reduxjs\/|@mui\/|@chakra-ui\/|@ionic\/|@sveltejs\/)(?:\/[^'"]*|['"]|[\w-]+)/m;

const isAnswering = (text: string): boolean => answering.test(text);
const namesFramework = (text: string): boolean => frameworks.test(text);
const isAsynchronous = (text: string): boolean => /\basync\b|\bnew Promise\b/.test(text);
const isDrawing = (text: string): boolean => /^\s*['"]use client['"]/.test(text) || ui.test(text);

/** False where neither the project nor the file itself can be a server's, as `isServerProject` tells it. */
export function mayServe({ file, text, fragment, project, memo }: Glimpse): boolean {
  const facts = project.packageFor(file);
  // Development may need what the project gets from elsewhere.
  const mayHaveFramework = serverPackages.some((name) => facts?.dependencies.has(name));
  return fragment || mayHaveFramework || isServerPackage(facts, file) === true || memo.once(namesFramework, text);
}

const builtin = /^https?$/;
const serverNames = /^#(?:Server|IncomingMessage|RequestListener)$/;
const requestModules = /^(?:express-serve-static-core|next|next\/server)$/;

/** False where no function of the file can be proven a request handler: what `handlerOf` goes by is nowhere in the text or behind its imports. */
export const mayAnswerRequests = (glimpse: Glimpse): boolean => glimpse.memo.once(isAnswering, glimpse.text) && mayServe(glimpse) && mayHandle(glimpse);

function mayHandle({ project, file, names }: Glimpse): boolean {
  return onlyFramework(project.packageFor(file)) !== undefined || names(handlerModules) || (names(builtin) && names(serverNames));
}

/** False where nothing in the file is handed a request, as `isRequestData` tells it. */
export const mayReadRequests = (glimpse: Glimpse): boolean => mayServe(glimpse) && glimpse.memo.once(isAnswering, glimpse.text) && (mayHandle(glimpse) || glimpse.names(requestModules));

/**
 * False where nothing in the file runs while a request waits, as `requestPlace` tells it.
 * @param anyProject as there
 */
export function mayRunInRequests(glimpse: Glimpse, anyProject = false): boolean {
  const mayWait = glimpse.memo.once(isAsynchronous, glimpse.text) && !glimpse.memo.once(readsArguments, glimpse.text);
  return ((mayWait && (anyProject || mayServe(glimpse))) || mayAnswerRequests(glimpse)) && !liesBesideServer(glimpse);
}

/** What makes a function one that a request may wait for: it is async, an executor, or has a request's name. */
const waiting = /\basync\b|\bPromise\b|\b_?req(?:uest)?\b/;

/** What may be the names of functions in the code before their braces: `function load`, `load = `, `load: Loader = `. */
const functionNames = /\bfunction\b[\s*]*([\w$\u0080-\uffff]+)|([\w$\u0080-\uffff]+)(?=\s*[:=])/g;

/**
 * False where an offset stands in no function that runs while a request waits, as `requestPlace` tells it. It pairs up the
 * brackets of the whole text: to be asked last.
 */
export function mayRunInRequestsAt(glimpse: Glimpse, offset = glimpse.offset): boolean {
  const { text, memo } = glimpse;
  const brackets = glimpse.fragment || mayHandle(glimpse) ? undefined : memo.once(bracketsIn, text);
  if (brackets === undefined) return true;
  const heads = brackets.headsAt(offset);
  const mayWait = (at: number) => brackets.headsAt(at).some((head) => waiting.test(head));
  if (heads.some((head) => waiting.test(head))) return true;
  const names = new Set(heads.flatMap((head) => [...head.matchAll(functionNames)].map(([, declared, assigned]) => declared ?? assigned ?? '')));
  const calls = memo.once(callsByName, text);
  return [...names].some((name) => calls.get(name)?.some(mayWait));
}

/** Where functions may be called, by the name alone that they are called by. */
function callsByName(text: string): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const { index, 1: name = '' } of text.matchAll(/(?<![\w$#\u0080-\uffff]|[^.]\.|\bfunction[\s*]*)([\w$\u0080-\uffff]+)\s*(?:<|\(|\?\.)/g)) {
    const places = found.get(name);
    if (places === undefined) found.set(name, [index]);
    else places.push(index);
  }
  return found;
}

/** True for the code of a user interface, which serves nobody's requests. */
export const isInterfaceCode = ({ memo, text }: Glimpse): boolean => memo.once(isDrawing, text);

/** The line of a trigger, and where the trigger stands in it. */
export function lineAround({ text, offset }: Glimpse): { readonly line: string; readonly at: number } {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return { line: text.slice(start, end < 0 ? text.length : end), at: offset - start };
}

/** The name a trigger stands in, or begins, is called: `publishOrder(`, `mailer.send(`. */
export const isCalledName = ({ text, offset }: Glimpse): boolean => /^[\w$.?!]*\s*[(<]/.test(text.slice(offset, offset + 120));
