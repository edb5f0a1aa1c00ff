import type { Rule } from '../rule';
import { elsewhere, insertConcurrently, outsideTransaction } from './concurrently';
import { onStatement, place } from './matcher';
import { snake } from './names';
import { dropIndexSource, lockSource, shownInUse } from './sources';

export const requireConcurrentIndexDeletion: Rule = {
  id: 'require-concurrent-index-deletion',
  title: 'An index dropped while every query waits',
  area: 'migrations',
  languages: ['sql'],
  grade: 'review',
  severity: 'information',
  lesson: 'safe-migrations#lock-queue',
  defaultOn: true,
  docs: {
    finds: '`DROP INDEX` without `CONCURRENTLY`, in the latest PostgreSQL migration of its folder.',
    why: 'DROP INDEX takes the strongest lock on the table, so it waits for every running query, and every later query waits behind it. CONCURRENTLY waits without that lock.',
    fix: 'Where the migration does nothing else: adds `CONCURRENTLY`, and the line by which goose, sql-migrate, dbmate or tern open no transaction; *review*. Where it does more: moves the statement to a migration of its own; *guided*.',
    notWhen: `One statement can drop only one index CONCURRENTLY, without CASCADE, and not an index that backs a constraint. Where the file drops the table as well, nothing is said. ${shownInUse}`,
    sources: [dropIndexSource, lockSource],
  },
  sql: onStatement(['drop index'], (statement, file, source) => {
    const { node } = statement;
    if (!('DropStmt' in node) || node.DropStmt.removeType !== 'OBJECT_INDEX' || node.DropStmt.concurrent === true) return undefined;
    if (file.statements.some((each) => 'DropStmt' in each.node && each.node.DropStmt.removeType === 'OBJECT_TABLE')) return undefined;
    const { objects = [], behavior } = node.DropStmt;
    // What the file itself builds anew is being replaced: the lock is taken either way.
    const edit = insertConcurrently(statement);
    const message = 'Every query on the table waits behind this statement, which itself waits for those that are running.';
    const isPlain = objects.length === 1 && behavior !== 'DROP_CASCADE';
    const name = statement.tokens.at(-1)?.text.replaceAll('"', '') ?? 'index';
    const text = edit === undefined ? '' : source.text.slice(statement.start, edit.start) + edit.newText + source.text.slice(edit.end, statement.end);
    const fix = edit === undefined || !isPlain ? undefined : outsideTransaction({ statement, text, inPlace: [edit], down: 'SELECT 1', index: name, name: `drop_${snake([name])}` }, file, source);
    const reason = isPlain ? elsewhere(file, 'drop the index by hand before, and write IF EXISTS here') : 'CONCURRENTLY takes one index at a time, without CASCADE.';
    // The index's table is not known: each has its own lock.
    return place(name, {
      start: statement.start,
      end: statement.end,
      message: fix === undefined ? `${message} ${reason}` : message,
      fixes: fix === undefined ? [] : [{ title: fix.safety === 'guided' ? 'Move it to a migration of its own, dropped CONCURRENTLY' : 'Drop the index CONCURRENTLY', ...fix }],
    });
  }),
};
