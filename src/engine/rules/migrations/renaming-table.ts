import { tableName } from '../../facts/sql/statements';
import { keywordOf } from '../../facts/sql/keywords';
import type { Rule } from '../rule';
import { withSemicolon } from './concurrently';
import { grantsOn } from './grants';
import { onStatement, place } from './matcher';
import { quoted } from './names';
import { alterTableSource, shownInUse } from './sources';
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
    fix: 'Leaves a view of the old name in the same step, through which PostgreSQL lets reads and writes of simple statements pass, and repeats the GRANTs that the workspace’s SQL makes on the table; drop it in a later release. *review*: as run on PostgreSQL 15, defaults, identity columns, FOR UPDATE and ON CONFLICT (columns) work through the view; ON CONFLICT ON CONSTRAINT and TRUNCATE fail. Without `security_invoker` (PostgreSQL 15 and later) the table’s row-level security is asked for the view’s owner, and every role sees every row, so the view is made with it. A role other than the view’s owner may do nothing until it is granted: a GRANT made elsewhere has to be repeated by hand.',
    notWhen: `Where the file makes a table or view of the old name itself (a swap) nothing is said. ${shownInUse}`,
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
    const old = `${schema}${quoted(table.name)}`;
    const view = `${keyword('CREATE VIEW')} ${old} ${keyword('WITH')} (security_invoker = true) ${keyword('AS SELECT')} * ${keyword('FROM')} ${schema}${quoted(newname)};`;
    const grants = grantsOn(table.name, source).map(({ rights, roles }) => `${keyword('GRANT')} ${keyword(rights)} ${keyword('ON')} ${old} ${keyword('TO')} ${roles};`);
    const newText = (at === end ? ';' : '') + [view, ...new Set(grants)].map((line) => newline + line).join('');
    const ungranted = grants.length === 0 ? ' A role that does not own the view needs a GRANT on it too.' : '';
    return place(table.name, { start, end, message: `Queries of the version still running name ${table.name} and fail from this moment on.${ungranted}`, fixes: [{ title: `Leave a view named ${table.name}`, safety: 'review', edits: [{ start: at, end: at, newText }] }] });
  }),
};
