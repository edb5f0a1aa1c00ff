import type { GrantStmt } from '@pgsql/types';
import type { SqlNode } from '../../syntax/sql';
import type { SqlSource } from '../../source';
import { quoted } from './names';

/** What one GRANT gives, without the table it is given on. */
export interface Grant {
  /** As SQL writes them: `SELECT, INSERT`, `ALL`. */
  readonly rights: string;
  /** As SQL writes them: `app, reporting`. */
  readonly roles: string;
}

/**
 * The grants on a whole table that the workspace's SQL makes, in the order of its files. None where it also takes one
 * back: what is left then is for its author to say.
 */
export function grantsOn(table: string, { project, sql }: SqlSource): readonly Grant[] {
  const statements = project.sqlFiles.flatMap((file) => {
    const text = project.read(file);
    if (text === undefined || !/\b(?:grant|revoke)\b/i.test(text) || !text.includes(table)) return [];
    return sql.parse(text).statements.flatMap(({ node }) => statementOn(node, table) ?? []);
  });
  return statements.every(({ is_grant: isGrant }) => isGrant === true) ? statements.flatMap((statement) => grantIn(statement) ?? []) : [];
}

function statementOn(node: SqlNode, table: string): GrantStmt | undefined {
  if (!('GrantStmt' in node) || node.GrantStmt.objtype !== 'OBJECT_TABLE') return undefined;
  const named = (node.GrantStmt.objects ?? []).some((object) => 'RangeVar' in object && object.RangeVar.relname === table);
  return named ? node.GrantStmt : undefined;
}

function grantIn({ privileges, grantees }: GrantStmt): Grant | undefined {
  const rights = (privileges ?? []).flatMap((right) => ('AccessPriv' in right && right.AccessPriv.cols === undefined ? [(right.AccessPriv.priv_name ?? 'all').toUpperCase()] : []));
  const roles = (grantees ?? []).flatMap((role) => ('RoleSpec' in role ? [roleName(role.RoleSpec)] : []));
  if (roles.length === 0 || ((privileges ?? []).length > 0 && rights.length === 0)) return undefined;
  return { rights: rights.length === 0 ? 'ALL' : rights.join(', '), roles: roles.join(', ') };
}

const roleName = ({ roletype, rolename }: { readonly roletype?: string; readonly rolename?: string }): string => (roletype === 'ROLESPEC_PUBLIC' || rolename === undefined ? 'PUBLIC' : quoted(rolename));
