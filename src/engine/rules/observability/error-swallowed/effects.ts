import { argumentsOf, awaitOf, calleeOf } from '../../../facts/javascript/calls';
import { dataCallAt, mayHoldData } from '../../../facts/javascript/dataCalls';
import { optionOf, optionsOf } from '../../../facts/javascript/options';
import { mayCallOut, outboundCall } from '../../../facts/javascript/outboundCalls';
import { functionTypes } from '../../../facts/javascript/scope';
import { mayRunSql, sqlCallAt } from '../../../facts/javascript/sqlCalls';
import { stringValue } from '../../../facts/javascript/strings';
import type { ScriptSource } from '../../../source';
import { field, walk, type Node } from '../../../syntax/nodes';
import type { Glimpse } from '../../rule';
import { wordsOf } from './words';

/** A call that changes something outside the process, and whose failure its caller would want to know. */
export interface Effect {
  readonly call: Node;
  /** For the message: "the write to orders", "the POST request". */
  readonly told: string;
  /** A request, message or job to somebody else; the rest are writes to the service's own data. */
  readonly isSent: boolean;
}

/** Words of tables, models, addresses and columns that are kept on the side: losing one changes no answer. They only make the rule quieter. */
const asideWords =
  / (?:logs?|audits?|events?|metrics?|analytics?|histor(?:y|ies)|activit(?:y|ies)|views?|viewed|visits?|sessions?|caches?|cached|stats?|statistics?|telemetry|locks?|heartbeats?|tracking|presence|notifications?|slack|discord|sentry|webhooks?|ping|last (?!name)\w+|seen|counts?|counter|hits|impressions?|feeds?|avatars?|preferences?|drafts?|newsletters?|listmonk|mailchimp|subscribers?|hubspot|crm|segment|posthog|mixpanel|amplitude) /;

const isAside = (text: string): boolean => asideWords.test(wordsOf(text));

const publishes: ReadonlyMap<RegExp, string> = new Map([
  [/^(?:bullmq:Queue|bull:)\.?new\.add(?:Bulk)?$/, 'enqueuing the job'],
  [/^kafkajs:Kafka\.new\.producer\.\(\)\.send(?:Batch)?$/, 'sending the message to Kafka'],
  [/^nodemailer:createTransport\.\(\)\.sendMail$/, 'sending the email'],
  [/^stripe:new\.\w+\.(?:create|update|confirm|capture)$/, 'the call to Stripe'],
]);

const publishers = /^(?:bullmq|bull|kafkajs|nodemailer|stripe)$/;

const namesWriting = (text: string): boolean => /post|put|patch/i.test(text);

/** False where nothing of the file can be such a call, or a handler of an arrow function is not empty. */
export function mayHaveEffect(glimpse: Glimpse): boolean {
  const { text, memo, names, literal, offset } = glimpse;
  if ((literal.endsWith('=> {') || literal.endsWith('\n')) && !/^\s*\}/.test(text.slice(offset + literal.length, offset + literal.length + 200))) return false;
  return mayHoldData(glimpse) || mayRunSql(glimpse) || names(publishers) || (memo.once(namesWriting, text) && mayCallOut(glimpse));
}

/** The awaited writes and sends of a node, nested functions left out. */
export function effectsIn(node: Node, source: ScriptSource): Effect[] {
  const found: Effect[] = [];
  walk(node, (inner) => {
    if (functionTypes.has(inner.type)) return false;
    const effect = inner.type === 'call_expression' && isAwaited(inner) ? effectAt(inner, source) : undefined;
    if (effect !== undefined) found.push(effect);
    return true;
  });
  return found;
}

/** Awaited where it stands, or the receiver of a chain that is: `await prisma.order.create(…).catch(…)`. */
function isAwaited(call: Node): boolean {
  let at = call;
  while (at.parent?.type === 'member_expression' && at.parent.parent?.type === 'call_expression') at = at.parent.parent;
  return awaitOf(at) !== undefined;
}

/** What one call does outside; undefined for reads, deletes and what is only kept on the side. */
export function effectAt(call: Node, source: ScriptSource): Effect | undefined {
  const data = dataCallAt(call, source);
  if (data !== undefined) {
    const isWrite = data.operation === 'create' || data.operation === 'update' || data.operation === 'upsert' || data.method === 'save';
    const isKept = isWrite && data.call.id === call.id && !isAside(data.model) && !isAside(data.data?.text ?? '');
    return isKept ? { call, told: `the write to ${data.model}`, isSent: false } : undefined;
  }
  return sqlEffect(call, source) ?? sentEffect(call, source) ?? publishEffect(call, source);
}

function sqlEffect(call: Node, source: ScriptSource): Effect | undefined {
  const statement = sqlCallAt(call, source)?.sql.statement(source.sql)?.node;
  const written = statement === undefined ? undefined : 'InsertStmt' in statement ? statement.InsertStmt : 'UpdateStmt' in statement ? statement.UpdateStmt : undefined;
  const table = written?.relation?.relname;
  return table === undefined || isAside(table) || isAside(call.text) ? undefined : { call, told: `the write to ${table}`, isSent: false };
}

const writing = /^(?:post|put|patch)$/i;

function sentEffect(call: Node, source: ScriptSource): Effect | undefined {
  if (outboundCall(call, source) === undefined || isAside(argumentsOf(call)[0]?.text ?? '')) return undefined;
  const callee = calleeOf(call);
  const own = callee?.type === 'member_expression' ? (field(callee, 'property')?.text ?? '') : '';
  if (writing.test(own)) return { call, told: `the ${own.toUpperCase()} request`, isSent: true };
  for (const argument of argumentsOf(call)) {
    const options = argument.type === 'object' ? optionsOf(argument, source) : undefined;
    const method = options === undefined ? undefined : optionOf(options, 'method', source);
    const name = method?.state === 'set' ? stringValue(method.value) : undefined;
    if (name !== undefined && writing.test(name)) return { call, told: `the ${name.toUpperCase()} request`, isSent: true };
  }
  return undefined;
}

function publishEffect(call: Node, source: ScriptSource): Effect | undefined {
  const callee = calleeOf(call);
  const key = callee === undefined ? '' : source.origins.key(callee);
  for (const [pattern, told] of publishes) if (pattern.test(key) && !isAside(argumentsOf(call)[0]?.text ?? '')) return { call, told, isSent: true };
  return undefined;
}
