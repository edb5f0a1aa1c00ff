import { dataCallsIn } from '../../../facts/javascript/dataCalls';
import { writesField } from '../../../facts/javascript/dataConditions';
import { modelFacts } from '../../../facts/orm/model';
import { servesAdministrators } from '../../../facts/javascript/administrators';
import { enclosingFunction, writtenName } from '../../../facts/javascript/functions';
import { functionTypes } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, isInside, type Node } from '../../../syntax/nodes';
import { handlesDuplicates } from '../check-then-insert/protection';
import { isOneOff, runsAlone } from '../exclusive';
import type { Race } from './race';

const knowsDuplicates = /\bP2002\b|\b11000\b|UniqueConstraintError|SequelizeUniqueConstraintError/;

/** True where the violation of the key is handled around the call, or one caller at a time gets there. */
export function isProtected(call: Node, source: ScriptSource): boolean {
  if (isOneOff(source) || chainedCatch(call) || runsAfterCreate(call) || runsAlone(call)) return true;
  for (let at: Node | null = call.parent; at !== null; at = at.parent) if (at.type === 'try_statement' && handles(field(at, 'handler')?.text ?? '')) return true;
  return false;
}

const handles = (text: string) => handlesDuplicates.test(text) || knowsDuplicates.test(text);

/** The callback of a sign-in elsewhere: the code it brings is good once, so that two of the same one do not get here. */
export function redeemsCode(call: Node, source: ScriptSource): boolean {
  const fn = ancestorOf(call, functionTypes);
  if (fn === undefined || !/\bcode\b/.test(fn.text) || !/access_?token|codeVerifier|code_verifier/i.test(fn.text)) return false;
  return /callback/i.test(writtenName(fn)) || /callback/i.test(source.project.relative(source.file));
}

/**
 * The same transaction goes on to create a row of another model that has a unique key on what was asked for: of two calls
 * the second fails there, and what it created here is rolled back too.
 */
export function isClaimedLater({ creation: { call, isTransaction, library, model }, keys }: Race, source: ScriptSource): boolean {
  const fn = isTransaction ? enclosingFunction(call) : undefined;
  return (fn === undefined ? [] : dataCallsIn(fn, source)).some((other) => {
    if (other.operation !== 'create' || other.library !== library || other.model === model || other.call.startIndex < call.endIndex || other.data === undefined) return false;
    const { data } = other;
    const written = keys.filter((key) => writesField(data, key, source)).map(({ field: name }) => name.toLowerCase());
    return modelFacts(source.project.schema, library, other.model)?.unique.some((columns) => columns.length > 0 && columns.every((column) => written.includes(column))) === true && alwaysFollows(call, other.call);
  });
}

/** Each block that holds the later call holds the earlier one too. */
function alwaysFollows(call: Node, later: Node): boolean {
  for (let at = later.parent; at !== null && !functionTypes.has(at.type); at = at.parent) if (at.type === 'statement_block' && !isInside(call, at)) return false;
  return true;
}

/** A `catch` around the call that neither throws on nor answers: who comes second notices nothing. */
export function endsInCatch(call: Node): boolean {
  for (let at = call; at.parent !== null && !functionTypes.has(at.type); at = at.parent) {
    const { parent } = at;
    const caught = parent.type === 'try_statement' && field(parent, 'body')?.id === at.id ? field(parent, 'handler') : undefined;
    if (caught !== undefined) return !/\b(?:throw|return|next|reject|res|reply|response|ctx)\b/.test(field(caught, 'body')?.text ?? '');
  }
  return false;
}

/** `if (!known) await marks.insertOne(…)`: it only sees to it that one exists, and who asks the same is content with two. */
export function onlyAssures({ creation: { call }, guard, reader }: Race, source: ScriptSource): boolean {
  const awaited = call.parent?.type === 'await_expression' ? call.parent : call;
  if (guard.kind !== 'branch' || field(guard.node, 'alternative') !== undefined || awaited.parent?.type !== 'expression_statement') return false;
  const holder = reader.nameDeclarator();
  const name = holder === undefined ? undefined : (field(holder, 'name') ?? field(holder, 'left'));
  const declaration = name?.type === 'identifier' ? source.scopes.resolve(name) : undefined;
  const condition = field(guard.node, 'condition');
  if (declaration === undefined || condition === undefined || holder === undefined) return false;
  return source.scopes.references(declaration).every((use) => isInside(use, holder) || isInside(use, condition));
}

/** `sentEmail`, `EmailSentRegistry`, `notification_log`: what was sent, and when. */
const sendLogs = /(?=.*(?:mail|notification|message|sms|reminder))(?=.*(?:sent|log|registry|history))/i;

/** A log of what was sent, written once it was: who comes second leaves one more row that nobody counts. Where the check keeps the mail itself back, it leaves first. */
export const notesMail = ({ creation: { model }, guard }: Race): boolean => guard.kind !== 'exit' && sendLogs.test(model);

/** A class that runs an installation's scripts, each once: `script-runner.service.ts`. */
const scriptRunners = /(?:^|\/)(?:data-?)?scripts?[-_.]?runner[\w.-]*\.[cm]?[jt]s$/i;

/** One forked process, the few who run the service, or a script one of them starts: two at the same moment are rare. */
export const isForFew = (call: Node, source: ScriptSource): boolean =>
  /\bprocess\.send\(/.test(source.text) || scriptRunners.test(source.project.relative(source.file)) || servesAdministrators(call, source);

function chainedCatch(call: Node): boolean {
  const member = call.parent;
  const name = member?.type === 'member_expression' ? field(member, 'property')?.text : undefined;
  return (name === 'catch' || name === 'then') && handles(member?.parent?.text ?? '');
}

/** `@AfterCreate` and its kin run once for a record that nobody else knows yet. */
function runsAfterCreate(call: Node): boolean {
  const fn = ancestorOf(call, functionTypes);
  const before = [fn?.previousNamedSibling, ...(fn?.children ?? [])];
  return before.some((node) => node?.type === 'decorator' && /^@After(?:Create|Insert)\b/.test(node.text));
}
