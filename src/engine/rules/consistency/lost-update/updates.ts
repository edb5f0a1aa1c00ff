import { dataCallAt, type DataCall } from '../../../facts/javascript/dataCalls';
import { runsUninterrupted } from '../../../facts/javascript/dataCalls/synchronous';
import { modelFacts } from '../../../facts/orm/model';
import { heldValue } from '../../../facts/javascript/flow';
import { enclosingFunction } from '../../../facts/javascript/functions';
import type { ScriptSource } from '../../../source';
import { field, walk, type Node } from '../../../syntax/nodes';
import type { Draft } from '../../rule';
import { changeIn, type Change } from './change';
import { incrementEdits, type Changed } from './edits';
import { lostMessage } from './messages';
import { recordsBefore, selectsRecord, type ReadRecord } from './record';
import { writtenBy, type Written } from './written';

/** A query that sets a field to what was computed from the record read before: `update({ data: { stock: item.stock - n } })`. */
export function* lostByQuery(call: Node, source: ScriptSource): Iterable<Draft> {
  const write = dataCallAt(call, source);
  if (write?.operation !== 'update' || isGuarded(write)) return;
  const records = recordsBefore(write.call, write.library, source).filter((record) => selectsRecord(write, record, source) && !runsUninterrupted(record.find, write.call, source));
  if (records.length === 0) return;
  const all = writtenBy(write, source);
  const nullable = modelFacts(source.project.schema, write.library, write.model)?.nullable;
  for (const record of records) {
    const lost = all.flatMap((written): Changed[] => {
      const change = isVersion(written.name) ? undefined : changeIn(written.value, (node) => record.isField(node, written.name), source);
      // NULL plus something is NULL to the database, where JavaScript takes null for 0.
      const mayBeEmpty = change?.mayBeEmpty === true || nullable?.includes(written.name.toLowerCase()) === true;
      return change === undefined || endsSpan(change, record, all, source) ? [] : [{ written, change: { ...change, mayBeEmpty } }];
    });
    const [first] = lost;
    if (first === undefined) continue;
    const names = lost.map(({ written }) => written.name);
    const checked = names.filter((name) => comparesField(record, name, write.call));
    const rewrite = incrementEdits(write, lost, record.find, source);
    const isSafe = 'edits' in rewrite && rewrite.isSure && checked.length === 0 && lost.every(({ change }) => change.isAssumed !== true);
    yield {
      start: first.written.entry.startIndex,
      end: first.written.entry.endIndex,
      ...severityOf(checked, isStatistic(write.model)),
      message: lostMessage(names, checked, write.isTransaction, 'refusal' in rewrite ? rewrite.refusal : undefined),
      fixes: 'edits' in rewrite ? [{ title: rewrite.title, safety: isSafe ? 'safe' : 'review', edits: rewrite.edits }] : [],
    };
    return;
  }
}

/** A field that is checked before its write is a limit that two callers pass; a lost count of a statistic is seldom missed. */
export function severityOf(checked: readonly string[], isShownOnly: boolean): Pick<Draft, 'severity'> {
  if (checked.length > 0) return { severity: 'warning' };
  return isShownOnly ? { severity: 'hint' } : {};
}

/** A table of figures for people to look at: `DailyStats`, `cron_metrics`. */
export const isStatistic = (model: string): boolean => model.replace(/([a-z])(?=[A-Z])/g, '$1_').toLowerCase().split(/[^a-z]+/).some((word) => statistics.has(word));

const statistics: ReadonlySet<string> = new Set(['stat', 'stats', 'statistic', 'statistics', 'metric', 'metrics', 'analytics', 'telemetry', 'dashboard', 'histogram', 'heatmap']);

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
