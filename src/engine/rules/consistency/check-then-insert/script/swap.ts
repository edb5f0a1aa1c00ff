import { calleeOf } from '../../../../facts/javascript/calls';
import { unwrapped } from '../../../../facts/javascript/options';
import { freeName } from '../../../../fix/javascript/names';
import { reindented, slicedWith } from '../../../../fix/lines';
import { indentationAt } from '../../../../fix/style';
import type { ScriptSource } from '../../../../source';
import { field, isInside, namedChildren, type Node } from '../../../../syntax/nodes';
import type { TextEdit } from '../../../../text/edits';
import { conflictEdit, type ConflictTarget, type InsertSql } from '../insertSql';
import type { Check, ScriptRace } from './find';
import { ResultReader, type ResultPart } from './presence';
import { declaredNames, declaredValue } from './shape';

/**
 * `let user = …; if (!user) user = …`: a branch for the missing row that only inserts it. Both queries give the same
 * variable its value, so they change places: the INSERT runs first, and the SELECT where it added nothing.
 * @returns undefined for any other form
 */
export function swapEdits(race: ScriptRace, insert: InsertSql, target: ConflictTarget, source: ScriptSource): TextEdit[] | undefined {
  const [check, ...others] = race.checks;
  if (check === undefined || others.length > 0 || !isGetOrCreate(check, race, source)) return undefined;
  if (check.facts.output.join() !== race.facts.returning?.join() || check.facts.kind !== 'rows') return undefined;
  const conflict = conflictEdit(insert, target, true);
  const [select, added] = [check.query.call, race.insert.call].map(placeOf);
  if (conflict === undefined || select === undefined || added === undefined || conflict.start < added.start || conflict.end > added.end) return undefined;
  const depths: [string, string] = [indentationAt(source.text, select.start), indentationAt(source.text, added.start)];
  const insertText = reindented(slicedWith(source.text, added.start, added.end, [conflict]), depths[1], depths[0]);
  const selectText = reindented(source.text.slice(select.start, select.end), ...depths);
  return [{ ...select, newText: insertText }, { ...added, newText: selectText }, ...renamed(check, race, source)];
}

/** A call without the `await` that the grammar may hide in it. */
const placeOf = (call: Node) => ({ start: (calleeOf(call) ?? call).startIndex, end: call.endIndex });

function isGetOrCreate({ query, guard, reader }: Check, race: ScriptRace, source: ScriptSource): boolean {
  const consequence = field(guard.node, 'consequence');
  const isPlain = guard.kind === 'branch' && guard.exact && field(guard.node, 'alternative') === undefined;
  if (!isPlain || consequence === undefined || !isInside(race.insert.call, consequence) || isInside(query.call, guard.node)) return false;
  const statements = consequence.type === 'statement_block' ? namedChildren(consequence) : [consequence];
  const last = statements.at(-1);
  const declared = statements.length === 2 ? statements[0] : undefined;
  if (last === undefined || statements.length > 2 || (declared !== undefined && !isInside(race.insert.call, declared))) return false;
  const assigned = unwrapped(namedChildren(last)[0] ?? last);
  if (last.type !== 'expression_statement' || assigned.type !== 'assignment_expression') return false;
  const [target, value] = [field(assigned, 'left'), field(assigned, 'right')];
  const declaration = target?.type === 'identifier' ? source.scopes.resolve(target) : undefined;
  const initial = declaration?.kind === 'let' ? field(declaration.site, 'value') : undefined;
  const inserted = new ResultReader(race.insert, source);
  return value !== undefined && initial !== undefined && isSamePart(reader.partOf(initial), inserted.partOf(value));
}

const isSamePart = (a: ResultPart | undefined, b: ResultPart | undefined) => a !== undefined && a.kind === b?.kind && (a.kind === 'row' || a.kind === 'rows' || a.kind === 'result');

/** The names of the two results change places with the queries. */
function renamed({ query, guard }: Check, race: ScriptRace, source: ScriptSource): TextEdit[] {
  const declaredIn = (call: Node, inside: Node) => {
    const statement = namedChildren(inside).find((each) => isInside(call, each) && declaredValue(each) !== undefined);
    const [name, ...more] = statement === undefined ? [] : declaredNames(statement);
    const declaration = name?.type === 'identifier' && more.length === 0 ? source.scopes.resolve(name) : undefined;
    // A `let` holds what both give it, and keeps its name.
    return declaration?.kind === 'const' && declaration.id.parent?.id === declaration.site.id ? declaration : undefined;
  };
  const block = guard.node.parent;
  const selected = block === null ? undefined : declaredIn(query.call, block);
  const inserted = declaredIn(race.insert.call, field(guard.node, 'consequence') ?? guard.node);
  const names = [selected?.name, inserted?.name ?? (selected === undefined ? undefined : freeName(source, 'inserted', ''))];
  const edits = (declaration: typeof selected, name: string | undefined) =>
    declaration === undefined || name === undefined ? [] : [declaration.id, ...source.scopes.references(declaration)].map((node) => ({ start: node.startIndex, end: node.endIndex, newText: name }));
  const isClear = [...edits(selected, names[1]), ...edits(inserted, names[0])].every((edit) => !isInCall(edit, query.call) && !isInCall(edit, race.insert.call));
  return isClear ? [...edits(selected, names[1]), ...edits(inserted, names[0])] : [];
}

const isInCall = (edit: TextEdit, call: Node) => edit.start >= call.startIndex && edit.end <= call.endIndex;
