import { awaitOf, calleeOf } from '../../../../facts/javascript/calls';
import { leadStart } from '../../../../fix/javascript/leadStart';
import { reindented, removeLines, slicedWith } from '../../../../fix/lines';
import { indentationAt, styleOf } from '../../../../fix/style';
import type { ScriptSource } from '../../../../source';
import { field, namedChildren, type Node } from '../../../../syntax/nodes';
import type { TextEdit } from '../../../../text/edits';
import { refusals, refuse, type Refusal } from '../refusal';
import { restOfStatement } from './claim';
import { alwaysExits } from './find';
import type { Rewrite } from './fix';
import { splitClaim } from './lateColumns';
import type { Edits } from './postgres';
import { releaseStatement } from './rowCalls';
import { declaredNames } from './shape';
import { removeStatements } from './statements';
import { dependsOn, guardedWork, knownEarly, outsideUses, releaseOf } from './work';

/** A plain INSERT first; ER_DUP_ENTRY leads to the branch for a row that exists. INSERT IGNORE would hide other errors too. */
export function mysqlEdits(rewrite: Rewrite): Edits | Refusal {
  const { race, shape, source } = rewrite;
  const { foundPart, rest, work } = shape;
  const isLast = rest.length === 0 && work.length === 0;
  if (rewrite.target.where !== undefined) return refuse('MySQL has no partial index for this check.');
  if (shape.form !== 'exit' && !isLast) return refusals.sharedBranch;
  if (shape.form === 'exit' && (foundPart === undefined || !alwaysExits(foundPart))) return refuse('The branch for an existing row goes on.');
  if (work.length === 0) {
    const own = restOfStatement(race, shape);
    if (own !== undefined && declaredNames(shape.insert).length === 0) return refuse('The INSERT stands inside an expression.');
    return { edits: [...replaceCheck(rewrite, claimText(rewrite, []), source), ...(shape.form === 'exit' ? removeStatements([...shape.prelude, shape.insert], source) : [])] };
  }
  const release = releaseOf(race, source);
  if (typeof release !== 'string') return release;
  const callee = calleeOf(race.insert.call);
  if (callee === undefined || dependsOn(callee, work, source) || race.insert.parameters === undefined) return refusals.decidedByWork;
  const early = knownEarly(rewrite);
  const split = early.every(Boolean) ? undefined : splitClaim(rewrite, early);
  if (split !== undefined && 'refused' in split) return split;
  if (restOfStatement(race, shape) !== undefined) return refuse("The INSERT's result is read after it.");
  const undo = releaseStatement(rewrite);
  if (typeof undo !== 'string') return undo;
  const guarded = release === 'rollback' ? undefined : guardedWork(shape, undo, source);
  if (guarded !== undefined && 'refused' in guarded) return guarded;
  const inserted = split === undefined ? removeStatements([shape.insert], source) : split.storeEdits;
  return {
    edits: [...replaceCheck(rewrite, claimText(rewrite, split?.claimEdits ?? []), source), ...removeStatements(shape.prelude, source), ...(guarded === undefined ? [] : [guarded]), ...inserted],
  };
}

function replaceCheck({ shape }: Rewrite, text: string, source: ScriptSource): TextEdit[] {
  const { guard, select, derived } = shape;
  const gone = [...(select === undefined ? [] : [select]), ...derived];
  return [...gone.map((statement) => removeLines(source.text, statement.startIndex, statement.endIndex)), { start: guard.startIndex, end: guard.endIndex, newText: text }];
}

/** The INSERT in a `try`, and in its `catch` what runs for a row that exists. */
function claimText(rewrite: Rewrite, edits: readonly TextEdit[]): string {
  const { shape, source } = rewrite;
  const { newline, indent, semicolons, quote } = styleOf(source.text);
  const outer = indentationAt(source.text, shape.guard.startIndex);
  const inner = outer + indent;
  const end = semicolons ? ';' : '';
  const { declarations, statement } = insertStatement(rewrite, edits, inner, end);
  const code = source.language === 'javascript' ? 'error.code' : '(error as { code?: string }).code';
  const lines = [
    ...declarations.map((line) => outer + line),
    ...preludeLines(rewrite, outer),
    `${outer}try {`,
    inner + statement,
    `${outer}} catch (error) {`,
    `${inner}if (${code} !== ${quote}ER_DUP_ENTRY${quote}) throw error${end}`,
    ...foundLines(rewrite, inner),
    `${outer}}`,
  ];
  return lines.join(newline).slice(outer.length);
}

function insertStatement({ race, shape, source }: Rewrite, edits: readonly TextEdit[], inner: string, end: string): { declarations: string[]; statement: string } {
  const { insert } = shape;
  const from = leadStart(insert, source);
  const depth = indentationAt(source.text, insert.startIndex);
  const [declarator] = insert.type === 'lexical_declaration' || insert.type === 'variable_declaration' ? namedChildren(insert) : [];
  const name = declarator === undefined ? undefined : field(declarator, 'name');
  const awaited = awaitOf(race.insert.call);
  // Read after the `try`, the result's names are declared before it.
  if (declarator === undefined || name === undefined || awaited === undefined || outsideUses(insert, [insert], source).length === 0) {
    return { declarations: [], statement: reindented(slicedWith(source.text, from, insert.endIndex, edits), depth, inner) };
  }
  const value = field(declarator, 'value') ?? awaited;
  const assigned = `${name.text} = ${slicedWith(source.text, value.startIndex, value.endIndex, edits)}`;
  const statement = name.type === 'object_pattern' ? `(${assigned})${end}` : assigned + end;
  return { declarations: declaredNames(insert).map((id) => `let ${id.text}${end}`), statement: reindented(statement, depth, inner) };
}

function preludeLines({ shape, source }: Rewrite, outer: string): string[] {
  const [first] = shape.prelude;
  const last = shape.prelude.at(-1);
  if (first === undefined || last === undefined) return [];
  return [outer + reindented(source.text.slice(leadStart(first, source), last.endIndex), indentationAt(source.text, first.startIndex), outer)];
}

function foundLines({ shape, source }: Rewrite, inner: string): string[] {
  const { foundPart, select, derived, readsFound } = shape;
  const moved = readsFound && select !== undefined ? [select, ...derived] : [];
  const statements: Node[] = foundPart === undefined ? [] : foundPart.type === 'statement_block' ? namedChildren(foundPart) : [foundPart];
  const [first] = statements;
  const last = statements.at(-1);
  const found = first === undefined || last === undefined ? [] : [reindented(source.text.slice(leadStart(first, source), last.endIndex), indentationAt(source.text, first.startIndex), inner)];
  return [...moved.map((statement) => reindented(statement.text, indentationAt(source.text, statement.startIndex), inner)), ...found].map((text) => inner + text);
}
