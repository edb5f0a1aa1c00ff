import { servesAdministrators } from '../../../facts/javascript/administrators';
import { calleeOf } from '../../../facts/javascript/calls';
import { waiterOf } from '../../../facts/javascript/callers';
import { enclosingFunction, parametersOf, writtenName } from '../../../facts/javascript/functions';
import { functionTypes } from '../../../facts/javascript/scope';
import { stringValue } from '../../../facts/javascript/strings';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, namedChildren, type Node } from '../../../syntax/nodes';
import type { Answer } from './answers';
import { limiterOf } from './limiters';

/** Probes ask again by their own clock. */
const probes = /^\/$|health|ready|readiness|live|liveness|probe|\bping\b|\bstatus\b|heartbeat/i;

/** Limits that time does not lift. */
const quotas = /\bplan(?:\b|_(?:in)?valid)|upgrade|\bquota|credits?\b|billing|subscription|\bper (?:account|project|user)\b|maximum (?:number|of)/i;

/** What makes a 503 pass by itself; without a sign of it the feature is missing, and waiting does not help. */
const passing = /overload|busy|capacity|breaker|circuit|queue|back-?pressure|maintenance|too ?many|draining|shutting|shutdown|in.?flight|saturat/i;

const stopped = /maintenance|draining|shutting|shutdown|restart/gi;

const statements: ReadonlySet<string> = new Set(['return_statement', 'expression_statement']);
const conditions: ReadonlySet<string> = new Set(['if_statement']);
const blocks: ReadonlySet<string> = new Set(['statement_block']);

/** True where the header is set, set by a library, or would mean nothing. */
export function isSettled(answer: Answer, source: ScriptSource): boolean {
  const { node, fn, status } = answer;
  if (/retry-?_?after|rate-?limit-?reset/i.test(fn.text) || limiterOf(answer, source)?.tells === true) return true;
  const said = saidBy(node);
  if (status === 429) return quotas.test(said);
  return probes.test(writtenName(fn)) || probes.test(pathOf(fn)) || probes.test(source.project.relative(source.file).split('/').at(-1) ?? '') || !passing.test(said);
}

/** A 503 of a server that is taken down: how long for is not known here, or the next try meets another server. */
export function isStopped({ node, status }: Answer): boolean {
  const said = saidBy(node);
  return status === 503 && said.search(stopped) >= 0 && !passing.test(said.replace(stopped, ''));
}

/** The answer's statement and the condition it stands under. */
function saidBy(node: Node): string {
  const condition = ancestorOf(node, conditions);
  return `${ancestorOf(node, statements)?.text ?? node.text} ${condition === undefined ? '' : (field(condition, 'condition')?.text ?? '')}`;
}

/** The function that makes the handler is of the project, and nothing of the project calls it. */
export function isUncalled({ fn }: Answer, source: ScriptSource): boolean {
  // Of a file without a package.json nobody knows who else calls what it exports.
  if (source.project.packageFor(source.file) === undefined) return false;
  return enclosingFunction(fn) !== undefined && waiterOf(fn, source, true) === 'uncalled';
}

/** `if (!req.path.startsWith('/admin')) return next();` */
const adminPath = /\b(?:path|url|originalUrl|pathname|baseUrl|routePath)\b[^;{}\n]*['"`/][\w/.^\\-]*\badmin/i;

/** A page of the few who run the service is behind it: nobody there reads the header. */
export function isForAdministrators({ node, fn }: Answer, source: ScriptSource): boolean {
  const [first] = field(fn, 'body')?.type === 'statement_block' ? namedChildren(field(fn, 'body') ?? fn).filter(({ type }) => type !== 'comment') : [];
  const passes = first?.type === 'if_statement' && adminPath.test(field(first, 'condition')?.text ?? '');
  return passes || servesAdministrators(node, source);
}

/** Work of the same owner that is not done yet: no limiter knows for how long. */
const underWay = /in[\s_-]?progress|already (?:running|processing|being|started)|\bmutex\b/i;

/** What a refusal says that lifts by itself. */
const passes = /limit|too.?many|throttl|retry|try|wait|later|rate|again|attempt|exceed|busy|slow|flood|spam|abuse|cool.?down|frequent|soon|window|second|minute|hour|capacity|overload|queue|concurren|burst|request/i;

/** A 429 that refuses a second run of work that is under way, or that says something else than that there were too many. */
export function isNoLimit({ node, status }: Answer): boolean {
  if (status !== 429) return false;
  const statement = ancestorOf(node, statements) ?? node;
  const block = ancestorOf(node, blocks);
  const told = block !== undefined && statement.parent?.id === block.id && isUnder(block) ? block.text : statement.text;
  if (underWay.test(`${told} ${saidBy(node)}`)) return true;
  const texts = [...statement.text.matchAll(/(['"`])((?:(?!\1).){4,}?)\1/g)].map(([, , text = '']) => text);
  return texts.length > 0 && !passes.test(saidBy(node));
}

const isUnder = (block: Node): boolean => block.parent?.type === 'if_statement';

const limiterNames = /limit|throttl|overload|shed/i;

/** A text in the reader's own language is shown by a page, and a page tells it in prose. */
const translated = /\b(?:i18n|i18next|intl|polyglot)\b[\w.]*\(|\b(?:req|res|request|ctx|c)\.(?:__n?|t|i18n)\b|\b(?:translate|gettext|__)\(/;

/** A middleware that lets a request through or refuses it: what stands behind it is called by programs too. */
export function isGate(answer: Answer, source: ScriptSource): boolean {
  const { fn, node, framework } = answer;
  const block = ancestorOf(node, blocks);
  if (block !== undefined && translated.test(block.text)) return false;
  // A bare server has one function for all: it is the gate too.
  if (framework === 'http') return true;
  const next = parametersOf(fn).at(-1);
  const declaration = next !== undefined && /^_?a?next$/i.test(next.text) ? source.scopes.resolve(next) : undefined;
  const passesOn = declaration !== undefined && source.scopes.references(declaration).some((use) => use.parent?.type === 'call_expression' && calleeOf(use.parent)?.id === use.id && namedChildren(field(use.parent, 'arguments') ?? use).length === 0);
  return passesOn || limiterNames.test(writtenName(fn)) || isHook(fn) || isOfPrograms(node, source) || limiterOf(answer, source) !== undefined;
}

/** JSON of a file that is all there is: no page calls it that would tell its reader in prose. */
const isOfPrograms = (node: Node, source: ScriptSource): boolean => source.project.packageFor(source.file) === undefined && /\.json\(/.test(ancestorOf(node, statements)?.text ?? '');

/** `app.addHook('onRequest', …)` of Fastify lets a request through by returning. */
const isHook = (fn: Node): boolean => fn.parent?.parent?.type === 'call_expression' && field(calleeOf(fn.parent.parent) ?? fn, 'property')?.text === 'addHook';

/** The path a handler is registered for, where it is written at the function. */
function pathOf(fn: Node): string {
  const call = fn.parent?.type === 'arguments' ? fn.parent.parent : null;
  const first = call?.type === 'call_expression' && calleeOf(call) !== undefined ? namedChildren(fn.parent ?? fn)[0] : undefined;
  return first === undefined || functionTypes.has(first.type) ? '' : (stringValue(first) ?? '');
}
