import type { SqlParser } from '../../../syntax/sql';
import type { SqlText } from '../../../facts/sql/text';

/** A catch that already knows what a unique violation is. */
export const handlesDuplicates = /23505|ER_DUP_ENTRY|\b1062\b|unique[\s_-]?(?:key)?[\s_-]?(?:violation|constraint|error)|duplicate|\.constraint(?:Name)?\b/i;

/** As strict as a whole function's text needs: a log line may speak of duplicates too. */
export const namesDuplicates = /23505|UniqueViolation|unique_violation|\bIs(?:Unique|Duplicate|Constraint)\w*|\bErrDuplicat|Contains\([^)]*duplicate|\.ConstraintName\b/;

/** Functions and methods that let one caller in at a time, by name: a name alone never makes a finding, it only prevents one. */
export const entersLock = /(?<!b|c|un)lock|mutex|semaphore|synchronized|exclusive|serializable|setnx/i;

/** Folders of code that is run once, by hand or by a deployment. */
export const runsOnce = /(?:^|\/)(?:migrations?|seeds?|seeders|fixtures)\//i;

/** True when a statement creates the table: code that makes its own table is set up once, as a migration runner is. */
export function createsTable(text: SqlText, table: string, sql: SqlParser): boolean {
  return text.parse(sql).statements.some(({ node }) => 'CreateStmt' in node && node.CreateStmt.relation?.relname === table);
}

const advisory = /^(?:pg_(?:try_)?advisory_(?:xact_)?lock|get_lock)/;

/** True when a statement run before makes the check safe: SERIALIZABLE, a table lock, an advisory lock. */
export function serializes(text: SqlText, sql: SqlParser): boolean {
  return text.parse(sql).statements.some(({ node }) => {
    if ('LockStmt' in node) return true;
    if ('TransactionStmt' in node || 'VariableSetStmt' in node) return JSON.stringify(node).includes('"sval":"serializable"');
    return 'SelectStmt' in node && callsAdvisoryLock(node);
  });
}

function callsAdvisoryLock(node: object): boolean {
  let found = false;
  JSON.stringify(node, (key, value: unknown) => {
    if (key === 'sval' && typeof value === 'string' && advisory.test(value)) found = true;
    return value;
  });
  return found;
}

/** True when a statement locks rows of another table, so that checks which start there come one by one. */
export function locksElsewhere(text: SqlText, table: string, sql: SqlParser): boolean {
  return text.parse(sql).statements.some(({ node }) => {
    if ('UpdateStmt' in node) return node.UpdateStmt.relation?.relname !== table;
    if (!('SelectStmt' in node) || (node.SelectStmt.lockingClause ?? []).length === 0) return false;
    return !(node.SelectStmt.fromClause ?? []).some((from) => 'RangeVar' in from && from.RangeVar.relname === table);
  });
}
