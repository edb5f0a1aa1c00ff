import { argumentsOf, awaitOf, calleeOf } from '../../../facts/javascript/calls';
import { heldValue } from '../../../facts/javascript/flow';
import { sourceStyle } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { field, type Node } from '../../../syntax/nodes';
import type { Draft } from '../../rule';
import { changeIn, type Change } from './change';
import { holderEdits, type Changed, type Rewrite } from './edits';
import { lostMessage, refusals } from './messages';
import { recordsBefore, type ReadRecord } from './record';
import { comparesField, isStatistic, isVersion, severityOf } from './updates';
import { entriesOf, type Written } from './written';

/** A record of Sequelize that updates itself: `await product.update({ stock: product.stock - 1 })`. */
export function* lostByInstance(call: Node, source: ScriptSource): Iterable<Draft> {
  const name = field(calleeOf(call) ?? call, 'object');
  const [data, ...options] = argumentsOf(call);
  if (name?.type !== 'identifier' || data === undefined) return;
  const record = recordsBefore(call, 'sequelize', source).find((each) => each.is(name));
  const object = record === undefined ? undefined : heldValue(data, source);
  if (record === undefined || object?.type !== 'object') return;
  const entries = entriesOf(object);
  const lost = entries.flatMap((written): Changed[] => {
    const change = isVersion(written.name) ? undefined : changeIn(written.value, (node) => record.isField(node, written.name), source);
    return change === undefined ? [] : [{ written, change }];
  });
  const [first] = lost;
  if (first === undefined) return;
  const names = lost.map(({ written }) => written.name);
  const checked = names.filter((each) => comparesField(record, each, call));
  const isOnly = entries.length === 1 && options.length === 0 && object.id === data.id;
  const rewrite = isOnly ? edits(call, name, first.written, first.change, source) : { refusal: refusals.otherFields };
  yield {
    start: first.written.entry.startIndex,
    end: first.written.entry.endIndex,
    ...severityOf(checked, isStatistic(record.find.model)),
    message: lostMessage(names, checked, isInTransaction(record, call), 'refusal' in rewrite ? rewrite.refusal : undefined),
    fixes: 'edits' in rewrite ? [{ title: rewrite.title, safety: 'review', edits: rewrite.edits }] : [],
  };
}

const isInTransaction = ({ find }: ReadRecord, call: Node): boolean => find.isTransaction || /\btransaction\b/.test(field(call, 'arguments')?.text ?? '');

function edits(call: Node, name: Node, written: Written, change: Change, source: ScriptSource): Rewrite {
  if (change.operand === undefined) return { refusal: refusals.moreThanAdding };
  if (change.mayBeEmpty) return { refusal: refusals.mayBeEmpty };
  if (awaitOf(call)?.parent?.type !== 'expression_statement' || isUsedAfter(name, call, source)) return { refusal: refusals.readLater };
  const { quote } = sourceStyle(source);
  const verb = change.operator === '+' ? 'increment' : 'decrement';
  const held = holderEdits(change, written, source);
  const newText = `${name.text}.${verb}(${quote}${written.name}${quote}, { by: ${change.operand.text} })`;
  return { title: `Let the database add: ${verb} (skips the update’s hooks)`, isSure: false, edits: [...held.edits, { start: call.startIndex, end: call.endIndex, newText }] };
}

/** After an increment most databases leave the record in memory as it was read. */
function isUsedAfter(name: Node, call: Node, source: ScriptSource): boolean {
  const declaration = source.scopes.resolve(name);
  return declaration === undefined || source.scopes.references(declaration).some((reference) => reference.startIndex > call.endIndex);
}
