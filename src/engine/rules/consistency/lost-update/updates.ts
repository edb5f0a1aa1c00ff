import { dataCallAt, type DataCall } from '../../../facts/javascript/dataCalls';
import { heldValue } from '../../../facts/javascript/flow';
import { enclosingFunction } from '../../../facts/javascript/functions';
import type { ScriptSource } from '../../../source';
import { field, walk, type Node } from '../../../syntax/nodes';
import type { Draft } from '../../rule';
import { changeIn, type Change } from './change';
import { incrementEdits } from './edits';
import { lostMessage } from './messages';
import { recordsBefore, selectsRecord, type ReadRecord } from './record';
import { writtenBy, type Written } from './written';

/** A query that sets a field to what was computed from the record read before: `update({ data: { stock: item.stock - n } })`. */
export function* lostByQuery(call: Node, source: ScriptSource): Iterable<Draft> {
  const write = dataCallAt(call, source);
  if (write?.operation !== 'update' || isGuarded(write)) return;
  const records = recordsBefore(write.call, write.library, source).filter((record) => selectsRecord(write, record, source));
  if (records.length === 0) return;
  const all = writtenBy(write, source);
  for (const written of all.filter(({ name }) => !isVersion(name))) {
    for (const record of records) {
      const change = changeIn(written.value, (node) => record.isField(node, written.name), source);
      if (change === undefined || endsSpan(change, record, all, source)) continue;
      const isChecked = comparesField(record, written.name, write.call);
      const rewrite = incrementEdits(write, written, change, record.find, source);
      const fixes = 'edits' in rewrite ? [{ title: rewrite.title, safety: rewrite.isSure && !isChecked && change.isAssumed !== true ? ('safe' as const) : ('review' as const), edits: rewrite.edits }] : [];
      yield {
        start: written.entry.startIndex,
        end: written.entry.endIndex,
        ...(isChecked ? { severity: 'warning' as const } : {}),
        message: lostMessage(written.name, isChecked, write.isTransaction, 'refusal' in rewrite ? rewrite.refusal : undefined),
        fixes,
      };
      break;
    }
  }
}

/**
 * `{ away: row.away + now - row.awaySince, awaySince: 0 }`: what is added is a span that the same write ends. Two calls add the
 * same one, and to add in the database would count it twice.
 */
function endsSpan({ operand }: Change, record: ReadRecord, all: readonly Written[], source: ScriptSource): boolean {
  const span = operand === undefined ? undefined : heldValue(operand, source);
  const reads = span === undefined ? [] : [span, ...span.descendantsOfType(['member_expression', 'identifier'])];
  return all.some(({ name, value }) => constants.has(value.type) && reads.some((node) => node !== null && record.isField(node, name)));
}

const constants: ReadonlySet<string> = new Set(['number', 'null', 'undefined']);

/** A number that counts versions is there to tell them apart, not to add up. */
export const isVersion = (name: string): boolean => /^_*(?:version|revision|rev|lock_?version)$/i.test(name);

/** MongoDB aborts a transaction whose document another one wrote. */
export const isGuarded = ({ library, isTransaction }: Pick<DataCall, 'library' | 'isTransaction'>): boolean => isTransaction && (library === 'mongoose' || library === 'mongodb');

/** The field is compared by size between the read and the write: a limit that both callers see kept. */
export function comparesField({ find, isField }: ReadRecord, name: string, write: Node): boolean {
  const fn = enclosingFunction(find.call);
  let isFound = false;
  if (fn === undefined) return false;
  walk(fn, (node) => {
    if (isFound || node.startIndex > write.startIndex || node.endIndex < find.call.startIndex) return false;
    if (node.type === 'binary_expression' && /^[<>]=?$/.test(field(node, 'operator')?.text ?? '')) {
      isFound = [field(node, 'left'), field(node, 'right')].some((side) => side !== undefined && (isField(side, name) || [...side.descendantsOfType('member_expression')].some((inner) => inner !== null && isField(inner, name))));
    }
    return !isFound;
  });
  return isFound;
}
