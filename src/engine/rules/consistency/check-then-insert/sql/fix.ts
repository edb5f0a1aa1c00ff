import { insertLayout, type Span } from '../../../../facts/sql/layout';
import { reindented, slicedWith } from '../../../../fix/lines';
import { keywordCase, written } from '../../../../fix/sqlClauses';
import { indentationAt, styleOf } from '../../../../fix/style';
import type { SqlSource } from '../../../../source';
import type { TextEdit } from '../../../../text/edits';
import { filterText } from '../claimSql';
import type { ClaimFix } from '../draft';
import { columnTexts, conflictEdit, type ConflictTarget, type InsertSql } from '../insertSql';
import { uniquenessOf } from '../match';
import { refusals, refuse, type Refusal } from '../refusal';
import type { RoutineRace } from './find';

interface RoutineRewrite {
  readonly race: RoutineRace;
  readonly source: SqlSource;
  /** The INSERT with its conflict clause, at the depth of the check. */
  readonly insertText: string;
  readonly indent: string;
  readonly cased: (keywords: string) => string;
}

/** Turns a check and its INSERT in a PL/pgSQL function into an INSERT that comes first, and FOUND. */
export function routineFix(race: RoutineRace, source: SqlSource): ClaimFix | Refusal {
  const { sql } = source;
  const { text } = race.insert;
  if (race.key.alternatives) return refusals.eitherKey;
  if (race.before.length > 0) return refuse('Other statements stand between the check and the INSERT.');
  const layout = insertLayout(text.tokens(sql));
  if (layout?.values.length !== race.columns.length) return refusals.opaqueText;
  const insert: InsertSql = { sql: text, layout, columns: race.columns, key: race.key.columns, file: source.text, parser: sql };
  const uniqueness = uniquenessOf(race.key, race.columns, source.project.schema);
  const columns = columnTexts(insert, uniqueness.target);
  const table = written(layout.table, text, source.text);
  const where = uniqueness.partial ? filterText(race.checkText, race.key, source.text, sql) : undefined;
  if (columns === undefined || table === undefined) return refusals.parts;
  if (uniqueness.partial && where === undefined) return refusals.partial;
  const ambiguous = uniqueness.target.find((column) => race.routine.variables.has(column.toLowerCase()));
  if (ambiguous !== undefined) return refuse(`The function has a variable named ${ambiguous} too, and in ON CONFLICT the two cannot be told apart.`);
  const target: ConflictTarget = { columns, where };
  const conflict = conflictEdit(insert, target, false);
  if (conflict === undefined) return refusals.parts;
  const edits = rewritten({ race, source, ...placed(race, conflict, source), cased: keywordCase(text, layout) }, conflict);
  return 'refused' in edits ? edits : { edits: edits.edits, uniqueness, key: { table, columns, where }, claimsBeforeWork: false };
}

function placed(race: RoutineRace, conflict: TextEdit, source: SqlSource): { insertText: string; indent: string } {
  const from = fileSpan(race, race.insert.statement);
  const own = indentationAt(source.text, from.start);
  const indent = indentationAt(source.text, fileSpan(race, race.select?.statement ?? race.decision).start);
  return { insertText: reindented(slicedWith(source.text, from.start, from.end, [conflict]), own, indent), indent };
}

const fileSpan = ({ routine }: RoutineRace, span: Span): Span => ({ start: routine.start + span.start, end: routine.start + span.end });

function rewritten(rewrite: RoutineRewrite, conflict: TextEdit): { readonly edits: readonly TextEdit[] } | Refusal {
  const { race } = rewrite;
  const isRead = race.select !== undefined && race.select.into !== '' && isReadElsewhere(race);
  if (race.form === 'branch' && isRead) return swapped(rewrite, conflict);
  if (race.form !== 'exit' && race.insert.into !== '' && (race.form === 'else' || race.after.length === 0 || race.decision.otherwise !== undefined)) {
    return refuse('The INSERT fills a variable that keeps its value otherwise.');
  }
  return replaced(rewrite, isRead);
}

/** The variables of the SELECT stand in more places than it and the test of them. */
function isReadElsewhere({ routine, select, decision }: RoutineRace): boolean {
  if (select === undefined) return false;
  const begins = routine.body.search(/\bbegin\b/i);
  const outside = [routine.body.slice(Math.max(begins, 0), select.statement.start), routine.body.slice(decision.branches[0]?.condition.end ?? decision.start)].join(' ');
  return select.into.split(',').some((name) => new RegExp(`\\b${name.replaceAll(/\W/g, '\\$&')}\\b`, 'i').test(outside));
}

/** Both statements fill the same variables: they change places. */
function swapped({ race, source, insertText }: RoutineRewrite, conflict: TextEdit): { readonly edits: readonly TextEdit[] } | Refusal {
  const { select, insert, selected, inserted, after, decision } = race;
  const isSame = select !== undefined && select.into === insert.into && selected.output.join() === inserted.returning?.join();
  if (!isSame || after.length > 0 || decision.otherwise !== undefined) return refuse("The check's row is read later.");
  const [from, to] = [fileSpan(race, select.statement), fileSpan(race, insert.statement)];
  const depths: [string, string] = [indentationAt(source.text, from.start), indentationAt(source.text, to.start)];
  if (conflict.start < to.start || conflict.end > to.end) return refusals.parts;
  return { edits: [{ ...from, newText: insertText }, { ...to, newText: reindented(source.text.slice(from.start, from.end), ...depths) }] };
}

/** The INSERT takes the place of the check; what depended on the check now depends on FOUND. */
function replaced({ race, source, insertText, indent, cased }: RoutineRewrite, isRead: boolean): { readonly edits: readonly TextEdit[] } {
  const { newline } = styleOf(source.text);
  const start = fileSpan(race, race.select?.statement ?? race.decision).start;
  const end = fileSpan(race, race.form === 'exit' ? race.insert.statement : race.decision).end;
  const condition = (words: string, parts: readonly string[]) => [`${cased('IF')} ${cased(words)} ${cased('THEN')}`, ...parts, `${cased('END IF')};`];
  const [won, lost] = partsOf(race, source, indent);
  const read = isRead && race.select !== undefined ? [`${indent}${unit(source)}${textAt(race, race.select.statement, source, indent + unit(source))}`] : [];
  const lines = [insertText, ...decisionLines(won, [...read, ...lost], condition, cased)];
  return { edits: [{ start, end, newText: lines.map((line, i) => (i === 0 || line.startsWith(indent) ? line : indent + line)).join(newline) }] };
}

function decisionLines(won: readonly string[], lost: readonly string[], condition: (words: string, parts: readonly string[]) => string[], cased: (keywords: string) => string): string[] {
  if (won.length === 0) return lost.length === 0 ? [] : condition('NOT FOUND', lost);
  return condition('FOUND', lost.length === 0 ? won : [...won, cased('ELSE'), ...lost]);
}

/** What runs after a new row, and what runs for one that exists; each as lines at the depth of a branch. */
function partsOf(race: RoutineRace, source: SqlSource, indent: string): [string[], string[]] {
  const { decision, form, after } = race;
  const inner = indent + unit(source);
  const lines = (statements: readonly Span[]) => (statements.length === 0 ? [] : [inner + runText(race, statements, source, inner)]);
  const own = decision.branches[0]?.body.statements ?? [];
  if (form === 'exit') return [[], lines(own)];
  if (form === 'else') return [lines(after), lines(own)];
  return [lines(after), lines(decision.otherwise?.statements ?? [])];
}

const unit = (source: SqlSource) => styleOf(source.text).indent;

function textAt(race: RoutineRace, span: Span, source: SqlSource, indent: string): string {
  const { start, end } = fileSpan(race, span);
  return reindented(source.text.slice(start, end), indentationAt(source.text, start), indent);
}

function runText(race: RoutineRace, statements: readonly Span[], source: SqlSource, indent: string): string {
  const [first] = statements;
  const last = statements.at(-1);
  return first === undefined || last === undefined ? '' : textAt(race, { start: first.start, end: last.end }, source, indent);
}
