import { servesAdministrators } from '../../../facts/javascript/administrators';
import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { callsOf, parametersOf } from '../../../facts/javascript/functions';
import { enclosingHandler, handlerOf } from '../../../facts/javascript/handlers';
import { unwrapped } from '../../../facts/javascript/options';
import { argumentsFor } from '../../../facts/javascript/requestData';
import { isExecutor } from '../../../facts/javascript/requestPath';
import { functionTypes, placesOf } from '../../../facts/javascript/scope';
import { stringValue } from '../../../facts/javascript/strings';
import { moduleStyle } from '../../../fix/javascript/moduleSyntax';
import { indentationAt, sourceStyle } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { ancestorOf, closest, closestCall, field, namedChildren, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { Draft, DraftFix } from '../../rule';
import { sizeName, sizeProduct } from './sizes';

/** Code that gathers a request's body chunk by chunk. */
interface Collection {
  readonly request: Node;
  /** What is marked. */
  readonly place: Node;
  /** The name of one chunk. */
  readonly chunk: string;
  /** The block that runs for each chunk, or the expression it consists of. */
  readonly body: Node;
  /** The statement before which a counter can be declared. */
  readonly statement: Node;
  readonly isLoop: boolean;
}

/** Bodies collected by hand with nothing that stops at a size. */
export function* collectedBodies(hit: Node, source: ScriptSource): Generator<Draft> {
  const collection = listener(hit) ?? loop(hit);
  if (collection === undefined || isForOperators(source) || !gathers(collection) || isCounted(collection, source) || !isRequest(collection.request, source, 0)) return;
  const fix = counted(collection, source);
  const told = 'The body is collected in memory however long it gets: one request can end the process.';
  yield {
    start: collection.place.startIndex,
    end: collection.place.endIndex,
    ...(servesAdministrators(collection.place, source) || isAfterKey(collection.place, source) ? { severity: 'hint' } : {}),
    message: typeof fix === 'string' ? `${told} No automatic fix: ${fix}.` : told,
    fixes: typeof fix === 'string' ? [] : [fix],
  };
}

/** A check of a key that only other services of the same owner have: `checkInternalApiKey(req)`, with what it says asked for. */
const keyChecked = /\b(?:check|verify|require|assert|validate|is|has)\w*(?:Internal|ServiceToken|SharedSecret)\w*\([^]*?(?:\b40[13]\b|\bthrow\b|\breturn\b)/;

/** Every caller of the helper that reads the body has checked such a key before. */
function isAfterKey(place: Node, source: ScriptSource): boolean {
  for (let fn = ancestorOf(place, functionTypes); fn !== undefined; fn = ancestorOf(fn, functionTypes)) {
    const calls = callsOf(fn, source.scopes);
    if (calls.length > 0) return calls.every((call) => isKeyCheckedBefore(call, source));
    if (isKeyCheckedBefore(place, source)) return true;
  }
  return false;
}

function isKeyCheckedBefore(node: Node, source: ScriptSource): boolean {
  const fn = ancestorOf(node, functionTypes);
  return fn !== undefined && keyChecked.test(source.text.slice(fn.startIndex, node.startIndex));
}

/** A file for debugging: whoever may call it runs the service. */
const isForOperators = (source: ScriptSource): boolean => /debug[\w-]*\.[cm]?[jt]s$/i.test(source.project.relative(source.file));

/** `req.on('data', (chunk) => { … })` */
function listener(hit: Node): Collection | undefined {
  const call = closestCall(hit);
  const callee = call === undefined ? undefined : calleeOf(call);
  const request = callee?.type === 'member_expression' && field(callee, 'property')?.text === 'on' ? field(callee, 'object') : undefined;
  const [event, callback] = call === undefined ? [] : argumentsOf(call);
  if (request?.type !== 'identifier' || callee === undefined || event === undefined || stringValue(event) !== 'data' || callback === undefined) return undefined;
  const [parameter] = functionTypes.has(callback.type) ? parametersOf(callback) : [];
  const body = functionTypes.has(callback.type) ? field(callback, 'body') : undefined;
  const statement = ancestorOf(callee, new Set(['expression_statement']));
  if (parameter?.type !== 'identifier' || body === undefined || statement === undefined) return undefined;
  return { request, place: callee, chunk: parameter.text, body, statement, isLoop: false };
}

/** `for await (const chunk of req) { … }` */
function loop(hit: Node): Collection | undefined {
  const statement = closest(hit, new Set(['for_in_statement']));
  const isAwaited = statement?.children.some((child) => child?.type === 'await') === true;
  const [request, name, body] = statement === undefined ? [] : [field(statement, 'right'), field(statement, 'left'), field(statement, 'body')];
  if (statement === undefined || !isAwaited || request?.type !== 'identifier' || name?.type !== 'identifier' || body === undefined) return undefined;
  return { request, place: request, chunk: name.text, body, statement, isLoop: true };
}

/** `body += chunk`, `chunks.push(chunk)`: each chunk is kept. */
function gathers({ body, chunk }: Collection): boolean {
  // `size += chunk.length` keeps none of it.
  const kept = `(?:${chunk}|Buffer\\.from\\(${chunk}\\)|${chunk}\\.toString\\([^)]*\\)|${chunk} as \\w+)`;
  return new RegExp(`\\+=\\s*${kept}(?!\\w|\\s*\\.(?:length|byteLength)\\b)|\\.push\\(\\s*${kept}\\s*\\)|=\\s*Buffer\\.concat\\(|=\\s*\\w+\\s*\\+\\s*${kept}(?!\\w|\\s*\\.(?:length|byteLength)\\b)`).test(body.text);
}

/** Something is compared with a size, or the stream is given up. */
function isCounted({ body, statement }: Collection, source: ScriptSource): boolean {
  if (/[<>]|\b(?:destroy|pause|abort|limit|max)\w*\b/i.test(body.text.replaceAll('=>', ''))) return true;
  const fn = ancestorOf(statement, functionTypes);
  return fn !== undefined && /content-length|\b413\b/i.test(source.text.slice(fn.startIndex, fn.endIndex));
}

/** The request of a handler, also where a helper of this file is handed it. */
function isRequest(expression: Node, source: ScriptSource, depth: number): boolean {
  const declaration = expression.type === 'identifier' ? source.scopes.resolve(expression) : undefined;
  const fn = declaration?.kind === 'parameter' ? closest(declaration.scope, functionTypes) : undefined;
  const index = fn === undefined ? -1 : parametersOf(fn).findIndex((parameter) => parameter.text === expression.text);
  if (fn === undefined || index < 0 || depth > 2) return false;
  const handler = handlerOf(fn, source);
  // A client's callback takes an IncomingMessage too: the answer.
  const isClient = fn.parent?.type === 'arguments' && /\b(?:request|get)$/.test(calleeOf(fn.parent.parent ?? fn)?.text ?? '') && parametersOf(fn).length === 1 && handler?.evidence === 'typed';
  if (handler !== undefined && !isClient && (handler.framework === 'http' || handler.framework === 'express')) return index === 0 && !/^res/.test(expression.text);
  return argumentsFor(fn, index, source).some((argument) => isRequest(argument, source, depth + 1));
}

/** Counts the bytes as they come and stops at the limit. */
function counted(collection: Collection, source: ScriptSource): DraftFix | string {
  const { statement, body, chunk, isLoop } = collection;
  const stop = isLoop ? ["throw new Error('Request body is too large')"] : stopOf(collection, source);
  if (stop === undefined) return 'it is not plain how to answer from here';
  if (isLoop && endsProcess(statement, source, 0)) return 'what is thrown here would end the process, so catch it in the listener and answer 413 first';
  if (statement.parent?.type !== 'statement_block') return 'there is no block to count in';
  const unit = ancestorOf(statement, functionTypes) ?? source.tree.rootNode;
  const name = ['received', 'bytes', 'size'].find((candidate) => placesOf(candidate, source.text, unit.startIndex, unit.endIndex).length === 0);
  if (name === undefined) return 'no name is free for a counter';
  const { newline, indent, quote } = sourceStyle(source);
  const { end } = moduleStyle(source);
  const outer = indentationAt(source.text, statement.startIndex);
  const inner = outer + indent;
  const limit = sizeProduct(source.settings.bodyLimitBytes);
  const lines = [
    `${name} += ${chunk}.length${end}`,
    `if (${name} > ${limit}) {`,
    ...stop.map((line) => `${indent}${line.replaceAll("'", quote)}${end}`),
    ...(isLoop ? [] : [`${indent}return${end}`]),
    '}',
  ];
  const declare: TextEdit = { start: statement.startIndex, end: statement.startIndex, newText: `let ${name} = 0${end}${newline}${outer}` };
  const title = `Stop at ${sizeName(source.settings.bodyLimitBytes)}`;
  if (body.type !== 'statement_block') {
    const text = ['{', ...[...lines, `${unwrapped(body).text.replace(/;$/, '')}${end}`].map((line) => inner + line), `${outer}}`].join(newline);
    return { title, safety: 'review', edits: [declare, { start: body.startIndex, end: body.endIndex, newText: text }] };
  }
  const first = namedChildren(body)[0];
  const isOneLine = first !== undefined && first.startPosition.row === body.startPosition.row;
  if (first === undefined) return 'the block is empty';
  const before = lines.map((line) => `${newline}${inner}${line}`).join('');
  if (!isOneLine) return { title, safety: 'review', edits: [declare, { start: body.startIndex + 1, end: body.startIndex + 1, newText: before }] };
  const rest = namedChildren(body).map((child) => `${newline}${inner}${child.text}`).join('');
  return { title, safety: 'review', edits: [declare, { start: body.startIndex + 1, end: body.endIndex - 1, newText: `${before}${rest}${newline}${outer}` }] };
}

/** Nothing catches what is thrown here before it leaves the listener of a bare server, or a handler of Express 4. */
function endsProcess(place: Node, source: ScriptSource, depth: number): boolean {
  const fn = ancestorOf(place, functionTypes);
  if (fn === undefined || depth > 2 || ancestorOf(place, tryOrFunction)?.type === 'try_statement') return false;
  const handler = handlerOf(fn, source);
  if (handler !== undefined) return handler.framework === 'http' || (handler.framework === 'express' && handler.major === 4);
  return callsOf(fn, source.scopes).some((call) => !isCaught(call) && endsProcess(call, source, depth + 1));
}

const tryOrFunction: ReadonlySet<string> = new Set([...functionTypes, 'try_statement']);

/** `read(req).catch(…)` */
const isCaught = (call: Node): boolean => call.parent?.type === 'member_expression' && /^(?:catch|then)$/.test(field(call.parent, 'property')?.text ?? '');

/** What refuses the rest of the body: the promise around it is rejected, or the handler answers 413 and closes. */
function stopOf({ request, statement }: Collection, source: ScriptSource): string[] | undefined {
  const fn = ancestorOf(statement, functionTypes);
  if (fn === undefined) return undefined;
  if (isExecutor(fn)) {
    const reject = parametersOf(fn)[1];
    return reject === undefined ? undefined : [`${reject.text}(new Error('Request body is too large'))`, `${request.text}.destroy()`];
  }
  const found = enclosingHandler(statement, source);
  const response = found?.fn.id === fn.id ? parametersOf(fn)[1] : undefined;
  if (found === undefined || response?.type !== 'identifier') return undefined;
  return [`${request.text}.pause()`, `${response.text}.writeHead(413, { Connection: 'close' }).end()`];
}
