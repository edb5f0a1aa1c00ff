import { isInside } from '../../../../syntax/nodes';
import type { TextEdit } from '../../../../text/edits';
import { earlyEdits, refuseLate, updateOf } from '../insertSql';
import { refusals, type Refusal } from '../refusal';
import type { GoRewrite } from './fix';
import { quotedGo, valuesOf } from './work';

/** The INSERT in two: a claim with what is known before the work, and an UPDATE where the INSERT stood. */
export function storeLate(rewrite: GoRewrite, early: readonly boolean[]): { readonly claimEdits: readonly TextEdit[]; readonly storeEdits: readonly TextEdit[] } | Refusal {
  const { race, insert, source, shape } = rewrite;
  const { parameters, literal, call, method } = race.insert;
  const late = race.columns.filter((_, i) => early[i] !== true);
  const refusal = refuseLate(race.facts.table.name, late, source.project.schema);
  if (refusal !== undefined) return refusal;
  const { output } = shape.check.read.facts;
  const read = late.find((column) => output.includes(column) || output.includes('*'));
  if (rewrite.readsFound && read !== undefined) return { refused: `A second caller would read ${read} before the work has filled it, and has to be told to come back.` };
  const [first] = parameters ?? [];
  const last = parameters?.at(-1);
  if (first === undefined || last === undefined || parameters === undefined || method !== 'Exec' || !isInside(literal, call)) return refusals.parts;
  const places = parameters.map((node) => ({ start: node.startIndex, end: node.endIndex }));
  const [claimEdits, update] = [earlyEdits(insert, early, places), updateOf(insert, early)];
  if (claimEdits === undefined || update === undefined) return refusals.parts;
  return {
    claimEdits,
    storeEdits: [
      { start: literal.startIndex, end: literal.endIndex, newText: quotedGo(update.text) },
      { start: first.startIndex, end: last.endIndex, newText: valuesOf(update, parameters).join(', ') },
    ],
  };
}
