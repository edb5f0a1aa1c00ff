import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds: `A call to another service that nothing ends, where a server waits for it:

- fetch, undici, node-fetch, axios, got, superagent and \`http.request\` with no timeout and no signal, in a handler or another function of a project that depends on a server framework. Code that a browser could run as well needs proof that it does not; a module that no package.json stands by counts as a server's, and what it exports as called, and so does what a Go folder without go.mod exports. A call whose promise nobody keeps holds up nobody, and is a hint. So is one whose function, as far as the project's own calls tell, is called by nothing, only by the program's start, or only by callers that do not wait (a timer, an event, a dropped promise) or end their wait themselves (\`Promise.race\`, \`pTimeout\`). So are calls of the own machine (\`http://localhost\`), telemetry, a module of metrics or analytics, the search for a newer version, what a check before the call leaves to administrators or support staff, scripts that a service class holds, private methods that only \`connect\` or \`start\` of their class calls, an \`http.get\` without a callback, commands of go-flags, and Go's health checks, diagnoses and kits for callers of the project's own API.
- \`axios.create\` and \`got.extend\` without a timeout, once, where they are made; not where the file's default export is such an instance and each request of each file that imports it has its own.
- \`timeout\` given to fetch, which ignores it, or to \`http.request\`, which only emits an event that nothing here listens to.
- A signal that only the client's own departure aborts.
- Go: \`http.Get\` and its like, and clients of this file without \`Timeout\`, with requests whose context has no deadline. Also \`exec.Command\` in a function that was given a context and does not pass it on, and, as a hint, statements of database/sql that leave such a context out. Calls are followed up through the files of the project: one is shown where a handler, a message or a goroutine comes there. Where only a start, a command line or nobody does it is a hint, as are calls of this machine, files such as images, and clients whose other methods are not written yet.`,
  why: `A service that hangs takes its callers with it: with 50 requests waiting on a provider that accepts and never answers, axios 1.21, got 14.6, superagent 10.4, node-fetch 2.7 and \`http.get\` had settled none, and would never; native fetch gives up after about 300 s; Deno's, as its source sets none (\`ext/fetch\`, 2025), never does. With a deadline each of them ended in it, and every connection was given back.`,
  fix: `*Review*: the number comes from \`altitude.fixes.timeoutMs\` and is yours to confirm, above the provider's normal p99 and below what your own caller waits.

- fetch, undici, node-fetch 3, \`http.request\`: \`signal: AbortSignal.timeout(ms)\`, made anew for each call; with another signal \`AbortSignal.any([…])\` (Node 20.3). node-fetch 2 and axios: \`timeout\`; got: \`timeout: { request }\`; superagent: \`.timeout({ deadline })\`.
- Go: \`Timeout\` on the client, else \`context.WithTimeout\` for the request, else a client of its own. A deferred \`cancel\` is never put where the response leaves the function: it would end the reading of its body.

native fetch and undici reject with a TimeoutError; a catch that tests for AbortError misses it. node-fetch and http reject with AbortError all the same.`,
  notWhen: `Streams, server-sent events, uploads and downloads are left alone: they need a limit on silence, not on the whole. So are scripts, tools, start-up code, workers, tests, functions that nothing in their file calls or exports, functions of a serverless platform, which ends them (Cloudflare Workers, Supabase's edge functions and edge routes too, told by their path, their text or the nearest wrangler file), stand-ins of integration tests, and ky, which gives up after 10 s. In a project of Deno, which has no package.json to say that it serves, a call is a hint unless a request is seen to come there. A dispatcher of the project's own is taken to have limits; the timeout of an agent is none, axios does not hear it (ran, also with agentkeepalive 4.6).

No edit is offered where a response goes on to other code, whose reading of the body the deadline would cut; for answers of language models, which take longer than a usual deadline; for a call that nobody awaits and nothing catches, whose rejection would end the process; and for \`http.request\` with no \`error\` listener, where an abort would end the process. Calls inside opossum, cockatiel and gobreaker belong to breaker-without-timeout.

A call that timed out may still have happened: repeat a write only with an idempotency key.`,
  sources: [
    { title: 'Node.js: AbortSignal.timeout', url: 'https://nodejs.org/api/globals.html#abortsignaltimeoutdelay' },
    { title: 'undici: headersTimeout and bodyTimeout', url: 'https://undici.nodejs.org/#/docs/api/Client' },
    { title: 'Deno: the HTTP client of fetch', url: 'https://github.com/denoland/deno/blob/main/ext/fetch/lib.rs' },
    { title: 'axios: request config', url: 'https://axios-http.com/docs/req_config' },
    { title: 'got: timeout', url: 'https://github.com/sindresorhus/got/blob/main/documentation/6-timeout.md' },
    { title: 'Go: net/http Client', url: 'https://pkg.go.dev/net/http#Client' },
    { title: 'Amazon Builders’ Library: timeouts, retries and backoff with jitter', url: 'https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/' },
  ],
};
