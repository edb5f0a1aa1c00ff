import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds: `A call that is made again the moment it failed, in the code of a server:

- A loop, or a function that calls itself, whose \`catch\` goes on to the next attempt without a pause; what it repeats is a request or statement known from its client, or the function it was given. In Go, a loop over attempts around net/http, net.Dial, database/sql, pgx or a function parameter.
- As a hint, a pause of the same length after each failure: all callers that failed together come back together. So is a single second try without a pause, one only of connections that broke, and one in a folder of background work (workers, jobs, tasks), where a few run at once, and any of JavaScript for which the project's own calls do not show that a request waits.
- axios-retry (4.5) with no \`retryDelay\`: its default is none, unless the answer has a Retry-After.
- p-retry (7.1) and async-retry (1.3) left at their defaults: ten retries that wait 1023 s and more in all; a hint where no request is seen to wait.`,
  why: `A retry without a pause spends all its attempts while the fault is still there: of 20 callers with seven attempts each, through an outage of 200 ms, none got an answer, and the failing service got 140 requests at once. With exponential backoff and full jitter all 20 were answered.`,
  fix: `*Review*: before the next attempt, a pause of \`Math.random() * Math.min(cap, 100 * 2 ** attempt)\` ms; the cap comes from \`altitude.fixes.timeoutMs\`. In Go \`time.Sleep(rand.N(min(cap, 100*time.Millisecond<<attempt)))\`, which a context that the call uses ends early. axios-retry gets \`exponentialDelay\`, p-retry and async-retry get a number of tries, a cap and jitter.

The number of attempts stays as it is. Layers multiply: four tries here, three in the client and three in the proxy are 36 calls. Retry in one layer.`,
  notWhen: `No edit is offered where the call may have happened although it failed: a POST or PATCH without an idempotency key, an INSERT or UPDATE. Give it a key first; then repeat it. A POST that only reads needs none: a search, a token introspection or a GraphQL query gets the edit, and one that may be such a call by its address or function is told so.

A second try after a conflict (a taken name, a serialization failure, a stale version), with a renewed token, at another host, or after an attempt that used up its own time limit, is right at once and is left alone, and so are p-retry and async-retry where patience is meant (a promise kept for all later callers, such as the one connection of the process; an endless loop around them; a consumer of messages), loops over pages and items, tools and tests. A client of an interactive program may retry once without a pause.`,
  sources: [
    { title: 'AWS: exponential backoff and jitter', url: 'https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/' },
    { title: 'Google SRE book: addressing cascading failures', url: 'https://sre.google/sre-book/addressing-cascading-failures/' },
    { title: 'axios-retry: options', url: 'https://github.com/softonic/axios-retry#options' },
    { title: 'p-retry: options', url: 'https://github.com/sindresorhus/p-retry#options' },
  ],
};
