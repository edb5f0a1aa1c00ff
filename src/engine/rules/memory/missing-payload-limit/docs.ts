import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds: `A request body or an upload that may be as large as its sender likes:

- A limit set out of reach, from 100 MB on: \`limit\` of Express's and body-parser's parsers and of Nest's \`useBodyParser\`, \`jsonLimit\` and the like of koa-bodyparser and koa-body, \`bodyLimit\` of Fastify, \`maxSize\` of Hono's bodyLimit; of formidable, which writes to disk, only \`Infinity\`.
- Readers that have no limit of their own and are given none: multer and Nest's file interceptors without \`limits.fileSize\`, express-fileupload, busboy, raw-body.
- A body collected by hand (\`req.on('data', …)\`, \`for await (const chunk of req)\`) with nothing that counts.
- Go, as a hint where more of the program is elsewhere, since who may send the body is seldom to be seen there: \`io.ReadAll\` of the body in a handler of net/http, chi, gin or echo, with no limit in the file, its package, the folders above it, or where the module usually puts its server together, and \`json.NewDecoder\` there. In a file that is all there is, or whose module's folder it listens in, it is no hint, and a function that is handed the request counts too.

\`express.json()\` with no option is fine (100 kB), and so are the defaults of body-parser, koa-bodyparser (1 MB), Fastify (1 MiB), @fastify/multipart (the body limit), formidable (200 MB, on disk) and fiber (4 MB). Read in their source: express 5.3, body-parser 2.4, multer 2.5, busboy 1.6, express-fileupload 1.5.2, raw-body 3.0, koa-bodyparser 4.4, formidable 3.5, fastify 5.12, @fastify/multipart 10.1.`,
  why: `Whoever may send one request may then choose how much memory, or disk, it takes: an upload of 200 MB to multer's memory storage took the process's peak to 483 MB; with a limit it was refused and the peak was 152 MB. A Go handler allocated 516 MB for one body of 200 MB, and 2 MB with \`MaxBytesReader\`. Nobody has to mean harm: a retry loop with a large file is enough.`,
  fix: `*Review*: the size comes from \`altitude.fixes.bodyLimitBytes\`; choose it by the largest body you mean to take. For uploads it is no smaller than what the server's own parsers let in (\`express.json({ limit })\` in its entry file); where that is 100 MB or more no edit is offered. Written as the library reads it: \`'1mb'\`, \`fileSize: 1024 * 1024\`, \`http.MaxBytesReader(w, r.Body, 1<<20)\`.

- multer answers with a \`LIMIT_FILE_SIZE\` error: map it to 413 where errors are handled. express-fileupload also gets \`abortOnLimit\`, since it would cut the file off without a word.
- A body collected by hand is counted; past the limit the handler answers 413 and closes, or the promise around it is rejected.
- busboy gets no edit: at its limit it cuts the file off and only emits \`limit\`, so a limit alone would store half a file as if it were whole.
- After \`MaxBytesReader\` the read fails with \`*http.MaxBytesError\`: answer it with 413.`,
  notWhen: `Limits and options that come from other code are taken to be right; a proxy in front is not to be seen here. Functions on a platform that bounds bodies itself (functions-framework-go, aws-lambda-go) are left alone, and so are demonstrations, what helps developers, and the server of a desktop program (electron), which has one user. A hint: what only administrators may send, an upload behind an nginx whose configuration in the project sets \`client_max_body_size\`, files on disk in code of imports and backups, a limit below 1 GB, which a service that only others of the same owner call may have to take, and a larger one that was decided on: for one route, beside the same parser with a smaller one, or with a comment that says what is so large. Where uploads are meant to be large, stream them and keep the limit at what the disk or the bucket can take. Hono has no limit of its own and no option either; its \`bodyLimit\` middleware may be mounted anywhere, so its absence is not reported.`,
  sources: [
    { title: 'Express: express.json, limit', url: 'https://expressjs.com/en/5x/api.html#express.json' },
    { title: 'multer: limits', url: 'https://github.com/expressjs/multer#limits' },
    { title: 'Go: http.MaxBytesReader', url: 'https://pkg.go.dev/net/http#MaxBytesReader' },
    { title: 'OWASP API Security: unrestricted resource consumption', url: 'https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/' },
  ],
};
