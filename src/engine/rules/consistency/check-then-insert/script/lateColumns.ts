import { removeItems, written } from '../../../../fix/sqlClauses';
import { isInside } from '../../../../syntax/nodes';
import type { TextEdit } from '../../../../text/edits';
import { parametersOfValues } from '../claimSql';
import { readsInProgress } from './inProgress';
import type { Rewrite } from './fix';
import { arrayOf, columnsAt, keyPlaces, quoted, rowStatements } from './rowCalls';
import type { Refusal } from './shape';
import { refuseLate } from './work';

/** An INSERT in two: the claim with what is known before the work, and an UPDATE with what the work found out. */
export interface SplitClaim {
  /** Edits that leave the late columns out of the INSERT. */
  readonly claimEdits: readonly TextEdit[];
  /** Edits that turn the INSERT, where it stood, into the UPDATE; and those that tell a claim from a finished row. */
  readonly storeEdits: readonly TextEdit[];
}

const parts: Refusal = { refused: "The INSERT's text is put together from parts." };

export function splitClaim(rewrite: Rewrite, early: readonly boolean[]): SplitClaim | Refusal {
  const { race, layout, source } = rewrite;
  const { insert } = race;
  const late = race.columns.filter((_, i) => early[i] !== true);
  const refusal = refuseLate(race, late, source);
  if (refusal !== undefined) return refusal;
  const { array, parameters } = insert;
  if (array === undefined || parameters === undefined || layout.columns.length === 0 || !isInside(insert.literal, insert.call)) return parts;
  const waiting = readsInProgress(rewrite, late);
  if ('refused' in waiting) return waiting;
  const claimEdits = claimEditsOf(rewrite, early);
  const places = race.columns.map((_, i) => i).filter((i) => early[i] !== true);
  const [key, changed] = [columnsAt(rewrite, keyPlaces(rewrite)), columnsAt(rewrite, places)];
  const returning = layout.returning === undefined ? undefined : written(layout.returning, insert.sql, source.text);
  const update = key === undefined || changed === undefined ? undefined : rowStatements(rewrite)?.update(key, changed, returning);
  if (claimEdits === undefined || update === undefined) return parts;
  return {
    claimEdits,
    storeEdits: [
      { start: insert.literal.startIndex, end: insert.literal.endIndex, newText: quoted(update.text, source.text) },
      { start: array.startIndex, end: array.endIndex, newText: arrayOf(update, parameters) },
      ...waiting.edits,
    ],
  };
}

/** Takes the late columns, their values and their parameters out of the INSERT, and numbers the rest anew. */
function claimEditsOf({ race, layout, source }: Rewrite, early: readonly boolean[]): TextEdit[] | undefined {
  const { sql, parameters = [] } = race.insert;
  const columns = removeItems(layout.columns, early, sql);
  const values = removeItems(layout.values, early, sql);
  const used = parametersOfValues(sql, layout, source.sql).flatMap((numbers, i) => (early[i] === true ? numbers : []));
  const kept = parameters.map((_, i) => used.includes(i + 1));
  if (columns === undefined || values === undefined) return undefined;
  return [...columns, ...values, ...removedParameters(race.insert.parameters ?? [], kept), ...renumbered(race, layout, early, kept, source)];
}

function removedParameters(nodes: readonly { startIndex: number; endIndex: number }[], keep: readonly boolean[]): TextEdit[] {
  return nodes.flatMap((node, i) => {
    if (keep[i] === true) return [];
    const hasKeptBefore = keep.slice(0, i).includes(true);
    const [previous, next] = [nodes[i - 1], nodes[i + 1]];
    const start = hasKeptBefore && previous !== undefined ? previous.endIndex : node.startIndex;
    const end = hasKeptBefore || next === undefined ? node.endIndex : next.startIndex;
    return [{ start, end, newText: '' }];
  });
}

function renumbered(race: Rewrite['race'], layout: Rewrite['layout'], early: readonly boolean[], kept: readonly boolean[], source: Rewrite['source']): TextEdit[] {
  const { sql } = race.insert;
  if (sql.dialect === 'mysql') return [];
  return sql.tokens(source.sql).flatMap((token) => {
    const number = Number(/^\$(\d+)$/.exec(token.text)?.[1] ?? 0);
    const isKept = layout.values.some((value, i) => early[i] === true && token.start >= value.start && token.end <= value.end);
    const place = number === 0 || !isKept ? undefined : sql.fileSpan(token);
    const next = kept.slice(0, number).filter(Boolean).length;
    return place === undefined || next === number ? [] : [{ ...place, newText: `$${next}` }];
  });
}

