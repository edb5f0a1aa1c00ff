import type { Glimpse } from '../../rules/rule';

/** The modules of HTTP frameworks, names only a handler or its parameters have, and calls that register one by its path. */
const answering =
  /['"](?:express|fastify|koa|koa-router|@koa\/router|hono|(?:node:)?https?|@nestjs\/common)['"]|\b(?:req|request|_req|_request|ctx|Context|RequestHandler|RequestListener|MiddlewareHandler)\b|\.(?:use|all|route)\(|\.(?:get|post|put|patch|delete|head|options)\(\s*['"`/]/;

const ui =
  /^(?:import\b[^;'"]*|\}\s*from\s*)['"](?:react|react-dom|react-native|preact|vue|vuex|vue-router|pinia|svelte|solid-js|jquery|zustand|redux|react-redux|swr|lit|alpinejs|expo|@angular\/|@vue\/|@vueuse\/|@tanstack\/|@reduxjs\/|@mui\/|@chakra-ui\/|@ionic\/|@sveltejs\/)(?:\/[^'"]*|['"]|[\w-]+)/m;

const isAnswering = (text: string): boolean => answering.test(text);
const isAsynchronous = (text: string): boolean => /\basync\b|\bnew Promise\b/.test(text);
const isDrawing = (text: string): boolean => /^\s*['"]use client['"]/.test(text) || ui.test(text);

/** False where no function of the file can be proven a request handler: what `handlerOf` goes by is nowhere in the text. */
export const mayAnswerRequests = ({ memo, text }: Glimpse): boolean => memo.once(isAnswering, text);

/** False where nothing in the file runs while a request waits, as `requestPlace` tells it. */
export const mayRunInRequests = (glimpse: Glimpse): boolean => mayAnswerRequests(glimpse) || glimpse.memo.once(isAsynchronous, glimpse.text);

/** True for the code of a user interface, which serves nobody's requests. */
export const isInterfaceCode = ({ memo, text }: Glimpse): boolean => memo.once(isDrawing, text);

/** The line of a trigger, and where the trigger stands in it. */
export function lineAround({ text, offset }: Glimpse): { readonly line: string; readonly at: number } {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return { line: text.slice(start, end < 0 ? text.length : end), at: offset - start };
}
