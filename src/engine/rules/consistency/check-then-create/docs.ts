import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds: [
    'A query by key and a create of the same model with the same key in one function, where the create only runs if the query found nothing: `findUnique` then `create`, `findOne` then `new User(…).save()`, `where({ email }).first()` then `insert`.',
    '',
    'The client or model must be proven by where it comes from: Prisma (also through a class that extends PrismaClient), Sequelize, Knex, Drizzle, TypeORM repositories and managers, Mongoose models, MongoDB collections. The query must ask for nothing but equal values, and the new record must hold the same expression in each of those fields.',
  ].join('\n'),
  why: 'Between the query and the create another call runs the same query and finds nothing either: 20 concurrent calls left 20 rows. With a unique key one call wins and 19 fail with an error nobody answers; Prisma’s `upsert` with an empty `update` is no way out, 202 of 240 concurrent calls threw P2002.',
  fix: [
    'The unique key decides, and its violation takes the branch for a record that exists. Prisma: P2002 is caught, and find-or-create then reads what the other caller made. Sequelize: `UniqueConstraintError`, or `findOrCreate` in place of the pair. TypeORM: `QueryFailedError` with the driver’s code. Mongoose and MongoDB: E11000; the save keeps its hooks, which an upsert would skip. Knex: `.onConflict(key).ignore()`, Drizzle: `.onConflictDoNothing({ target })`, and whether a row came back decides.',
    '',
    '*safe* where the schema proves that exactly these fields are a unique key and the create can meet no other: Prisma’s schema, Drizzle’s tables, TypeORM’s entities, Mongoose’s and Sequelize’s models, SQL migrations. *review* where the schema is not in the workspace. No edit where the schema is known and has no such key: add it first, or two rows stay possible.',
    '',
    'No edit either in a transaction that an error would end, where the branch for an existing record reads it, where more than the create runs in its branch, where a field of the check may be null, or where the check reads other fields (`select`, `include`) than the create gives.',
  ].join('\n'),
  notWhen: 'A transaction at SERIALIZABLE, a lock around both calls, a catch of the violation, or another create of the same transaction whose own unique key the second call violates make the pair safe, and are left alone; so are seeds, migrations, scripts and tests, checks of a range or a list, and a key that was just made at random, and a driver that runs each query to its end (Drizzle on `better-sqlite3`, Knex where no other database’s driver is installed) with no other `await` between. In the callback of a sign-in elsewhere, whose code is good once, it is a hint; so it is where the record only notes a mail that was sent, after a `reserve…` or `claim…` on whose answer the function leaves before the query, for endpoints of administrators and one forked process, where two calls at once are rare, where the project’s own code shows no request (or message of a queue) that comes to the pair, and wherever nothing proves that two records can be left: the key is unique by the schema, is `id` or what Prisma’s `findUnique` asks by, a `catch` ends the error, or the project’s schema is not to be seen. Of a collection of MongoDB’s own driver, and of a Sequelize model that states no such key, it is shown where no other file of the package makes these fields unique and the function does more than see to it that a record exists.',
  sources: [
    { title: 'Prisma: unique key constraint errors on upserts', url: 'https://www.prisma.io/docs/orm/reference/prisma-client-reference#unique-key-constraint-errors-on-upserts' },
    { title: 'Sequelize: findOrCreate', url: 'https://sequelize.org/docs/v6/core-concepts/model-querying-finders/#findorcreate' },
    { title: 'Knex: onConflict', url: 'https://knexjs.org/guide/query-builder.html#onconflict' },
    { title: 'Drizzle: on conflict do nothing', url: 'https://orm.drizzle.team/docs/insert#on-conflict-do-nothing' },
    { title: 'MongoDB: upsert with a unique index', url: 'https://www.mongodb.com/docs/manual/reference/method/db.collection.updateOne/#upsert-with-unique-index' },
    { title: 'PostgreSQL: transaction isolation', url: 'https://www.postgresql.org/docs/current/transaction-iso.html' },
  ],
};
