import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds: [
    'A SELECT by key and an INSERT of the same table and the same key in one function, where the INSERT only runs if the SELECT found nothing; and one statement that asks first: `INSERT … SELECT … WHERE NOT EXISTS (…)`, PL/pgSQL’s `IF NOT EXISTS (…) THEN INSERT`.',
    '',
    'The client must be proven by where it comes from: `pg` (pools, clients and functions that hand their arguments on to one), `mysql2`, pgx and pgxpool, `database/sql` with PostgreSQL’s placeholders. The SQL is read by PostgreSQL’s own parser: every condition of the SELECT must be met by the row the INSERT adds, and each value must be the same expression in both, not written in between.',
  ].join('\n'),
  why: 'Between the SELECT and the INSERT another call runs the same SELECT and finds nothing either: 20 concurrent calls left 20 rows, with a transaction at read committed or FOR UPDATE still 20. With a unique key one call wins and 19 fail; only INSERT … ON CONFLICT DO NOTHING has one winner and no error.',
  fix: [
    'The INSERT comes first and decides: `ON CONFLICT (key) DO NOTHING RETURNING …`, by whether a row came back. The SELECT moves to the branch for a row that exists, or goes where nobody reads its rows. The conflict target is always named: without a unique key it fails with 42P10, where a bare ON CONFLICT would quietly insert twice. MySQL keeps the plain INSERT and catches ER_DUP_ENTRY: INSERT IGNORE hides truncation too, and ON DUPLICATE KEY reports 1 as an insert does.',
    '',
    '*safe* where the workspace’s SQL proves the unique key. Else *review*: the fix adds the migration, named and numbered as the workspace’s own are. Where those are not SQL, or a journal lists them, no new file would be run: the finding then names the statement.',
    '',
    'Work between the check and the INSERT that may do more than compute, such as a charge, is *review*: the claim moves before it, an UPDATE stores what only the work knows, and an error gives the claim back. A second caller can now be answered while the first is at work, and a crash in the work leaves the claim behind: keep `locked_at` in the row and expire old claims, pass the same key to the provider, store the response, and answer 409 with Retry-After meanwhile.',
    '',
    'No edit where a column that only the work knows is not known to allow NULL, where the work can end early, where several checks or either of several keys decide, and in the callback style.',
  ].join('\n'),
  notWhen: [
    'A transaction at SERIALIZABLE, an advisory lock, a table lock or the lock of a parent row makes the check safe; a catch of the duplicate error handles it. All of these are left alone, as are history tables, checks of a time window or a range, `count(*)` against a limit, seeds, migrations, scripts and tests. In JavaScript it is a hint where all that calls it is a schedule, the program’s start, or what only administrators ask for: two at once are rare there. In a function of the database it is a hint where the schema proves the key unique: the late one fails as a whole.',
    '',
    'Where two rows with the same key are meant to exist, suppress the finding with the reason.',
  ].join('\n'),
  sources: [
    { title: 'PostgreSQL: INSERT, ON CONFLICT clause', url: 'https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT' },
    { title: 'PostgreSQL: transaction isolation', url: 'https://www.postgresql.org/docs/current/transaction-iso.html' },
    { title: 'MySQL: INSERT', url: 'https://dev.mysql.com/doc/refman/8.4/en/insert.html' },
    { title: 'IETF draft: the Idempotency-Key header', url: 'https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/' },
  ],
};
