import { tableName } from '../../facts/sql/statements';
import type { SqlSource } from '../../source';
import type { Rule } from '../rule';
import { elsewhere, insertConcurrently, outsideTransaction } from './concurrently';
import { onStatement, place } from './matcher';
import { quoted, snake } from './names';
import { isOverNoRow, isPartitioned, mendsRows } from './rows';
import { concurrentIndexSource, lockSource, shownInUse } from './sources';

export const requireConcurrentIndexCreation: Rule = {
  id: 'require-concurrent-index-creation',
  title: 'An index built while writes wait',
  area: 'migrations',
  languages: ['sql'],
  grade: 'review',
  severity: 'warning',
  lesson: 'safe-migrations#index-build',
  defaultOn: true,
  docs: {
    finds:
      '`CREATE INDEX` without `CONCURRENTLY`, in the latest migration of its folder, on a table the file does not create itself. The file must be PostgreSQL\'s, by its path, what Prisma or Drizzle notes beside its migrations, its words, those of the migrations beside it or the drivers of its project, or belong to no project.',
    why: 'A plain CREATE INDEX locks the table against every write until the whole index is built. CONCURRENTLY reads the table twice instead and lets writes go on.',
    fix: 'Where the migration does nothing else: adds `CONCURRENTLY`, and the line by which goose, sql-migrate, dbmate or tern open no transaction; *review*, for the runner must not open one. Where it does more: moves the statement to a migration of its own, in the folder\'s numbering; *guided*.',
    notWhen: `A comment of the file that speaks of CONCURRENTLY shows a decision: nothing is said. On a partitioned table PostgreSQL refuses CONCURRENTLY: build the index on each partition; where the workspace's SQL makes the table so, it is a hint without an edit. A build that fails leaves an INVALID index that \`IF NOT EXISTS\` then skips: drop it before the next try. Migrations that others follow have run already and are left alone. ${shownInUse} So is any in a migration of Drizzle, which runs all pending ones in one transaction, a unique index after the file has mended rows of the table, and one over the rows in which a column is set that the file itself adds.`,
    sources: [concurrentIndexSource, lockSource],
  },
  sql: onStatement(['create index', 'create unique index'], (statement, file, source) => {
    const { node } = statement;
    if (!('IndexStmt' in node) || node.IndexStmt.concurrent === true) return undefined;
    const { relation, idxname, indexParams = [] } = node.IndexStmt;
    const table = relation === undefined ? undefined : tableName(relation);
    if (table === undefined || isDecided(source) || file.created.has(table.name.toLowerCase())) return undefined;
    const edit = insertConcurrently(statement);
    const on = statement.tokens.findIndex((token) => /^on$/i.test(token.text));
    const head = statement.tokens[on - 1];
    if (edit === undefined || head === undefined) return undefined;
    const text = source.text.slice(statement.start, edit.start) + edit.newText + source.text.slice(edit.end, statement.end);
    const columns = indexParams.flatMap((part) => ('IndexElem' in part ? (part.IndexElem.name ?? []) : []));
    const index = idxname ?? [table.name, ...columns, 'idx'].join('_');
    // Without a name of its own, what PostgreSQL calls it cannot be dropped again.
    const down = `DROP INDEX CONCURRENTLY IF EXISTS ${quoted(index)}`;
    const fix = idxname === undefined && !statement.inTransaction && file.statements.length > 1 ? undefined : outsideTransaction({ statement, text, inPlace: [edit], down, index, name: `index_${snake([table.name, ...columns])}` }, file, source);
    const message = `Writes to ${table.name} wait until the whole index is built.`;
    if (isPartitioned(table.name, source)) {
      return place(table.name, { start: statement.start, end: head.end, severity: 'hint', message: `${message} PostgreSQL refuses CONCURRENTLY on a partitioned table: create it ON ONLY ${table.name}, build one on each partition CONCURRENTLY, and attach those.`, fixes: [] });
    }
    // Nothing in the migration can mend it.
    const isOfDrizzle = file.runner.keepsJournal === true;
    const isBrief = isOverNoRow(node.IndexStmt, file, source) || (node.IndexStmt.unique === true && mendsRows(table.name, statement, file));
    return place(table.name, {
      start: statement.start,
      end: head.end,
      ...(isBrief || isOfDrizzle ? { severity: 'hint' as const } : {}),
      message: fix === undefined ? `${message} ${elsewhere(file, 'build the index by hand before, and write IF NOT EXISTS here')}` : message,
      fixes: fix === undefined ? [] : [{ title: fix.safety === 'guided' ? 'Move the index to a migration of its own, built CONCURRENTLY' : 'Build the index CONCURRENTLY', ...fix }],
    });
  }),
};

/** Whoever names CONCURRENTLY in a comment has weighed it. */
const isDecided = ({ sql, text }: SqlSource) => sql.comments(text).some((comment) => /concurrently/i.test(comment.text));
