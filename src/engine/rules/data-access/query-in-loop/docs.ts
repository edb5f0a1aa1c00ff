import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds: [
    'A read by one key that runs once for each element of a list: awaited in a `for … of` or counting loop, or in the callback of a `map` that `Promise.all` waits for, directly or through a function of the same file.',
    '',
    'The client must be proven by where it comes from: `pg` and `mysql2` (the SQL is read by PostgreSQL’s own parser), Prisma, Mongoose, Knex, Sequelize, TypeORM, Drizzle and the MongoDB driver. The key must come from the element. Where each element also waits for something that is no read of the database (a service, a file, a program), the finding is a hint: the query may be the least of it. So it is where the loop asks a handful of times, or nobody waits: a look-up among a program’s own kinds (by type, role, status or language), a list of roles, permissions or periods of time, one that belongs to a schema, a definition or settings, one cut to ten elements, a job on a schedule, what only administrators may call.',
  ].join('\n'),
  why: 'Fifty rows are fifty-one round trips, and each waits for the one before it or for a connection of the pool. On PostgreSQL 51 queries became 2 with the same answer, and with 2 ms to the database 163 ms became 11.',
  fix: [
    'One query for all keys before the loop (`= ANY($1)`, `IN (?)`, `whereIn`, `$in`, `in`), a Map of its rows by key, and a look-up where the query was. Order, duplicates and missing rows stay as the loop gave them: it still walks its own list.',
    '',
    '*safe* where the workspace’s SQL gives the column a type whose equal values have equal texts (`text`, an integer, a UUID), the list is the rows of another query, and the loop calls nothing unknown. Else *review*: keys are compared as text, as `pg` gives `bigint` as a string; a UUID in capitals, a case-insensitive column, or a null that an ORM compares with IS NULL would not be found. Equal keys share one row object.',
    '',
    '*guided* for a `Promise.all` in which only some elements need the query, or each failure is caught: a DataLoader, made for each request, in a file of its own. A DataLoader refuses a key that is null.',
    '',
    'No edit where one query cannot answer for all keys: LIMIT or a count for each key, joins, more than one key, a transaction, other awaited calls between.',
  ].join('\n'),
  notWhen: [
    'Loops that are sequential by intent are left alone: they write, lock, wait between turns, end at the first match, follow a cursor or what was read before, keep each key’s answer so that it is asked for once, or ask for a list of keys already. So are lists written in the code, start-up, seeds, migrations and tools. Prisma puts the `findUnique` calls of one tick into one query by itself, so those under `Promise.all` are left alone too. It is a hint where the project’s own code shows no request (or message of a queue) of others than administrators that waits for the loop.',
    '',
    'A list of tens of thousands of keys belongs in batches, or in a join. mysql2 takes a list in `query` only: `execute` with an array gave no rows and no error.',
  ].join('\n'),
  sources: [
    { title: 'PostgreSQL: row and array comparisons', url: 'https://www.postgresql.org/docs/current/functions-comparisons.html' },
    { title: 'node-postgres: type parsing', url: 'https://node-postgres.com/features/types' },
    { title: 'Prisma: query optimization and the n+1 problem', url: 'https://www.prisma.io/docs/orm/prisma-client/queries/query-optimization-performance' },
    { title: 'DataLoader', url: 'https://github.com/graphql/dataloader' },
  ],
};
