import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds: `A change of the database and a message in one function, on one way through it, with no outbox: kafkajs, amqplib, amqp-connection-manager, SNS, SQS and EventBridge of the AWS SDK 3, Nest's ClientKafka and ClientProxy, \`xadd\` of ioredis, BullMQ and Bull. The change is SQL of pg or mysql2, or a query of Prisma, Sequelize, Knex, Drizzle, TypeORM, Mongoose or MongoDB; both are traced to their clients. A function of the project that publishes counts too, one call deep, also in another file.

It is shown where the function calls the broker itself and opens a transaction, or its file belongs to no project. For BullMQ, Bull, functions in between and a write outside a transaction it is a hint: such a message may be one that nobody misses.`,
  why: `No transaction spans the two, and every deploy kills processes between them: of 5 processes that died right after the commit, PostgreSQL 15 kept 5 rows and BullMQ 6.7 never got a message. With the outbox all 5 were delivered, once each, by two relays that ran at the same time.`,
  fix: `*Guided*, for a transaction of node-postgres in the function itself and messages that are plain JSON (kafkajs, BullMQ, Bull): the message is written to an \`outbox\` table before the commit, and two files are added: a migration for the table, in the workspace's own numbering (where its migrations are not SQL, or a journal lists them, a comment in the relay holds the statement instead), and a relay, a program of its own to start beside the server, that takes rows with \`FOR UPDATE SKIP LOCKED\`, sends them and deletes them. Several relays may run.

In a fragment, which belongs to no project, only the row is written. Without a transaction there is nothing the message could join, and the finding says so. The relay delivers at least once: it may die after the broker has the message and before the row is gone, so consumers must know a message again.`,
  notWhen: `Left alone: consumers, workers and processors, which are called again with the same message after a crash; a message that is sent first and marked as sent afterwards, which is repeated and not lost; messages in a \`catch\`; repeatable jobs; code named after an outbox, an event store, a relay or dead letters. Metrics and cache hints that may get lost need no outbox: suppress the finding with that reason.`,
  sources: [
    { title: 'Transactional outbox (microservices.io)', url: 'https://microservices.io/patterns/data/transactional-outbox.html' },
    { title: 'PostgreSQL: SELECT, the locking clause', url: 'https://www.postgresql.org/docs/current/sql-select.html#SQL-FOR-UPDATE-SHARE' },
    { title: 'AWS Prescriptive Guidance: transactional outbox pattern', url: 'https://docs.aws.amazon.com/prescriptive-guidance/latest/cloud-design-patterns/transactional-outbox.html' },
  ],
};
