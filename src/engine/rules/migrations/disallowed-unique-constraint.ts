import type { Rule } from '../rule';
import { keywordOf } from '../../facts/sql/keywords';
import type { AlterCommand } from '../../facts/sql/migrationFile';
import { addedColumn } from './addedColumn';
import { askingForNoTransaction } from './concurrently';
import { twoSteps } from './followUp';
import { isAloneIn, onAlterTable, place } from './matcher';
import { quoted, snake } from './names';
import { mendsRows } from './rows';
import { alterTableSource, shownInUse } from './sources';

export const disallowedUniqueConstraint: Rule = {
  id: 'disallowed-unique-constraint',
  title: 'A UNIQUE constraint that builds its index while every query waits',
  area: 'migrations',
  languages: ['sql'],
  grade: 'guided',
  severity: 'warning',
  lesson: 'safe-migrations#constraint',
  defaultOn: true,
  docs: {
    finds: '`ADD UNIQUE`, `ADD CONSTRAINT … UNIQUE` or a primary key without `USING INDEX`, and `ADD COLUMN … UNIQUE`, in the latest PostgreSQL migration of its folder, on a table the file does not create itself.',
    why: 'The index behind the constraint is built under the strongest lock: nothing reads or writes the table until it is whole. CREATE UNIQUE INDEX CONCURRENTLY lets both go on.',
    fix: 'Where the file does nothing else: builds the unique index CONCURRENTLY here, and a second migration makes the constraint from it with USING INDEX, which takes a moment; *guided*.',
    notWhen: `A build that meets duplicates leaves an INVALID index: drop it, mend the rows, build again. ${shownInUse} So is one after the file has mended rows of the table.`,
    sources: [alterTableSource],
  },
  sql: onAlterTable((part, file, source) => {
    const { command, table, tokens, start, end, writtenTable, statement, isAlone } = part;
    const severity = mendsRows(table, statement, file) ? { severity: 'hint' as const } : {};
    const message = `Nothing reads or writes ${table} until the index behind the constraint is built.`;
    const apart = file.runner.keepsJournal === true ? 'by hand, as Drizzle runs all pending migrations in one transaction' : 'in a migration of its own';
    if (isUniqueColumn(part)) return place(table, { start, end, ...severity, message: `${message} Add the plain column here; build a unique index CONCURRENTLY ${apart}, then add the constraint USING INDEX.`, fixes: [] });
    const constraint = command.subtype === 'AT_AddConstraint' && command.def !== undefined && 'Constraint' in command.def ? command.def.Constraint : undefined;
    const isPrimary = constraint?.contype === 'CONSTR_PRIMARY';
    if (constraint === undefined || (constraint.contype !== 'CONSTR_UNIQUE' && !isPrimary) || constraint.indexname !== undefined) return undefined;
    const keys = (constraint.keys ?? []).flatMap((key) => ('String' in key ? (key.String.sval ?? []) : []));
    const open = tokens.find((token) => token.text === '(');
    const close = tokens.find((token) => token.text === ')');
    const isPlain = !isPrimary && constraint.nulls_not_distinct !== true && constraint.deferrable !== true && (constraint.including ?? []).length === 0;
    if (!isAlone || !isAloneIn(statement, file) || statement.inTransaction || !isPlain || keys.length === 0 || open === undefined || close === undefined) {
      return place(table, { start, end, ...severity, message: `${message} Build a unique index CONCURRENTLY ${apart}, then add the constraint USING INDEX.`, fixes: [] });
    }
    const name = constraint.conname ?? [table, ...keys, 'key'].join('_');
    const keyword = keywordOf(statement.tokens);
    const index = `${keyword('CREATE UNIQUE INDEX CONCURRENTLY')} ${quoted(name)} ${keyword('ON')} ${writtenTable} ${source.text.slice(open.start, close.end)}`;
    const fix = twoSteps(
      {
        title: 'Build the index CONCURRENTLY, and make the constraint from it in a second migration',
        here: [...askingForNoTransaction(file, source), { start: statement.start, end: statement.end, newText: index }],
        next: {
          name: `constraint_${snake([name])}`,
          up: `ALTER TABLE ${writtenTable} ADD CONSTRAINT ${quoted(name)} UNIQUE USING INDEX ${quoted(name)};`,
          down: `ALTER TABLE ${writtenTable} DROP CONSTRAINT ${quoted(name)};`,
        },
      },
      file,
      source,
    );
    return place(table, { start, end, ...severity, message, fixes: fix === undefined ? [] : [fix] });
  }),
};

/** `ADD COLUMN slug text UNIQUE`. */
const isUniqueColumn = ({ command }: AlterCommand): boolean =>
  (addedColumn(command)?.constraints ?? []).some((each) => 'Constraint' in each && (each.Constraint.contype === 'CONSTR_UNIQUE' || each.Constraint.contype === 'CONSTR_PRIMARY'));
