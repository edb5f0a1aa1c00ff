import type { Constraint } from '@pgsql/types';
import type { AlterCommand, MigrationFile } from '../../facts/sql/migrationFile';
import { keywordOf } from '../../facts/sql/keywords';
import type { SqlSource } from '../../source';
import type { Draft } from '../rule';
import { twoSteps } from './followUp';
import { quoted, snake } from './names';

/** The constraint a command adds to a table, of these kinds, when it is checked against the rows at once. */
export function checkedConstraint({ command }: AlterCommand, kind: 'CONSTR_FOREIGN' | 'CONSTR_CHECK'): Constraint | undefined {
  const constraint = command.subtype === 'AT_AddConstraint' && command.def !== undefined && 'Constraint' in command.def ? command.def.Constraint : undefined;
  return constraint?.contype === kind && constraint.skip_validation !== true ? constraint : undefined;
}

/** The finding with its two steps: NOT VALID here, VALIDATE in the next migration. */
export function notValidDraft(part: AlterCommand, constraint: Constraint, message: string, file: MigrationFile, source: SqlSource): Draft {
  const { start, end, table, tokens, writtenTable } = part;
  const columns = (constraint.fk_attrs ?? []).flatMap((each) => ('String' in each ? (each.String.sval ?? []) : []));
  // PostgreSQL names a foreign key by table and columns; what it calls a CHECK depends on the columns it reads.
  const name = constraint.conname ?? (columns.length > 0 ? [table, ...columns, 'fkey'].join('_') : undefined);
  const drop = name === undefined ? '' : `ALTER TABLE ${writtenTable} DROP CONSTRAINT ${quoted(name)};`;
  const fix =
    name === undefined
      ? undefined
      : twoSteps(
          {
            title: 'Add it NOT VALID, and validate it in a second migration',
            here: [{ start: end, end, newText: ` ${keywordOf(tokens)('NOT VALID')}` }],
            next: { name: `validate_${snake([name])}`, up: `ALTER TABLE ${writtenTable} VALIDATE CONSTRAINT ${quoted(name)};`, down: drop },
          },
          file,
          source,
        );
  return { start, end, message: fix === undefined ? `${message} Name the constraint, add it NOT VALID, and validate it in a second migration.` : message, fixes: fix === undefined ? [] : [fix] };
}
