import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds: `Work that starts for every entry of a list at once, where something outside the code decides how long the list is:

- \`Promise.all(list.map(…))\` and \`Promise.allSettled\`, also by way of a variable, lodash's \`map\`, \`Array.from\`, or an array that a loop fills with promises; \`p-map\` and Bluebird's \`map\` with no concurrency; \`each\`, \`map\` and the like of \`async\`.
- In Go a loop that starts a goroutine for each element: \`go func\`, \`WaitGroup.Go\`, an \`errgroup\` with no \`SetLimit\`.

Two things are proven. The list comes from the request, from a query with no limit, from another service's answer or from a folder, or it is a function's own parameter. And each entry sends a request (fetch, axios, got, the SDKs of mail, payment and model providers, net/http), opens a file, starts a process, or writes through a database pool, here or in a function that is called, also one of another file. A hint, since no code says how long such a list gets in practice, and on repositories not seen before most of them were short; information where each entry sends a request of its own and the list is the request's, which a client may make long on purpose, or every row of a table, which only grows.`,
  why: `All of it is in flight at once: a request with 500 ids opened 500 connections to the provider in the same moment; with a limit of 10 there were never more than 10, with the same answers in the same order. Providers answer such bursts with 429, sockets and descriptors run out (EMFILE), and every answer waits in memory until the last has come.`,
  fix: `*Review*: the number comes from \`altitude.fixes.concurrency\`; choose it by what the provider allows and by how many requests of your own run at the same time, since the limit holds for each of them.

- \`pMap(list, fn, { concurrency: 10 })\` in a project that has p-map; else a limiter of p-limit around each call, which the title says is needed where the project does not have it (version 3 for CommonJS; later ones are ES modules). Results keep their order. With p-map no further call starts once one has failed; p-limit runs them all.
- \`concurrency\` for p-map and Bluebird, \`eachLimit\` and the like for \`async\`.
- Go: \`g.SetLimit(10)\`, or a buffered channel as a semaphore, taken before the goroutine starts. Not where results go through an unbuffered channel that is read after the loop: the loop would wait for a reader that is never reached.`,
  notWhen: `Lists written in the code, lists cut by \`slice\`, chunks, pages, a LIMIT or \`take\`, lists whose length is checked before, and the templates, translations and plugins that a program brings along are bounded; the groups of an aggregate are few. So are calls that a limiter, a semaphore or a queue already holds back, and Prisma's \`findUnique\`, which is batched. Start-up, tools, workers and programs that run once may use what the machine has. Reads one by one through a pool are the matter of \`query-in-loop\`.

AWS SDK clients keep to 50 sockets by themselves and are not reported.`,
  sources: [
    { title: 'p-limit', url: 'https://github.com/sindresorhus/p-limit' },
    { title: 'p-map: concurrency', url: 'https://github.com/sindresorhus/p-map' },
    { title: 'async: eachLimit', url: 'https://caolan.github.io/async/v3/docs.html#eachLimit' },
    { title: 'errgroup: Group.SetLimit', url: 'https://pkg.go.dev/golang.org/x/sync/errgroup#Group.SetLimit' },
    { title: 'Node.js: file descriptors', url: 'https://nodejs.org/api/fs.html#file-descriptors' },
  ],
};
