import { mayHoldData } from '../../facts/javascript/dataCalls';
import { mayRunSql } from '../../facts/javascript/sqlCalls';
import { calleeOf } from '../../facts/javascript/calls';
import { isCalledName } from '../../facts/javascript/glance';
import { enclosingFunction } from '../../facts/javascript/functions';
import { isLoose } from '../../facts/project/loose';
import { isTooling } from '../../scan/quiet';
import type { ScriptSource } from '../../source';
import { ancestorOf, closestCall, isInside, type Node } from '../../syntax/nodes';
import type { Draft, Rule, TreeHit } from '../rule';
import { docs } from './dual-write/docs';
import { toOutbox } from './dual-write/fix';
import { mayPublish, publishAt, type Publish } from './dual-write/publishes';
import { isOnOneWay, writesIn, type Write } from './dual-write/writes';

const triggers = ['roducer.send', 'ueue.add(', 'ueue.addBulk(', 'publish', 'Publish', 'sendToQueue', 'SendMessage', 'sendMessage(', 'PutEventsCommand', 'lient.emit(', 'afka.emit(', '.xadd('];

/** Names of tables and code that are an outbox already, or work one off. Names only make the rule quieter. */
const outbox = /outbox|event_?store|relay|dead_?letter|dlq/i;

function* check({ node }: TreeHit, source: ScriptSource): Generator<Draft> {
  const call = closestCall(node);
  const callee = call === undefined ? undefined : calleeOf(call);
  if (call === undefined || callee === undefined || (node.id !== call.id && !isInside(node, callee) && !isCommand(node, call))) return;
  const fn = enclosingFunction(call);
  if (fn === undefined || isTooling(source.project.relative(source.file)) || outbox.test(source.project.relative(source.file))) return;
  const publish = publishAt(call, source);
  if (publish === undefined || ancestorOf(call, new Set(['catch_clause'])) !== undefined) return;
  // A message that goes first and a row that is marked afterwards is sent again after a crash, not lost.
  const writes = writesIn(fn, source).filter((write) => !isInside(write.call, call) && isOnOneWay(write.call, call) && (write.isNew || write.call.startIndex < call.startIndex));
  const [first] = writes;
  if (first === undefined || outbox.test(fn.text) || isRedelivered(fn, source) || repeats.test(call.text) || writes.some((write) => isPolled(write, source))) return;
  yield draft(publish, first, writes, fn, source);
}

/** The table is an outbox by another name: the file also looks for its rows that are still to be sent. */
function isPolled({ table }: Write, source: ScriptSource): boolean {
  return table !== '' && new RegExp(`\\bfrom\\s+"?${table.replaceAll('.', '\\.')}\\b[^;]{0,80}\\bwhere\\b[^;]{0,80}\\b(?:pending|queued|unsent|unpublished|sent_at|published_at|processed_at)\\b`, 'i').test(source.text);
}

/** A job that runs by a schedule announces nothing. */
const repeats = /\brepeat\s*:/;

/** In what a queue or a broker calls: after a crash it is called again with the same job or message. */
function isRedelivered(fn: Node, source: ScriptSource): boolean {
  if (/(?:processor|worker|consumer|listener|subscriber)s?(?:[./-]|$)/i.test(source.project.relative(source.file))) return true;
  for (let at: Node | null = fn; at !== null; at = at.parent) {
    const call = at.parent?.type === 'arguments' ? at.parent.parent : null;
    if (call?.type === 'new_expression' && calleeOf(call)?.text === 'Worker') return true;
    if (call?.type === 'call_expression' && /\.(?:process|consume|subscribe)$/.test(calleeOf(call)?.text ?? '')) return true;
    if (at.type === 'pair' && /^each(?:Message|Batch)$/.test(at.childForFieldName('key')?.text ?? '')) return true;
  }
  return false;
}

/** `sns.send(new PublishCommand(…))`: the trigger stands in the argument. */
const isCommand = (node: Node, call: Node) => node.parent?.type === 'new_expression' && node.parent.parent?.parent?.id === call.id;

/** Whoever opens a transaction wants all or nothing; elsewhere the message may be one that nobody misses. */
const transacts = /\bbegin\b|transaction/i;

function draft(publish: Publish, write: Write, writes: readonly Write[], fn: Node, source: ScriptSource): Draft {
  const what = write.table === '' ? 'the database' : write.table;
  const isFirst = write.call.startIndex < publish.call.startIndex;
  const told = isFirst
    ? `A crash, a deploy or an error of ${publish.broker} between the write to ${what} and this call loses the message for good: the row is there, and nobody is told.`
    : `If the write to ${what} fails after this call, ${publish.broker} has announced something that is not there.`;
  const fix = toOutbox(publish, writes, fn, source);
  const refused = typeof fix === 'string';
  return {
    start: publish.call.startIndex,
    end: calleeOf(publish.call)?.endIndex ?? publish.call.endIndex,
    message: refused ? `${told} No automatic fix: ${fix}.` : told,
    ...(publish.broker === 'BullMQ' || publish.broker === 'Bull' || !publish.isDirect || (!transacts.test(fn.text) && !isLoose(source.file, source.project)) ? { severity: 'hint' as const } : {}),
    fixes: refused ? [] : [fix],
  };
}

/** A database write and a message in one function, which a crash can separate. */
export const dualWrite: Rule = {
  id: 'dual-write',
  title: 'A row written and a message sent with nothing that holds them together',
  area: 'consistency',
  languages: ['javascript', 'typescript', 'tsx'],
  grade: 'guided',
  severity: 'information',
  lesson: 'messaging#save-then-publish',
  defaultOn: true,
  isUnproven: true,
  docs,
  script: { triggers, needsSql: true, mayHold: (glimpse) => isCalledName(glimpse) && mayPublish(glimpse) && (mayHoldData(glimpse) || mayRunSql(glimpse)), check },
};
