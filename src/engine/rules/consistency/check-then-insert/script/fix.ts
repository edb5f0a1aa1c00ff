import { insertLayout } from '../../../../facts/sql/layout';
import type { SqlCall } from '../../../../facts/javascript/sqlCalls';
import { written } from '../../../../fix/sqlClauses';
import type { ScriptSource } from '../../../../source';
import { field, isInside } from '../../../../syntax/nodes';
import { filterText } from '../claimSql';
import { columnTexts, type ConflictTarget, type InsertSql } from '../insertSql';
import type { ClaimFix } from '../draft';
import { uniquenessOf } from '../match';
import { refusals, type Refusal } from '../refusal';
import type { ScriptRace } from './find';
import { mysqlEdits } from './mysql';
import { postgresEdits } from './postgres';
import { shapeOf, type Shape } from './shape';
import { removeOrphans } from './statements';
import { swapEdits } from './swap';

/** Everything a rewrite needs to know. */
export interface Rewrite {
  readonly race: ScriptRace;
  readonly shape: Shape;
  readonly insert: InsertSql;
  readonly target: ConflictTarget;
  readonly source: ScriptSource;
}

/** Turns a check and its INSERT into an INSERT that claims first. */
export function scriptFix(race: ScriptRace, source: ScriptSource): ClaimFix | Refusal {
  const [check] = race.checks;
  const { sql, client } = race.insert;
  if (check === undefined) return refusals.nested;
  const { query, key } = check;
  const shape = shapeOf(race, source);
  if (!isOwnText(race.insert, source)) return refusals.sharedText;
  const layout = insertLayout(sql.tokens(source.sql));
  if (layout?.values.length !== race.columns.length) return refusals.opaqueText;
  const insert: InsertSql = { sql, layout, columns: race.columns, key: key.columns, file: source.text, parser: source.sql };
  const uniqueness = uniquenessOf(key, race.columns, source.project.schema);
  const columns = columnTexts(insert, uniqueness.target);
  const table = written(layout.table, sql, source.text);
  const where = uniqueness.partial ? filterText(query.sql, key, source.text, source.sql) : undefined;
  if (columns === undefined || table === undefined) return refusals.parts;
  if (uniqueness.partial && where === undefined) return refusals.partial;
  const target = { columns, where };
  const done = { uniqueness, key: { table, columns, where } };
  if ('refused' in shape) {
    const swapped = client.dialect === 'postgres' && !key.alternatives ? swapEdits(race, insert, target, source) : undefined;
    return swapped === undefined ? shape : { ...done, edits: swapped, claimsBeforeWork: false };
  }
  const rewrite: Rewrite = { race, shape, insert, target, source };
  const rewritten = client.dialect === 'mysql' ? mysqlEdits(rewrite) : postgresEdits(rewrite);
  return 'refused' in rewritten ? rewritten : { ...done, edits: [...rewritten.edits, ...removeOrphans(shape, source)], claimsBeforeWork: shape.work.length > 0 };
}

/** True when the SQL is written at the call, or in a constant that only this call uses. */
export function isOwnText(insert: SqlCall, source: ScriptSource): boolean {
  if (isInside(insert.literal, insert.call)) return true;
  const declarator = insert.literal.parent;
  const name = declarator?.type === 'variable_declarator' ? field(declarator, 'name') : undefined;
  const declaration = name?.type === 'identifier' ? source.scopes.resolve(name) : undefined;
  const isExported = declarator?.parent?.parent?.type === 'export_statement';
  return declaration !== undefined && !isExported && source.scopes.references(declaration).length === 1;
}
