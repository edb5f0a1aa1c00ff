import { reindented, slicedWith } from '../../../../fix/lines';
import { indentationAt } from '../../../../fix/style';
import { field, isInside } from '../../../../syntax/nodes';
import { conflictEdit } from '../insertSql';
import { refusals, type Refusal } from '../refusal';
import type { GoRewrite, Rewritten } from './fix';

/**
 * A branch for the missing row that only inserts it: both statements fill the same variables, so they change places.
 * The INSERT runs first, and the SELECT where it added nothing.
 */
export function swapCalls(rewrite: GoRewrite): Rewritten | Refusal {
  const { shape, race, source } = rewrite;
  const { query, facts, scan } = shape.check.read;
  const { call } = race.insert;
  const [selected, inserted] = [scan, call.parent?.parent].map((node) => (node === null || node === undefined ? undefined : field(node, 'arguments')?.text));
  const isSameRow = facts.output.join() === race.facts.returning?.join() && selected === inserted && facts.kind === 'rows';
  const isAlone = shape.work.length === 0 && shape.prelude.length === 0 && shape.rest.length === 0;
  if (race.insert.method !== 'QueryRow' || !isSameRow || !isAlone || !isInside(race.insert.literal, call)) return refusals.sharedBranch;
  const conflict = conflictEdit(rewrite.insert, rewrite.target, true);
  if (conflict === undefined) return refusals.parts;
  const depths: [string, string] = [indentationAt(source.text, query.call.startIndex), indentationAt(source.text, call.startIndex)];
  const insertText = reindented(slicedWith(source.text, call.startIndex, call.endIndex, [conflict]), depths[1], depths[0]);
  return {
    edits: [
      { start: query.call.startIndex, end: query.call.endIndex, newText: insertText },
      { start: call.startIndex, end: call.endIndex, newText: reindented(query.call.text, ...depths) },
    ],
    imports: [],
  };
}
