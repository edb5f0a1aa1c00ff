import type { GoSqlCall } from '../../../../facts/go/sqlCalls';
import { insertLayout } from '../../../../facts/sql/layout';
import { dropUnusedImports } from '../../../../fix/go/unusedImports';
import { reindented, removeLines, slicedWith } from '../../../../fix/lines';
import { written } from '../../../../fix/sqlClauses';
import { indentationAt, styleOf } from '../../../../fix/style';
import type { GoSource } from '../../../../source';
import { isInside, namedChildren } from '../../../../syntax/nodes';
import { joinEdits, type TextEdit } from '../../../../text/edits';
import { filterText } from '../claimSql';
import { columnTexts, conflictEdit, type ConflictTarget, type InsertSql } from '../insertSql';
import type { ClaimFix } from '../draft';
import { uniquenessOf } from '../match';
import { refusals, refuse, type Refusal } from '../refusal';
import { declaredAnew, errorScope, goClaim } from './claim';
import type { GoRace } from './find';
import { scannedVariables } from './scanned';
import { goShapeOf, type GoShape } from './shape';
import { swapCalls } from './swap';
import { storeLate } from './lateColumns';
import { dependsOnGo, knownEarlyGo, releaseInWork } from './work';

/** Everything a rewrite needs to know. */
export interface GoRewrite {
  readonly race: GoRace;
  readonly shape: GoShape;
  readonly insert: InsertSql;
  readonly target: ConflictTarget;
  readonly source: GoSource;
  /** The branch for a row that was found reads what the check scanned. */
  readonly readsFound: boolean;
  readonly newline: string;
  /** Indentation of the check. */
  readonly indent: string;
}

/** Turns a check and its INSERT into an INSERT that claims first. */
export function goFix(race: GoRace, source: GoSource): ClaimFix | Refusal {
  const shape = goShapeOf(race, source);
  if ('refused' in shape) return shape;
  const { read, key } = shape.check;
  const { sql } = race.insert;
  if (!isOwnGoText(race.insert, source)) return refusals.sharedText;
  const layout = insertLayout(sql.tokens(source.sql));
  if (layout?.values.length !== race.columns.length) return refusals.opaqueText;
  const insert: InsertSql = { sql, layout, columns: race.columns, key: key.columns, file: source.text, parser: source.sql };
  const uniqueness = uniquenessOf(key, race.columns, source.project.schema);
  const columns = columnTexts(insert, uniqueness.target);
  const table = written(layout.table, sql, source.text);
  const where = uniqueness.partial ? filterText(read.query.sql, key, source.text, source.sql) : undefined;
  if (columns === undefined || table === undefined) return refusals.parts;
  if (uniqueness.partial && where === undefined) return refusals.partial;
  const [first] = shape.checkStatements;
  if (first === undefined) return refusals.nested;
  const indent = indentationAt(source.text, first.startIndex);
  const scanned = scannedVariables(shape, race, source);
  if ('refused' in scanned) return scanned;
  const rewrite: GoRewrite = { race, shape, insert, target: { columns, where }, source, readsFound: scanned.readsFound, newline: styleOf(source.text).newline, indent };
  const rewritten = editsOf(rewrite);
  if ('refused' in rewritten) return rewritten;
  const edits = joinEdits([...rewritten.edits, ...scanned.edits], rewritten.imports);
  const dropped = edits === undefined ? undefined : joinEdits(edits, dropUnusedImports(source, edits));
  if (dropped === undefined) return refuse('The imports of this file cannot be changed.');
  return { edits: dropped, uniqueness, key: { table, columns, where }, claimsBeforeWork: shape.work.length > 0 };
}

/** Edits of the function, and of the imports. */
export interface Rewritten {
  readonly edits: readonly TextEdit[];
  readonly imports: readonly TextEdit[];
}

function editsOf(rewrite: GoRewrite): Rewritten | Refusal {
  const { shape, race, source } = rewrite;
  const isExec = race.insert.method === 'Exec';
  if (shape.work.length === 0 && isExec && needsNoAnswer(shape) && !rewrite.readsFound) return insertAlone(rewrite);
  if (!isExec && race.insert.method !== 'QueryRow') return refusals.nested;
  if (shape.foundPart === undefined) return swapCalls(rewrite);
  const conflict = conflictEdit(rewrite.insert, rewrite.target, !isExec);
  if (conflict === undefined) return refusals.parts;
  const early = knownEarlyGo(rewrite);
  const isSplit = shape.work.length > 0 && !early.every(Boolean);
  if (shape.work.length > 0 && (dependsOnGo(race.insert.receiver, shape.work, source) || race.insert.parameters === undefined)) return refusals.decidedByWork;
  const late = isSplit ? storeLate(rewrite, early) : { claimEdits: [], storeEdits: undefined };
  if ('refused' in late) return late;
  const claim = goClaim(rewrite, [conflict, ...late.claimEdits]);
  if ('refused' in claim) return claim;
  const released = shape.work.length > 0 ? releaseInWork(rewrite) : [];
  if ('refused' in released) return released;
  const stored = late.storeEdits === undefined ? [] : [shape.insert.statement];
  const anew = declaredAnew(rewrite, [...shape.work, ...stored, ...shape.rest]);
  const moved = [...shape.prelude, shape.insert.statement];
  const outside = moved.some((each) => isInside(race.insert.literal, each)) ? [] : [conflict];
  return { edits: [...replaceCheck(shape, claim.text), ...removedPrelude(rewrite), ...released, ...(late.storeEdits ?? removedInsert(rewrite)), ...anew, ...outside], imports: claim.imports };
}

/** Nothing depends on who inserted: only the INSERT is decided on, or both ways end alike. */
function needsNoAnswer(shape: GoShape): boolean {
  if (shape.foundPart === undefined) return shape.rest.length === 0 && shape.insert.failure !== undefined;
  const found = namedChildren(shape.foundPart).map(({ text }) => text);
  const rest = shape.rest.map(({ text }, i) => (i === 0 && shape.insert.failure === undefined ? withoutError(text, shape.insert.error) : text));
  return found.join('\n') === rest.join('\n');
}

const withoutError = (text: string, error: string) => (text.endsWith(error) ? `${text.slice(0, -error.length)}nil` : text);

/** The INSERT with ON CONFLICT says it all: the check goes. */
function insertAlone(rewrite: GoRewrite): Rewritten | Refusal {
  const { shape, source, indent } = rewrite;
  const conflict = conflictEdit(rewrite.insert, rewrite.target, false);
  if (conflict === undefined) return refusals.parts;
  const edits = [conflict, ...assignmentEdits(rewrite)];
  const scope = errorScope(rewrite);
  if (typeof scope !== 'string') return scope;
  const { checkStatements, foundPart, prelude, insert } = shape;
  const [first] = checkStatements;
  const last = checkStatements.at(-1);
  if (first === undefined || last === undefined) return refusals.nested;
  if (foundPart !== undefined) return { edits: [removeLines(source.text, first.startIndex, last.endIndex), ...edits], imports: [] };
  const from = (prelude[0] ?? insert.statement).startIndex;
  const to = (insert.failureStatement ?? insert.statement).endIndex;
  const inside = edits.filter((edit) => edit.start >= from && edit.end <= to);
  const newText = reindented(slicedWith(source.text, from, to, inside), indentationAt(source.text, from), indent);
  return { edits: [{ start: first.startIndex, end: last.endIndex, newText }, ...edits.filter((edit) => !inside.includes(edit))], imports: [] };
}

/** `_, err = …` declares the error where the check did before. */
function assignmentEdits(rewrite: GoRewrite): TextEdit[] {
  const { assignment } = rewrite.shape.insert;
  const scope = errorScope(rewrite);
  const operator = assignment.children.find((child) => child?.type === '=' || child?.type === ':=');
  if (typeof scope !== 'string' || operator == null || assignment.parent?.type === 'if_statement') return [];
  const wanted = scope === 'declared' ? '=' : ':=';
  return operator.text === wanted ? [] : [{ start: operator.startIndex, end: operator.endIndex, newText: wanted }];
}

function replaceCheck({ checkStatements }: GoShape, newText: string): TextEdit[] {
  const [first] = checkStatements;
  const last = checkStatements.at(-1);
  return first === undefined || last === undefined ? [] : [{ start: first.startIndex, end: last.endIndex, newText }];
}

function removedPrelude({ shape, source }: GoRewrite): TextEdit[] {
  const [first] = shape.prelude;
  const last = shape.prelude.at(-1);
  // Without work in between the INSERT goes along.
  if (first === undefined || last === undefined || (shape.insert.statement.type === 'return_statement' && shape.work.length === 0)) return [];
  return [removeLines(source.text, first.startIndex, shape.work.length > 0 ? last.endIndex : endOfInsert(shape))];
}

const endOfInsert = ({ insert }: GoShape) => (insert.failureStatement ?? insert.statement).endIndex;

/** The INSERT and the test of its error leave their old place. */
function removedInsert({ shape, race, source }: GoRewrite): TextEdit[] {
  const { insert, prelude, work, rest } = shape;
  if (insert.statement.type === 'return_statement') {
    const kept = prelude.length > 0 && work.length === 0 ? removeLines(source.text, prelude[0]?.startIndex ?? 0, prelude.at(-1)?.endIndex ?? 0) : undefined;
    return [...(kept === undefined ? [] : [kept]), { start: insert.value.startIndex, end: insert.value.endIndex, newText: insert.error }];
  }
  // The prelude's removal took the INSERT along.
  const removed = prelude.length > 0 && work.length === 0 ? [] : [removeLines(source.text, insert.statement.startIndex, endOfInsert(shape))];
  const [returned] = rest;
  const ending = insert.failure === undefined && race.insert.method === 'Exec' && returned !== undefined ? [{ start: returned.endIndex - insert.error.length, end: returned.endIndex, newText: 'nil' }] : [];
  return [...removed, ...ending];
}

/** True when the SQL is written at the call, or in a constant that only this call uses. */
export function isOwnGoText(insert: GoSqlCall, source: GoSource): boolean {
  if (isInside(insert.literal, insert.call)) return true;
  const declaration = insert.textArgument.type === 'identifier' ? source.scopes.resolve(insert.textArgument) : undefined;
  const isExported = declaration !== undefined && /^[A-Z]/.test(declaration.name);
  // A variable that is given several texts in turn has a reference for each.
  return declaration !== undefined && !isExported && source.scopes.references(declaration, source.tree.rootNode).length === 1;
}
