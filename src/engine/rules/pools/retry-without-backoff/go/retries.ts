import { contextArgument, httpCall, requestCall, type HttpCall } from '../../../../facts/go/httpCalls';
import { enclosingGoFunction, goFunctionTypes } from '../../../../facts/go/scope';
import { heldText } from '../../../../facts/go/sqlText';
import type { GoSource } from '../../../../source';
import { ancestorOf, field, namedChildren, walk, type Node } from '../../../../syntax/nodes';
import { mayOnlyRead, readsOnly } from '../reads';
import { elsewhereEachRound } from './elsewhere';

/** A loop that makes a call again when it failed. */
export interface GoRetry {
  readonly loop: Node;
  readonly body: Node;
  readonly call: Node;
  readonly isIdempotent: boolean;
  /** Why it is not known whether the call reads or writes. */
  readonly unsure?: string;
  /** Each attempt may go somewhere else. */
  readonly isDoubtful: boolean;
  readonly counter?: { readonly name: string; readonly limit?: { readonly text: string; readonly isInclusive: boolean } };
}

/** Anything that may be a pause between attempts, an answer to a conflict, or a change before the next try. */
const steered =
  /Sleep|After\(|NewTimer|NewTicker|Tick\(|[bB]ackoff|\.Wait\(|[lL]imiter|[dD]elay|<-|select \{|40001|40P01|23505|[cC]onflict|[dD]uplicate|[sS]erializ|[dD]eadlock|[vV]ersion|[tT]oken|[rR]efresh|[rR]econnect|[fF]allback|ErrBadConn/;

const loopTypes: ReadonlySet<string> = new Set(['for_statement', ...goFunctionTypes]);

/** The retries of one function, those of its function literals left out. */
export function goRetriesOf(fn: Node, source: GoSource): GoRetry[] {
  const loops = fn.descendantsOfType('for_statement').filter((loop): loop is Node => loop !== null && enclosingGoFunction(loop)?.id === fn.id);
  return loops.flatMap((loop) => {
    const found = retryOf(loop, fn, source);
    return found === undefined ? [] : [found];
  });
}

function retryOf(loop: Node, fn: Node, source: GoSource): GoRetry | undefined {
  const body = field(loop, 'body');
  const counts = body === undefined ? undefined : counting(loop, body);
  if (body === undefined || counts === undefined || steered.test(body.text) || repeatsTimeoutsOnly(body, loop)) return undefined;
  const repeated = repeatedIn(body, fn, loop, source);
  if (repeated === undefined || !goesOnAfterFailure(body, loop)) return undefined;
  // Another page, host or item each time is no second try.
  if (counts.name !== '' && mentions(repeated.call, counts.name)) return undefined;
  const elsewhere = elsewhereEachRound(loop, repeated.call, counts.name);
  if (elsewhere === 'yes') return undefined;
  return { loop, body, ...repeated, isDoubtful: elsewhere === 'maybe', ...(counts.name === '' ? {} : { counter: counts }) };
}

/** How a loop counts; undefined for one that goes over the items of something, an empty name for one that does not count. */
function counting(loop: Node, body: Node): NonNullable<GoRetry['counter']> | undefined {
  const header = namedChildren(loop).find((child) => child.id !== body.id);
  if (header === undefined) return { name: '' };
  if (header.type === 'for_clause') {
    const name = /^(\w+) := [01]\b/.exec(field(header, 'initializer')?.text ?? '')?.[1];
    if (name === undefined || field(header, 'update')?.text !== `${name}++`) return { name: '' };
    const limit = new RegExp(`^${name} (<=?) ([\\w.]+)$`).exec(field(header, 'condition')?.text ?? '');
    return limit?.[2] === undefined ? { name } : { name, limit: { text: limit[2], isInclusive: limit[1] === '<=' } };
  }
  if (header.type !== 'range_clause') return { name: '' };
  const right = field(header, 'right')?.text ?? '';
  const name = field(header, 'left')?.text ?? '';
  // Only a number, not a list, makes the same call again.
  if (!/^\d+$|retr|attempt|tries/i.test(right)) return undefined;
  return /^\w*$/.test(name) && name !== '_' && name !== '' ? { name, limit: { text: right, isInclusive: false } } : { name: '' };
}

type Repeated = Pick<GoRetry, 'call' | 'isIdempotent' | 'unsure'>;

function repeatedIn(body: Node, fn: Node, loop: Node, source: GoSource): Repeated | undefined {
  let found: Repeated | undefined;
  walk(body, (node) => {
    if (found !== undefined || goFunctionTypes.has(node.type)) return false;
    if (node.type === 'for_statement' && node.id !== loop.id) return false;
    if (node.type === 'call_expression') found = repeatedCall(node, fn, source);
    return true;
  });
  return found;
}

const statements = /^(?:database\/sql:(?:DB\.new|Open\.\(\)|OpenDB\.\(\))|github\.com\/jackc\/pgx\/v[45](?:\/pgxpool)?:(?:Pool\.new|New\.\(\)|Conn\.new))\.(?:Query|QueryRow|Exec|Ping)(?:Context)?$/;

/** A connection that is opened and not used yet has done nothing. */
const dials = /^net:Dial(?:Timeout|TCP)?$|^crypto\/tls:Dial$/;

function repeatedCall(call: Node, fn: Node, source: GoSource): Repeated | undefined {
  const callee = field(call, 'function');
  if (callee === undefined) return undefined;
  const http = httpCall(call, source);
  if (http !== undefined) return repeatedRequest(call, http.shape, fn, source);
  if (statements.test(source.origins.key(callee))) return { call, isIdempotent: /\.Ping(?:Context)?$/.test(callee.text) || /["`]\s*select\b/i.test(call.text) };
  const declaration = callee.type === 'identifier' ? source.scopes.resolve(callee) : undefined;
  if (dials.test(source.origins.key(callee))) return { call, isIdempotent: true };
  const isGiven = declaration?.kind === 'parameter' && field(declaration.site, 'type')?.type === 'function_type' && enclosingGoFunction(declaration.id)?.id === fn.id;
  return isGiven ? { call, isIdempotent: true } : undefined;
}

/** The method and the address of a request, where the file shows them. */
function repeatedRequest(call: Node, shape: HttpCall['shape'], fn: Node, source: GoSource): Repeated {
  if (shape === 'get' || shape === 'head') return { call, isIdempotent: true };
  const name = field(fn, 'name')?.text;
  const [first] = namedChildren(field(call, 'arguments') ?? call);
  if (shape !== 'do') return repeatedPost(call, first, name, source);
  const made = first === undefined ? undefined : requestCall(first, source);
  if (made === undefined) return { call, isIdempotent: false, unsure: 'its request comes from elsewhere' };
  const args = namedChildren(field(made, 'arguments') ?? made);
  const at = contextArgument(made, source) === undefined ? 0 : 1;
  const method = args[at]?.text ?? '';
  if (/^(?:http\.Method(?:Get|Head|Put|Delete)|"(?:GET|HEAD|PUT|DELETE)?")$/.test(method)) return { call, isIdempotent: true };
  return /^(?:http\.MethodPost|"POST")$/.test(method) ? repeatedPost(call, args[at + 1], name, source) : { call, isIdempotent: false };
}

function repeatedPost(call: Node, address: Node | undefined, name: string | undefined, source: GoSource): Repeated {
  const text = address === undefined ? '' : heldText(address, source).text.replace(/^["`]|["`]$/g, '');
  const reads = readsOnly({ address: text, document: undefined, name });
  return { call, isIdempotent: reads === 'yes', ...(reads === 'maybe' ? { unsure: mayOnlyRead } : {}) };
}

const leaving: ReadonlySet<string> = new Set(['return_statement', 'break_statement']);

/** `if err == nil { return … }`, or `if err != nil { …; continue }` before the loop is left. */
function goesOnAfterFailure(body: Node, loop: Node): boolean {
  const own = statementsOf(body);
  const checks = own.filter((statement) => statement.type === 'if_statement' && ancestorOf(statement, loopTypes)?.id === loop.id);
  const endsWith = (check: Node) => statementsOf(field(check, 'consequence') ?? check).at(-1);
  const succeeds = checks.some((check) => /\berr\w* == nil/.test(field(check, 'condition')?.text ?? '') && leaving.has(endsWith(check)?.type ?? ''));
  if (succeeds) return !leaving.has(own.at(-1)?.type ?? '');
  const repeats = checks.some((check) => /\berr\w* != nil/.test(field(check, 'condition')?.text ?? '') && endsWith(check)?.type === 'continue_statement');
  return repeats && leaving.has(own.at(-1)?.type ?? '');
}

/** `if !errors.Is(err, context.DeadlineExceeded) { return err }`: with a limit of its own, an attempt has waited before the next. */
function repeatsTimeoutsOnly(body: Node, loop: Node): boolean {
  // lock_not_available comes after lock_timeout, but at once with NOWAIT.
  if (body.text.includes('55P03') && !/nowait/i.test(body.text)) return true;
  if (!/\bcontext\.WithTimeout\(/.test(body.text)) return false;
  return statementsOf(body).some((check) => {
    const isOwn = check.type === 'if_statement' && ancestorOf(check, loopTypes)?.id === loop.id;
    const last = isOwn ? statementsOf(field(check, 'consequence') ?? check).at(-1) : undefined;
    return leaving.has(last?.type ?? '') && otherThanTimeout.test(field(check, 'condition')?.text ?? '');
  });
}

/** No `&&`: what must hold besides would let other failures pass. */
const otherThanTimeout = /^(?!.*&&).*(?:!errors\.Is\([^,]+, context\.DeadlineExceeded\)|!= context\.DeadlineExceeded\b)/s;

/** The statements of a block, in order. */
export function statementsOf(block: Node): Node[] {
  return namedChildren(block).flatMap((child) => (child.type === 'statement_list' ? namedChildren(child) : [child]));
}

function mentions(call: Node, name: string): boolean {
  let found = false;
  walk(field(call, 'arguments') ?? call, (node) => {
    found ||= node.type === 'identifier' && node.text === name;
    return !found;
  });
  return found;
}
