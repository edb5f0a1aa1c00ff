import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds: `An empty \`catch\`, or an awaited \`.catch(() => {})\` whose value nobody takes, around a write or a send: an INSERT or UPDATE of pg or mysql2; a create, update or upsert of Prisma, Sequelize, Knex, Drizzle, TypeORM, Mongoose or MongoDB; a POST, PUT or PATCH of fetch, axios, got and their like; a job of BullMQ, a message of kafkajs, an email of nodemailer, a charge of Stripe.

The caller must have no way to know: nothing is returned from the \`try\`, nothing outside it is assigned, no answer is sent in it. Only handlers with nothing in them are looked at, or with nothing but the transaction's rollback, which leaves the data right and the caller wrong; one that logs is another question.`,
  why: `The request is answered as after a success, and no log, metric or caller knows better: with the database refusing every write, 20 of 20 callers were told that it had worked, and none after the fix (ran; Express 5). What was lost is found weeks later, by its absence.`,
  fix: `*Review*: the caller will now see the failure, which is the point and has to be wanted. Where the file has a logger, the error is logged with it and rethrown; where it has none, the \`try\` or the \`.catch\` goes and the error passes. After a rollback it is thrown on. In an async handler of Express 4, which would end the process, no edit is offered.`,
  notWhen: `A comment that says it is meant, deletes and clean-up, loops that try again or go on, code in another \`catch\` or in \`finally\`, promises that are not awaited, start-up, tools and workers are left alone. So are writes on the side, by their names: logs, events, metrics, sessions, caches, counters, last-seen times, notifications. What is only sent is a hint: the other side may be one that need not be there.

If the write is one of these, say so in the handler: a comment is enough.`,
  sources: [
    { title: 'ESLint: no-empty', url: 'https://eslint.org/docs/latest/rules/no-empty' },
    { title: 'Express: error handling', url: 'https://expressjs.com/en/guide/error-handling.html' },
    { title: 'Yuan et al.: Simple testing can prevent most critical failures (OSDI 2014)', url: 'https://www.usenix.org/conference/osdi14/technical-sessions/presentation/yuan' },
  ],
};
