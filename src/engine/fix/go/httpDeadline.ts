import { callerContext } from '../../facts/go/context';
import { leaves } from '../../facts/go/escape';
import { clientLiteral, contextArgument, requestCall, type HttpCall } from '../../facts/go/httpCalls';
import { packageTexts } from '../../facts/go/packageFiles';
import { enclosingGoFunction } from '../../facts/go/scope';
import { zeroClient, type ZeroClient } from '../../facts/go/zeroClient';
import { deadlineBefore, type DeadlineRefusal } from './deadline';
import { goDuration } from './duration';
import { ensureGoImport } from './imports';
import { addEntries } from './keyedLiteral';
import { argumentText } from './operators';
import { indentationAt, styleOf } from '../style';
import type { GoSource } from '../../source';
import { field, isInside, namedChildren, type Node } from '../../syntax/nodes';
import { joinEdits, type TextEdit } from '../../text/edits';
import { durationText } from '../../text/duration';

export interface CallDeadline {
  /** Where it is not a deadline on this one call. */
  readonly title?: string;
  readonly edits: readonly TextEdit[];
}

const returned = 'the function returns the response, and a deferred cancel would end the reading of its body';

/** A deadline for one HTTP call, or why there is none. */
export function deadlineFor(http: HttpCall, source: GoSource): CallDeadline | DeadlineRefusal {
  const fn = enclosingGoFunction(http.call);
  if (fn === undefined) return { refused: 'the call stands outside a function' };
  // A deferred cancel runs before the caller has read the body; a client's own timeout covers that as well.
  if (leaves(http.call, fn, source)) return clientTimeout(http, source) ?? { refused: returned };
  return http.shape === 'do' ? requestDeadline(http, fn, source) : shortcutDeadline(http, source);
}

const purpose = 'call';

/** The nearest caller's context, through function literals; else the background. */
function parentContext(call: Node, source: GoSource): string {
  for (let at: Node | undefined = call; at !== undefined; at = enclosingGoFunction(at)) {
    const ctx = callerContext(at, source);
    const name = ctx?.split('.', 1)[0];
    if (ctx === undefined || name === undefined) continue;
    const kind = source.scopes.lookup(name, call)?.kind;
    if (kind === 'parameter') return ctx;
  }
  return `${ensureGoImport(source, 'context').local}.Background()`;
}

function requestDeadline({ call }: HttpCall, fn: Node, source: GoSource): CallDeadline | DeadlineRefusal {
  const [request] = namedChildren(field(call, 'arguments') ?? call);
  const made = request === undefined ? undefined : requestCall(request, source);
  if (request === undefined || made === undefined) return { refused: 'the request is made elsewhere' };
  const isHere = enclosingGoFunction(made)?.id === fn.id && isInside(made, fn);
  if (!isHere) {
    const use = (ctx: string) => [{ start: request.endIndex, end: request.endIndex, newText: `.WithContext(${ctx})` }];
    return deadlineBefore({ call, parent: parentContext(call, source), purpose, lifetime: 'result', use }, source);
  }
  const given = contextArgument(made, source);
  if (given !== undefined) {
    const use = (ctx: string) => [{ start: given.startIndex, end: given.endIndex, newText: ctx }];
    return deadlineBefore({ call: made, parent: given.text, purpose, lifetime: 'result', use }, source);
  }
  const name = field(field(made, 'function') ?? made, 'field');
  const [first] = namedChildren(field(made, 'arguments') ?? made);
  if (name === undefined || first === undefined) return { refused: 'the request is made elsewhere' };
  const use = (ctx: string) => [
    { start: name.startIndex, end: name.endIndex, newText: 'NewRequestWithContext' },
    { start: first.startIndex, end: first.startIndex, newText: `${ctx}, ` },
  ];
  return deadlineBefore({ call: made, parent: parentContext(call, source), purpose, lifetime: 'result', use }, source);
}

/** `http.Get(url)` written out: a request with a context, and the client that sends it. */
function shortcutDeadline(http: HttpCall, source: GoSource): CallDeadline | DeadlineRefusal {
  const written = writtenOut(http, source);
  if ('refused' in written) return written;
  const { statement, text } = written;
  const use = (ctx: string) => [{ start: statement.startIndex, end: statement.endIndex, newText: text(ctx) }];
  return deadlineBefore({ call: http.call, parent: parentContext(http.call, source), purpose, lifetime: 'result', use }, source);
}

const methods: ReadonlyMap<HttpCall['shape'], string> = new Map([
  ['get', 'Get'],
  ['head', 'Head'],
  ['post', 'Post'],
]);

function writtenOut({ call, shape, client }: HttpCall, source: GoSource): { readonly statement: Node; readonly text: (ctx: string) => string } | DeadlineRefusal {
  const statement = call.parent?.parent;
  const [url, type, body] = namedChildren(field(call, 'arguments') ?? call);
  const results = statement?.type === 'short_var_declaration' ? namedChildren(field(statement, 'left') ?? statement) : [];
  const [response, error] = results.map((result) => result.text);
  const check = statement?.nextNamedSibling;
  if (statement?.parent?.type !== 'statement_list' || url === undefined || response === undefined || error === undefined || error === '_') {
    return { refused: 'the request has to be written out, and there is no room for it here' };
  }
  if (check?.type !== 'if_statement' || !isPlainCheck(check, error, response)) {
    return { refused: 'the request has to be written out, and the error of making it has no return to follow here' };
  }
  const method = methods.get(shape);
  if (method === undefined || (shape === 'post' && body === undefined)) return { refused: 'a form has to be encoded for a request with a context' };
  if (source.scopes.isBound('req', call)) return { refused: 'the request has to be written out, and the name req is taken here' };
  const { local: http } = ensureGoImport(source, 'net/http');
  const { newline } = styleOf(source.text);
  const separator = newline + indentationAt(source.text, statement.startIndex);
  const header = shape === 'post' && type !== undefined ? [`req.Header.Set("Content-Type", ${type.text})`] : [];
  const text = (ctx: string) =>
    [
      `req, ${error} := ${http}.NewRequestWithContext(${ctx}, ${http}.Method${method}, ${argumentText(url)}, ${body === undefined ? 'nil' : argumentText(body)})`,
      check.text,
      ...header,
      `${response}, ${error} := ${client?.text ?? `${http}.DefaultClient`}.Do(req)`,
    ].join(separator);
  return { statement, text };
}

/** `if err != nil { return …, err }`, to be said once more for the request. */
function isPlainCheck(check: Node, error: string, response: string): boolean {
  const body = field(check, 'consequence');
  const statements = body === undefined ? [] : namedChildren(body).flatMap((child) => (child.type === 'statement_list' ? namedChildren(child) : [child]));
  const [only] = statements;
  if (field(check, 'condition')?.text !== `${error} != nil` || field(check, 'alternative') !== undefined || field(check, 'initializer') !== undefined) return false;
  return statements.length === 1 && only?.type === 'return_statement' && !new RegExp(`\\b${response}\\b`).test(only.text);
}

/** `Timeout` on the literal the client is made with, where that is in this file, or a value for one that is declared without. */
export function clientTimeout({ client }: HttpCall, source: GoSource): CallDeadline | undefined {
  const literal = client === undefined ? undefined : clientLiteral(client, source);
  const { local: time, edits: imports } = ensureGoImport(source, 'time');
  const entry = { key: 'Timeout', value: goDuration(source.settings.timeoutMs, time, true) };
  const zero = client === undefined || literal !== undefined ? undefined : zeroClient(client, source);
  const own = literal !== undefined ? (zeroTimeout(literal, entry.value) ?? addEntries(literal, [entry], source)) : zero === undefined ? undefined : valueFor(zero, client, entry.value, source);
  const edits = own === undefined ? undefined : joinEdits(own, imports);
  return edits === undefined ? undefined : { title: `Give the client a timeout of ${durationText(source.settings.timeoutMs)}`, edits };
}

/** `Timeout: 0` says never. */
function zeroTimeout(literal: Node, value: string): TextEdit[] | undefined {
  const body = field(literal, 'body');
  const entry = (body === undefined ? [] : namedChildren(body)).find((element) => namedChildren(element)[0]?.text === 'Timeout');
  const given = entry === undefined ? undefined : namedChildren(entry)[1];
  return given === undefined ? undefined : [{ start: given.startIndex, end: given.endIndex, newText: value }];
}

/** `var client = http.Client{Timeout: …}`, or the field in the one literal of its struct; undefined where that is made in several ways. */
function valueFor({ type, struct }: ZeroClient, client: Node | undefined, timeout: string, source: GoSource): TextEdit[] | undefined {
  const value = `${type.text}{Timeout: ${timeout}}`;
  if (struct === undefined) return type.parent?.childrenForFieldName('name').length === 1 ? [{ start: type.startIndex, end: type.endIndex, newText: `= ${value}` }] : undefined;
  const made = new RegExp(String.raw`\b${struct}\{|\bnew\(${struct}\)|\bvar \w+ ${struct}\b`, 'g');
  const ways = packageTexts(source).flatMap((text) => [...text.matchAll(made)]);
  const literals = source.tree.rootNode.descendantsOfType('composite_literal').filter((literal) => literal !== null && field(literal, 'type')?.text === struct);
  const [only] = literals;
  const key = client === undefined ? undefined : field(client, 'field')?.text;
  return ways.length === 1 && literals.length === 1 && only && key !== undefined ? addEntries(only, [{ key, value }], source) : undefined;
}
