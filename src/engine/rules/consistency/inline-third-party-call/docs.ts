import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds: `An e-mail, text message or push message that a request handler awaits before it answers, in an endpoint whose own work is something else (a sign-up, an order). The handler is traced to its router or framework, and the call to its provider: nodemailer (also through Nest's MailerService), Resend, SendGrid, Postmark, Mailgun, Mailtrap, SES of the AWS SDK 3, Twilio, firebase-admin, web-push. A function or method of the project counts as the provider's call when it waits for one itself, up to three calls deep and across files.`,
  why: `The endpoint is as slow as the provider, though its own work is done: with a mail server that took connections and never answered, 20 sign-ups of nodemailer 10.6 had no answer after 3 s; with the mail in a BullMQ job all 20 answered, the slowest within a second. nodemailer's own limit for that silence is 30 s for the greeting and 10 minutes for the socket.`,
  fix: `*Guided*: the call's arguments go on a BullMQ queue, and two files are added: the queue with attempts and backoff, and a worker, a program of its own to start beside the server, that makes the same call. They go to a \`queues\`, \`jobs\` or \`workers\` folder where there is one, and use the project's exported Redis connection where BullMQ can (its \`maxRetriesPerRequest\` must be null), else \`REDIS_HOST\` and \`REDIS_PORT\`. bullmq is named in the title where package.json does not have it.

There is no edit where the arguments may not survive JSON (documents, buffers, functions), where the result of the sending is used, or where a worker could not import what sends.

A job is written after the data, so a crash between the two still loses the mail: see dual-write.`,
  notWhen: `An endpoint that does nothing but send, such as a contact form, answers for the sending: whether it may answer before is a question to its readers, so it is a hint. Left alone: one-time codes, whose reader must learn at once that none is coming; a \`try\` of its own around the sending whose \`catch\` answers, throws or takes the work back; mail sent after the response or not awaited; workers, cron jobs and start-up. In an endpoint of administrators, who do it one at a time, it is a hint, and where a comment right before the sending speaks of a queue.`,
  sources: [
    { title: 'Nodemailer: SMTP transport, timeouts', url: 'https://nodemailer.com/smtp/' },
    { title: 'BullMQ: workers', url: 'https://docs.bullmq.io/guide/workers' },
    { title: 'BullMQ: connections', url: 'https://docs.bullmq.io/guide/connections' },
  ],
};
