import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds:
    'A template, a concatenation or a format that becomes SQL on `pg`, `pg-promise`, `postgres` (`unsafe`), `mysql`, `mysql2`, `better-sqlite3`, `sqlite3`, `knex` (`raw`, `whereRaw` …), `sequelize` (`query`, `literal`), Prisma (`…RawUnsafe`), TypeORM (`query` and the builder’s conditions), `mssql`; in Go on `database/sql`, pgx, sqlx and gorm. The client is traced to where it is made, through the project’s own files and wrappers. A warning where the text is traced to the request, anywhere in the statement; a hint where it is a parameter of a function whose callers are not known, in the place of a value: often that is a number or an id the code has just read. A hint, too, where the request may have been checked before in a way the rule does not read (a validator on the route or in the handler, a pattern in the path, a pipe or a type of a Nest parameter, a strict tag of a bound Go struct), and where the request gives the whole statement, as it does to a console.',
  why: 'What is pasted in may end the string or the list it stands in, and the rest runs as SQL. On PostgreSQL 4 of 4 such requests (in a pattern, a bare id, an interval, a list) read a row the statement leaves out; with the values as parameters none did.',
  fix: '*Safe* for values beside a column, in `IN`, `VALUES`, `SET` and `LIMIT`: a placeholder in the library’s own form, the value in its list, at the place its placeholder has. Quotes go, a pattern such as `\'%…%\'` moves into the value, `interval \'… days\'` becomes a cast, `IN (…)` of a joined list becomes `= ANY($1)` on PostgreSQL. *Review* where the type of a placeholder may differ from that of a literal (arguments of functions, Prisma, a database that package.json does not tell), and for `ORDER BY`: the statement may then be sorted only by the columns it returns.',
  notWhen:
    'Tagged templates (`sql`, `Prisma.sql`, Drizzle, postgres.js, slonik) pass parameters and are never reported. Constants, numbers, enumerations, arguments that a graphql-js schema types as anything but text, look-ups in constant tables, text compared with a list or a pattern, escaped text and placeholder lists are left alone, and so are names of tables from configuration, values read from the database, migrations, tools and module top level. `ORDER BY $1` is no fix: it sorts by a constant, silently. In `query` (not in `execute`) mysql 2.18 and mysql2 up to 3.16 make SQL of an object in the place of a string: `p = ?` with `{ p: 1 }` becomes ``p = `p` = 1``. Values of a body or query string are therefore made strings first.',
  sources: [
    { title: 'OWASP: SQL injection prevention', url: 'https://cheatsheetseries.owasp.org/cheatsheets/SQL_Injection_Prevention_Cheat_Sheet.html' },
    { title: 'node-postgres: parameterized queries', url: 'https://node-postgres.com/features/queries#parameterized-query' },
    { title: 'Go: avoiding SQL injection risk', url: 'https://go.dev/doc/database/sql-injection' },
    { title: 'PostgreSQL: type conversion of unknown literals and parameters', url: 'https://www.postgresql.org/docs/current/typeconv-overview.html' },
  ],
};
