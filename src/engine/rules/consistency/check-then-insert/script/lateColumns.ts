import { isInside } from '../../../../syntax/nodes';
import type { TextEdit } from '../../../../text/edits';
import { earlyEdits, refuseLate, updateOf } from '../insertSql';
import { refusals, type Refusal } from '../refusal';
import type { Rewrite } from './fix';
import { readsInProgress } from './inProgress';
import { arrayOf, quoted } from './rowCalls';

/** An INSERT in two: the claim with what is known before the work, and an UPDATE with what the work found out. */
export interface SplitClaim {
  /** Edits that leave the late columns out of the INSERT. */
  readonly claimEdits: readonly TextEdit[];
  /** Edits that turn the INSERT, where it stood, into the UPDATE; and those that tell a claim from a finished row. */
  readonly storeEdits: readonly TextEdit[];
}

export function splitClaim(rewrite: Rewrite, early: readonly boolean[]): SplitClaim | Refusal {
  const { race, insert, source } = rewrite;
  const { array, parameters, literal, call } = race.insert;
  const late = race.columns.filter((_, i) => early[i] !== true);
  const refusal = refuseLate(race.facts.table.name, late, source.project.schema);
  if (refusal !== undefined) return refusal;
  if (array === undefined || parameters === undefined || !isInside(literal, call)) return refusals.parts;
  const waiting = readsInProgress(rewrite, late);
  if ('refused' in waiting) return waiting;
  const places = parameters.map((node) => ({ start: node.startIndex, end: node.endIndex }));
  const [claimEdits, update] = [earlyEdits(insert, early, places), updateOf(insert, early)];
  if (claimEdits === undefined || update === undefined) return refusals.parts;
  return {
    claimEdits,
    storeEdits: [
      { start: literal.startIndex, end: literal.endIndex, newText: quoted(update.text, source.text) },
      { start: array.startIndex, end: array.endIndex, newText: arrayOf(update, parameters) },
      ...waiting.edits,
    ],
  };
}
