import { awaitOf, calleeOf } from '../../../../facts/javascript/calls';
import { leadStart } from '../../../../fix/javascript/leadStart';
import { reindented, removeLines, slicedWith } from '../../../../fix/lines';
import { indentationAt, styleOf } from '../../../../fix/style';
import { field } from '../../../../syntax/nodes';
import type { TextEdit } from '../../../../text/edits';
import { conflictEdit } from '../insertSql';
import { refusals, type Refusal } from '../refusal';
import { claimOf, restOfStatement, type Claim } from './claim';
import type { Rewrite } from './fix';
import { splitClaim } from './lateColumns';
import { releaseStatement } from './rowCalls';
import { readInFoundPart } from './foundPart';
import { placeBeforeGuard, removeStatements } from './statements';
import { dependsOn, guardedWork, knownEarly, releaseOf } from './work';

export interface Edits {
  readonly edits: readonly TextEdit[];
}

/** `INSERT … ON CONFLICT (key) DO NOTHING RETURNING …` first, and the decision by whether a row came back. */
export function postgresEdits(rewrite: Rewrite): Edits | Refusal {
  const { shape } = rewrite;
  if (shape.work.length > 0) return claimBeforeWork(rewrite);
  return needsNoAnswer(rewrite) ? insertAlone(rewrite) : claimInstead(rewrite);
}

/** Nothing depends on who inserted: then the INSERT alone says it all. */
function needsNoAnswer({ race, shape }: Rewrite): boolean {
  if (shape.rest.length > 0 || restOfStatement(race, shape) !== undefined) return false;
  if (shape.form === 'then') return shape.foundPart === undefined;
  const isLast = shape.guard.parent?.parent?.id === race.fn.id;
  return shape.form === 'exit' && isLast && /^(?:\{\s*)?return\s*;?(?:\s*\})?$/.test(shape.foundPart?.text ?? '');
}

function insertAlone(rewrite: Rewrite): Edits | Refusal {
  const { shape, target, source } = rewrite;
  const conflict = conflictEdit(rewrite.insert, target, false);
  if (conflict === undefined) return refusals.parts;
  const { guard, insert, prelude, select, derived } = shape;
  const removed = [...(select === undefined ? [] : [select]), ...derived].map((statement) => removeLines(source.text, statement.startIndex, statement.endIndex));
  if (shape.form === 'exit') return { edits: [...removed, ...removeStatements([guard], source), conflict] };
  const from = leadStart(prelude[0] ?? insert, source);
  const kept = slicedWith(source.text, from, insert.endIndex, [conflict]);
  const newText = reindented(kept, indentationAt(source.text, insert.startIndex), indentationAt(source.text, guard.startIndex));
  const outside = conflict.start < from || conflict.end > insert.endIndex ? [conflict] : [];
  return { edits: [...removed, { start: guard.startIndex, end: guard.endIndex, newText }, ...outside] };
}

/** The INSERT takes the check's place; the check, where its rows are read, moves to the branch for a row that exists. */
function claimInstead(rewrite: Rewrite): Edits | Refusal {
  const { race, shape, target, source } = rewrite;
  const { layout } = rewrite.insert;
  const conflict = conflictEdit(rewrite.insert, target, true);
  if (conflict === undefined) return refusals.parts;
  const claim = claimOf(race, shape, layout.returning !== undefined, source);
  const statement = claimStatement(rewrite, claim, [conflict], true);
  const moved = [...shape.prelude, shape.insert];
  const inPlace = moved.some((each) => conflict.start >= each.startIndex && conflict.end <= each.endIndex) ? [] : [conflict];
  const text = withPrelude(rewrite, statement, [conflict]);
  const isEmptied = shape.rest.length === 0 && (claim.keeps || restOfStatement(race, shape) === undefined);
  return {
    edits: [...placeBeforeGuard(shape, text, source), ...decide(rewrite, claim, isEmptied), ...(shape.readsFound ? readInFoundPart(shape, source) : []), ...withoutInsert(rewrite, claim, isEmptied), ...inPlace],
  };
}

/** The claim comes before the work, which gives it back when it fails; what only the work knows is stored by an UPDATE. */
function claimBeforeWork(rewrite: Rewrite): Edits | Refusal {
  const { race, shape, target, source } = rewrite;
  const { layout } = rewrite.insert;
  const release = releaseOf(race, source);
  if (typeof release !== 'string') return release;
  const early = knownEarly(rewrite);
  const callee = calleeOf(race.insert.call);
  if (callee === undefined || dependsOn(callee, shape.work, source) || race.insert.parameters === undefined) {
    return refusals.decidedByWork;
  }
  const conflict = conflictEdit(rewrite.insert, target, true);
  if (conflict === undefined || conflict.start < shape.insert.startIndex || conflict.end > shape.insert.endIndex) return refusals.sharedText;
  const split = early.every(Boolean) ? undefined : splitClaim(rewrite, early);
  if (split !== undefined && 'refused' in split) return split;
  const claim = claimOf(race, split === undefined ? shape : { ...shape, insert: shape.guard }, layout.returning !== undefined, source);
  const text = withPrelude(rewrite, claimStatement(rewrite, claim, [conflict, ...(split?.claimEdits ?? [])], split === undefined));
  const work = workEdits(rewrite, release);
  if ('refused' in work) return work;
  return {
    edits: [
      ...placeBeforeGuard(shape, text, source),
      ...decide(rewrite, claim, false),
      ...(shape.readsFound ? readInFoundPart(shape, source) : []),
      ...work.edits,
      ...(split === undefined ? withoutInsert(rewrite, claim, false) : [...preludeEdits(rewrite), ...split.storeEdits]),
    ],
  };
}

function workEdits(rewrite: Rewrite, release: 'delete' | 'rollback'): Edits | Refusal {
  if (release === 'rollback') return { edits: [] };
  const statement = releaseStatement(rewrite);
  if (typeof statement !== 'string') return statement;
  const guarded = guardedWork(rewrite.shape, statement, rewrite.source);
  return 'refused' in guarded ? guarded : { edits: [guarded] };
}

/** The claim's statement, at the depth of the check. */
function claimStatement({ race, shape, source }: Rewrite, claim: Claim, edits: readonly TextEdit[], moves: boolean): string {
  const { insert, guard } = shape;
  const isWhole = claim.keeps || (moves && restOfStatement(race, shape) === undefined);
  const from = isWhole ? leadStart(insert, source) : insert.startIndex;
  const depth: [string, string] = [indentationAt(source.text, insert.startIndex), indentationAt(source.text, guard.startIndex)];
  if (claim.keeps) return reindented(slicedWith(source.text, from, insert.endIndex, edits), ...depth);
  const awaited = awaitOf(race.insert.call) ?? race.insert.call;
  const expression = slicedWith(source.text, awaited.startIndex, awaited.endIndex, edits);
  const call = awaited.id === race.insert.call.id && awaitOf(race.insert.call) === undefined ? `await ${expression}` : expression;
  const end = styleOf(source.text).semicolons ? ';' : '';
  const comments = source.text.slice(from, insert.startIndex);
  return reindented(`${comments}const ${claim.name} = ${call}${end}`, ...depth);
}

/** What ran before the INSERT and changes nothing keeps its place before it. */
function withPrelude({ shape, source }: Rewrite, statement: string, edits: readonly TextEdit[] = []): string {
  const [first] = shape.prelude;
  const last = shape.prelude.at(-1);
  if (first === undefined || last === undefined) return statement;
  const outer = indentationAt(source.text, shape.guard.startIndex);
  const kept = slicedWith(source.text, leadStart(first, source), last.endIndex, edits);
  return reindented(kept, indentationAt(source.text, first.startIndex), outer) + styleOf(source.text).newline + outer + statement;
}

function preludeEdits({ shape, source }: Rewrite): TextEdit[] {
  return removeStatements(shape.prelude, source);
}

/** The INSERT leaves its old place; where its result is read there, the claim's name stands for it. */
function withoutInsert({ race, shape, source }: Rewrite, claim: Claim, isEmptied: boolean): TextEdit[] {
  // The whole branch goes.
  if (isEmptied && shape.form !== 'exit') return [];
  const value = claim.keeps ? undefined : restOfStatement(race, shape);
  if (value !== undefined) return [...removeStatements(shape.prelude, source), { start: value.startIndex, end: value.endIndex, newText: claim.name }];
  const isTogether = shape.prelude.length > 0 && shape.work.length === 0;
  return isTogether ? removeStatements([...shape.prelude, shape.insert], source) : [...removeStatements(shape.prelude, source), ...removeStatements([shape.insert], source)];
}

/** Makes the claim decide. */
function decide({ shape, source }: Rewrite, claim: Claim, isEmptied: boolean): TextEdit[] {
  const { guard, form, foundPart } = shape;
  const condition = field(guard, 'condition');
  const consequence = field(guard, 'consequence');
  if (condition === undefined || consequence === undefined) return [];
  const test = (text: string) => ({ start: condition.startIndex, end: condition.endIndex, newText: `(${text})` });
  if (form === 'exit') return [test(claim.lost)];
  if (!isEmptied) return [test(form === 'then' ? claim.won : claim.lost)];
  if (foundPart === undefined) return [removeLines(source.text, guard.startIndex, guard.endIndex)];
  const emptied: TextEdit = form === 'then' ? { start: consequence.startIndex, end: foundPart.startIndex, newText: '' } : { start: foundPart.endIndex, end: guard.endIndex, newText: '' };
  return [test(claim.lost), emptied];
}

