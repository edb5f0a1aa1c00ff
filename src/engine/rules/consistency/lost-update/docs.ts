import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds: [
    'A field read from a record, a new value computed from it in the application, and the same field of the same record written back: `update({ data: { stock: item.stock - 1 } })`, `account.balance -= amount; await account.save()`, `UPDATE accounts SET balance = $1` with `row.balance - amount`.',
    '',
    'Both the read and the write must be proven queries of one library: Prisma, Sequelize, Knex, Drizzle, TypeORM, Mongoose, MongoDB, `pg` or `mysql2`. They must select the same record by the same values, and the sum must be of numbers: what `+` adds is known to be one, or the field’s name is an amount’s (`balance`, `stock`, `points`).',
  ].join('\n'),
  why: 'Another call reads the same value before the first has written: 20 concurrent withdrawals of 1 from a balance of 100 left 99 instead of 80, and every caller was told that it worked. A transaction at read committed changes nothing about it.',
  fix: [
    'The database does the sum under the row’s lock: `SET balance = balance - $1`, Prisma `{ decrement }`, Drizzle `sql`, Knex, Sequelize and TypeORM `increment`/`decrement`, MongoDB `$inc`.',
    '',
    '*safe* where the write keeps its condition and its other fields. *review* where a check of the value stands before it (the sum is then right, but both callers still pass the check: put the limit into the write’s condition and look at the count), where a variable with the sum is read elsewhere, where the read goes too and with it the error of a missing record, where Mongoose is asked to run validators, and where Sequelize’s `update()` or a `save()` is replaced, whose validation and hooks an increment skips.',
    '',
    'No edit where the new value is more than the old one plus or minus something, where the field may be empty (by the code’s own default or by Prisma’s schema), where the library’s increment takes no other fields and the write sets some, or where it gives another value than the write and the value may be used: Sequelize’s `update` gives `[count, rows]`, its `increment` does not.',
  ].join('\n'),
  notWhen: 'A row lock (`FOR UPDATE`, `lock`), SERIALIZABLE or REPEATABLE READ, a version or the old value in the write’s condition, a model whose saves check a version (Mongoose’s do when an array is replaced), a driver that runs each query to its end with no other `await` between (Drizzle on `better-sqlite3`), and MongoDB transactions make it safe, and are left alone; so are scheduled jobs, migrations, scripts and tests, values that come from the request, and a span that is added up by the write that ends it. It is a hint where the project’s own code shows no request (or message of a queue) of others than administrators that comes to the write: two at once are then not proven; and where the table is named for figures that people look at (`daily_stats`, `metrics`), unless the field is checked before the write. All fields of one write are one finding.',
  sources: [
    { title: 'PostgreSQL: read committed', url: 'https://www.postgresql.org/docs/current/transaction-iso.html#XACT-READ-COMMITTED' },
    { title: 'Prisma: atomic number operations', url: 'https://www.prisma.io/docs/orm/reference/prisma-client-reference#atomic-number-operations' },
    { title: 'Knex: increment', url: 'https://knexjs.org/guide/query-builder.html#increment' },
    { title: 'Sequelize: incrementing and decrementing', url: 'https://sequelize.org/docs/v6/core-concepts/model-instances/#incrementing-and-decrementing-integer-values' },
    { title: 'MongoDB: $inc', url: 'https://www.mongodb.com/docs/manual/reference/operator/update/inc/' },
  ],
};
