import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds: `JavaScript that computes in a request handler, which is traced to its router or framework:

- \`hash\` and \`compare\` of bcryptjs, synchronous or awaited, unless the code states fewer than 8 rounds;
- \`read\`, \`readFile\` and \`write\` of xlsx (SheetJS), which are synchronous;
- \`JSON.parse\` of a whole file that the handler reads (a hint, since the file may be small);
- a function of the project whose name ends in \`Sync\` and whose body loops, in this file or an imported one;
- a loop that by its condition goes round a million times or more with a call in it, or ten million times without, and nothing that ends it early, and one that waits until the clock says so (\`while (Date.now() < end)\`), in the handler or a function of its file.

Calls of Node's own \`*Sync\` functions belong to sync-in-request-path.`,
  why: `One thread serves every request, and a loop gives it back only when it ends: an async function around it changes nothing. 20 awaited \`compare\` calls of bcryptjs 3.0 at 10 rounds took 2.1 s and held the event loop for up to 233 ms at a time; a CPU loop in an async function held it for 3.9 s, and for 16 ms from a worker thread.`,
  fix: `*Guided* for a function that another file exports: a piscina pool and its worker are added (\`maxQueue\` from \`altitude.fixes.queueLimit\`; piscina's own default has no limit), and the handler awaits it. A \`workers\` folder is used where there is one. The arguments are copied to the thread, so there is no edit where they hold functions, the request or \`this\`, or where the function uses state of its module.

*Review* for bcryptjs: the import becomes native \`bcrypt\`, which has the same functions, reads the same hashes and computes on libuv's 4 threads. A synchronous call then becomes a finding of sync-in-request-path, with a safe fix.

*Review* for a file whose path is the same for every request: it is read and parsed when the module loads, so a changed file then needs a restart. Only where the handler merely looks the value up, expects no missing file, and nothing in the source file writes files.

piscina and bcrypt are named in the title where package.json does not have them.`,
  notWhen: `Left alone: start-up, tools, worker threads, models' hooks (no handler is to be seen), salts, files named as configuration, loops over a few listed values, functions that await. In the set-up of an installation and for its first account, which run once, where only administrators may call, and where a password that the program made up is hashed, it is a hint. sharp computes in native threads and pdfkit writes a stream: neither is reported, and exceljs is not judged. A computation of a millisecond is cheaper on the loop than the way to a thread: suppress the finding with that reason.`,
  sources: [
    { title: "Node.js: Don't block the event loop (or the worker pool)", url: 'https://nodejs.org/en/learn/asynchronous-work/dont-block-the-event-loop' },
    { title: 'Piscina: options', url: 'https://piscinajs.dev/api-reference/Instance' },
    { title: 'bcrypt.js: usage and limits', url: 'https://github.com/dcodeIO/bcrypt.js#readme' },
  ],
};
