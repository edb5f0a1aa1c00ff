import type { AlterCommand, MigrationFile } from '../../facts/sql/migrationFile';
import { alterCommands } from '../../facts/sql/migrationFile';
import { keywordOf } from '../../facts/sql/keywords';
import type { SqlSource } from '../../source';
import type { Rule } from '../rule';
import { twoSteps } from './followUp';
import { onAlterTable, place } from './matcher';
import { snake } from './names';
import { alterTableSource, shownInUse } from './sources';

export const addingNotNullableField: Rule = {
  id: 'adding-not-nullable-field',
  title: 'SET NOT NULL, which reads the whole table under the strongest lock',
  area: 'migrations',
  languages: ['sql'],
  grade: 'guided',
  severity: 'warning',
  lesson: 'safe-migrations#not-null',
  defaultOn: true,
  docs: {
    finds: '`ALTER COLUMN … SET NOT NULL` with no validated CHECK before it, in the latest PostgreSQL migration of its folder, on a table the file does not create itself.',
    why: 'PostgreSQL looks at every row while nothing may read or write the table: 908 ms for 2 million rows, 62 ms when a validated CHECK (column IS NOT NULL) has proven it before.',
    fix: 'Adds the CHECK as NOT VALID here, which looks at no row; a second migration validates it under a lock that lets reads and writes pass, then sets NOT NULL and drops the CHECK. *guided*: the two must not run in one transaction.',
    notWhen: `Where the file validates a constraint of that table, or adds the column itself, nothing is said. PostgreSQL 11 and older do not use the CHECK. ${shownInUse}`,
    sources: [alterTableSource],
  },
  sql: onAlterTable((part, file, source) => {
    const { command, table, tokens } = part;
    if (command.subtype !== 'AT_SetNotNull' || command.name === undefined || isProven(part, file, source)) return undefined;
    const written = tokens.at(/^column$/i.test(tokens[1]?.text ?? '') ? 2 : 1)?.text ?? command.name;
    const keyword = keywordOf(tokens);
    const name = snake([table, command.name, 'not_null']);
    const next = [
      `ALTER TABLE ${part.writtenTable} VALIDATE CONSTRAINT ${name};`,
      `ALTER TABLE ${part.writtenTable} ALTER COLUMN ${written} SET NOT NULL;`,
      `ALTER TABLE ${part.writtenTable} DROP CONSTRAINT ${name};`,
    ].join('\n');
    const fix = twoSteps(
      {
        title: 'Prove it first by a CHECK, validated in a second migration',
        here: [{ start: part.start, end: part.end, newText: `${keyword('ADD CONSTRAINT')} ${name} ${keyword('CHECK')} (${written} ${keyword('IS NOT NULL')}) ${keyword('NOT VALID')}` }],
        next: { name: `${snake([table, command.name])}_set_not_null`, up: next, down: `ALTER TABLE ${part.writtenTable} ALTER COLUMN ${written} DROP NOT NULL;` },
      },
      file,
      source,
    );
    return place(table, { start: part.start, end: part.end, message: `PostgreSQL reads all of ${table} to prove it, and nothing else reads or writes the table meanwhile.`, fixes: fix === undefined ? [] : [fix] });
  }),
};

/** An earlier statement validates a constraint of the table, or the column itself is new. */
function isProven({ table, command, start }: AlterCommand, { statements }: MigrationFile, source: SqlSource): boolean {
  const before = statements.flatMap((each) => alterCommands(each, source.text)).filter((each) => each.table === table && each.start < start);
  return before.some(
    ({ command: { subtype, def } }) => subtype === 'AT_ValidateConstraint' || (subtype === 'AT_AddColumn' && def !== undefined && 'ColumnDef' in def && def.ColumnDef.colname === command.name),
  );
}
