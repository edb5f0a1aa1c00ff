import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds: `Bytes that are read whole only to be handed on, in code that runs while a request waits:

- \`readFile\` of a path the program does not bring along, or whose ending is that of an archive, a recording or a dump, whose result has no other use than to be sent (Express, Fastify, Koa, Hono, bare http), hashed or uploaded to S3.
- \`arrayBuffer()\` of a fetched answer, or axios's \`responseType: 'arraybuffer'\`, that is only sent on or written to a file.
- \`Buffer.concat\` of chunks that is only written to a file, hashed or uploaded.
- multer's \`memoryStorage\` with room for more than 25 MB a file; with no limit at all it is the matter of \`missing-payload-limit\`.

The reader is traced to \`fs/promises\`, the answer to \`fetch\`, the response to its handler. A file read as text is a hint only, and so is what only administrators may call.`,
  why: `Every request at work holds a whole copy: five downloads of a 100 MB file at once took the process's peak to 578 MB, streamed to 153 MB. The garbage collector gives large buffers back late, so the peak grows with the number of clients, and the slowest client decides how long its copy stays.`,
  fix: `*Review*, since a stream answers differently where something fails half-way:

- The file is opened first (\`await open(path)\`), so one that is not there is answered as before; then it goes out as fast as the client takes it: \`pipeline\` for Express and http, the stream itself for Fastify and Koa.
- In a \`try\`, the \`catch\` begins with \`if (res.headersSent) return\`: when the file fails half-way, or the client hangs up, nothing more can be answered. Where nobody would catch the rejection (Express 4, bare http) it gets its own \`catch\`.
- What Express's \`send\` says of bytes (\`application/octet-stream\`) stays; the length and the ETag do not, so the answer is chunked. \`res.sendFile\` has both and ranges too, if the path is absolute and you want its rules for errors and dotfiles.
- A download's body goes straight to \`writeFile\` or \`pipeline\`, in JavaScript files; in TypeScript the two kinds of stream need a cast that is yours to choose.`,
  notWhen: `Files the program brings along (a path of literals, constants and \`import.meta\`), values that are parsed, changed, measured or kept for later, command line programs and start-up code. No edit where other code runs between the read and the answer, since it could leave the file open, and for digests and uploads, whose calls take another form.`,
  sources: [
    { title: 'Node.js: stream.pipeline', url: 'https://nodejs.org/api/stream.html#streampromisespipelinesource-transforms-destination-options' },
    { title: 'Node.js: filehandle.createReadStream', url: 'https://nodejs.org/api/fs.html#filehandlecreatereadstreamoptions' },
    { title: 'Express: res.sendFile', url: 'https://expressjs.com/en/5x/api.html#res.sendFile' },
    { title: 'Fastify: reply.send with streams', url: 'https://fastify.dev/docs/latest/Reference/Reply/#streams' },
  ],
};
