import { tableName } from '../../facts/sql/statements';
import { keywordOf } from '../../facts/sql/keywords';
import type { Rule } from '../rule';
import { withSemicolon } from './concurrently';
import { onStatement, place } from './matcher';
import { quoted } from './names';
import { alterTableSource } from './sources';
import { sourceStyle } from '../../fix/style';

export const renamingTable: Rule = {
  id: 'renaming-table',
  title: 'A table renamed under running code',
  area: 'migrations',
  languages: ['sql'],
  grade: 'review',
  severity: 'information',
  lesson: 'safe-migrations#lock-queue',
  defaultOn: true,
  docs: {
    finds: '`ALTER TABLE … RENAME TO` in the latest PostgreSQL migration of its folder, on a table the file does not create itself and to whose old name it gives nothing else.',
    why: 'Every query of the version still running names the old table and fails from that moment on, until the last instance is replaced. A rollback of the code fails the same way.',
    fix: 'Leaves a view of the old name, through which PostgreSQL lets simple reads and writes pass; drop it in a later release. *review*: ON CONFLICT works through such a view, row-level security and column defaults set on the view do not.',
    notWhen: 'Where the file makes a table or view of the old name itself (a swap) nothing is said.',
    sources: [alterTableSource, { title: 'PostgreSQL: Updatable Views', url: 'https://www.postgresql.org/docs/18/sql-createview.html#SQL-CREATEVIEW-UPDATABLE-VIEWS' }],
  },
  sql: onStatement(['alter table'], (statement, file, source) => {
    const { node, start, end, tokens } = statement;
    if (!('RenameStmt' in node) || node.RenameStmt.renameType !== 'OBJECT_TABLE') return undefined;
    const { relation, newname } = node.RenameStmt;
    const table = relation === undefined ? undefined : tableName(relation);
    if (table === undefined || newname === undefined || file.created.has(table.name.toLowerCase())) return undefined;
    const givesNameAgain = file.statements.some(({ node: other }) => ('RenameStmt' in other && (other.RenameStmt.newname === table.name || (other !== node && other.RenameStmt.relation?.relname === newname))) || ('ViewStmt' in other && other.ViewStmt.view?.relname === table.name));
    if (givesNameAgain) return undefined;
    const keyword = keywordOf(tokens);
    const schema = table.schema === undefined ? '' : `${quoted(table.schema)}.`;
    const at = withSemicolon(statement, source.text);
    const newline = sourceStyle(source).newline;
    const view = `${at === end ? ';' : ''}${newline}${keyword('CREATE VIEW')} ${schema}${quoted(table.name)} ${keyword('AS SELECT')} * ${keyword('FROM')} ${schema}${quoted(newname)};`;
    return place(table.name, { start, end, message: `Queries of the version still running name ${table.name} and fail from this moment on.`, fixes: [{ title: `Leave a view named ${table.name}`, safety: 'review', edits: [{ start: at, end: at, newText: view }] }] });
  }),
};
