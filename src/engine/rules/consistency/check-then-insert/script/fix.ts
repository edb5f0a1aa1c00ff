import { insertLayout, type InsertLayout } from '../../../../facts/sql/layout';
import { written } from '../../../../fix/sqlClauses';
import type { SqlCall } from '../../../../facts/javascript/sqlCalls';
import type { ScriptSource } from '../../../../source';
import { field, isInside, namedChildren, type Node } from '../../../../syntax/nodes';
import type { TextEdit } from '../../../../text/edits';
import { filterText } from '../claimSql';
import { uniquenessOf, type Uniqueness } from '../match';
import type { MissingKey } from '../migration';
import { targetColumns, type ConflictTarget } from './claim';
import type { ScriptRace } from './find';
import { mysqlEdits } from './mysql';
import { postgresEdits } from './postgres';
import { shapeOf, type Refusal, type Shape } from './shape';

/** Everything a rewrite needs to know. */
export interface Rewrite {
  readonly race: ScriptRace;
  readonly shape: Shape;
  readonly layout: InsertLayout;
  readonly target: ConflictTarget;
  readonly source: ScriptSource;
}

export interface ScriptFix {
  readonly edits: readonly TextEdit[];
  readonly uniqueness: Uniqueness;
  readonly target: ConflictTarget;
  readonly key: MissingKey;
  /** Work runs between the claim and the end: a crash in it leaves the claim behind. */
  readonly claimsBeforeWork: boolean;
}

/** Turns a check and its INSERT into an INSERT that claims first. */
export function scriptFix(race: ScriptRace, source: ScriptSource): ScriptFix | Refusal {
  const [check] = race.checks;
  const shape = shapeOf(race, source);
  if ('refused' in shape || check === undefined) return 'refused' in shape ? shape : { refused: '' };
  const layout = insertLayout(race.insert.sql.tokens(source.sql));
  const uniqueness = uniquenessOf(check.key, race.columns, source.project.schema);
  if (!isOwnText(race.insert, source)) return { refused: "The INSERT's text is shared with other code." };
  if (layout?.values.length !== race.columns.length) return { refused: "The INSERT's text cannot be taken apart." };
  const columns = targetColumns(race, uniqueness.target, layout, source);
  const table = written(layout.table, race.insert.sql, source.text);
  const where = uniqueness.partial ? filterText(check.query.sql, check.key, source.text, source.sql) : undefined;
  if (columns === undefined || table === undefined) return { refused: "The INSERT's text is put together from parts." };
  if (uniqueness.partial && where === undefined) return { refused: 'The check asks for more than its key, in a form an index cannot repeat.' };
  const target = { columns, where };
  const rewrite: Rewrite = { race, shape, layout, target, source };
  const edits = race.insert.client.dialect === 'mysql' ? mysqlEdits(rewrite) : postgresEdits(rewrite);
  if ('refused' in edits) return edits;
  return { edits: edits.edits, uniqueness, target, key: { table, columns, where }, claimsBeforeWork: shape.work.length > 0 };
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

/** The statements of a block, or the one statement that stands for it. */
export const bodyOf = (part: Node): readonly Node[] => (part.type === 'statement_block' ? namedChildren(part) : [part]);
