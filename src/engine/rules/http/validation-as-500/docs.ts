import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds: `A validation of the request's data that throws in a handler of Express, Fastify, Koa, Hono or Nest: zod's \`parse\` and \`parseAsync\`, yup's \`validate\`, joi's \`validateAsync\`, \`attempt\` and \`assert\`, valibot's \`parse\`, class-validator's \`validateOrReject\`, and a plain \`Error\` thrown because a function compiled by Ajv said no. Either the error leaves the handler, and nothing that the server's start imports knows such errors or answers 400 where errors arrive; or a \`catch\` in the handler answers 500 to all it catches.`,
  why: `A validator's error carries no status, so the framework takes it for a failure of the server. Clients, proxies and queues retry a 500 and alerts count it, while the request can never succeed: of 50 malformed orders all 50 were answered with 500, and a client that retries server errors three times sent 200 requests for them; after the fix 50 got 400, and it sent 50 (ran; Express 5.3, zod 4.6). Run with a ZodError, a ValidationError of joi 18 and yup 1.7, and a ValiError of valibot 1.5: Express 5.3, Fastify 5.12, Koa 3.3, Hono 4.13 and Nest 12.5 answer 500 to each. Express 4.22 answers a synchronous throw with 500; in an async handler it sees nothing, the client gets no answer, and Node ends the process by default.`,
  fix: `*Review*: calls \`safeParse\` and answers 400 with the issues, or 422 where the project's handlers refuse with it, in the framework's own form and under the names that the file's other answers use. What the rest of the handler gets is the same. joi, yup and class-validator tell by throwing, so there the finding comes without an edit. What the issues may show to a client is yours to judge. For many routes one error handler that maps the validator's error is the better place.`,
  notWhen: `Left alone: a handler inside a wrapper that maps errors or is not seen, a \`catch\` that does more than log, pass on or answer 500, \`.catch(…)\`, data that is not the request's, schemas given to the framework, Nest's pipes, and tRPC. Quiet too where no server is found that imports the file, or any file it imports names \`ZodError\`, \`ValidationError\` or the like, or handles errors with a 400 in it: that handler may not map this error, but it is the place to look.`,
  sources: [
    { title: 'RFC 9110: 400 Bad Request', url: 'https://www.rfc-editor.org/rfc/rfc9110#section-15.5.1' },
    { title: 'Express: error handling', url: 'https://expressjs.com/en/guide/error-handling.html' },
    { title: 'Fastify: errors', url: 'https://fastify.dev/docs/latest/Reference/Errors/' },
    { title: 'Zod: handling errors', url: 'https://zod.dev/basics#handling-errors' },
  ],
};
