import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { enclosingFunction, isAsync } from '../../../facts/javascript/functions';
import { ImportPlan } from '../../../fix/javascript/importPlan';
import { ensureImports } from '../../../fix/javascript/imports';
import { moduleStyle } from '../../../fix/javascript/moduleSyntax';
import { freeName } from '../../../fix/javascript/names';
import { indentationAt, sourceStyle } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, namedChildren, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { DraftFix } from '../../rule';
import type { Content } from './contents';
import type { Sink } from './sinks';

/** The fix that sends the bytes on as they come; a text says why there is none, as the end of a sentence. */
export function streamed(content: Content, sink: Sink, source: ScriptSource): DraftFix | string {
  if (sink.kind === 'hash') return 'the digest would have to be waited for';
  if (sink.kind === 'upload') return 'PutObjectCommand has to know the length of a stream; Upload of @aws-sdk/lib-storage does not';
  if (content.kind === 'chunks') return 'the chunks are gathered elsewhere';
  const fn = enclosingFunction(content.call);
  if (fn === undefined || fn.id !== enclosingFunction(sink.node)?.id || !isAsync(fn)) return 'the bytes come in another function than they leave';
  if (content.kind === 'download') return fromDownload(content, sink, source);
  if (sink.kind === 'file') return 'it may be a copy, which copyFile does better';
  return fromFile(content, sink, source);
}

const review = (title: string, edits: readonly TextEdit[]): DraftFix => ({ title, safety: 'review', edits });

const replaced = (node: Node, newText: string): TextEdit => ({ start: node.startIndex, end: node.endIndex, newText });

/** The file is opened first, so that one which is not there is answered as before; then it is read as fast as the client takes it. */
function fromFile(content: Content, sink: Sink, source: ScriptSource): DraftFix | string {
  if (content.from === undefined || content.isText) return "the answer's type comes from its being text";
  const framework = sink.handler?.framework;
  if (!isRightBefore(content, sink)) return 'other code runs between the read and the answer, and could leave the file open';
  const plan = new ImportPlan(source);
  const stream = streamText(plan.need({ module: 'fs/promises', name: 'open', at: content.call }), content);
  dropReader(content.call, plan, source);
  // The last of several reads takes the import along.
  const fixed = (edits: readonly TextEdit[]): DraftFix => ({ ...review('Stream the file to the client', [...edits, ...plan.edits()]), oneAtATime: 'readFile' });
  if (framework === 'fastify' || framework === 'koa') return fixed([replaced(content.whole, stream)]);
  if (framework !== 'express' && framework !== 'http') return 'its response takes a web stream';
  const pipeline = plan.need({ module: 'stream/promises', name: 'pipeline', at: content.call });
  const isDirect = content.use.id === content.whole.id;
  const sent = pipedTo(sink, { pipeline, stream: isDirect ? stream : content.use.text, opens: isDirect }, source);
  return typeof sent === 'string' ? sent : fixed([...(isDirect ? [] : [replaced(content.whole, stream)]), ...sent]);
}

/** `readFile` goes from its import when this was its only use. */
function dropReader(call: Node, plan: ImportPlan, source: ScriptSource): void {
  const callee = calleeOf(call);
  const declaration = callee?.type === 'identifier' ? source.scopes.resolve(callee) : undefined;
  if (declaration !== undefined && source.scopes.references(declaration).length === 1) plan.drop(declaration);
}

const streamText = (open: string, { from }: Content) => `(await ${open}(${from?.text ?? ''})).createReadStream()`;

/** The answer's headers are sent by the statements in between, and nothing else happens there. */
function isRightBefore({ whole, use }: Content, sink: Sink): boolean {
  if (whole.id === use.id) return true;
  const [first, last] = [statementOf(whole), statementOf(sink.node)];
  for (let at = first?.nextNamedSibling ?? null; at !== null; at = at.nextNamedSibling) {
    if (at.id === last?.id) return true;
    if (at.type !== 'comment' && !new RegExp(`^${sink.response ?? 'res'}\\.(?:set|setHeader|header|type|status|attachment|writeHead|code)\\(`).test(at.text)) return false;
  }
  return false;
}

function statementOf(node: Node): Node | undefined {
  for (let at: Node = node; at.parent !== null; at = at.parent) if (at.parent.type === 'statement_block') return at;
  return undefined;
}

/** What is sent: the local name of `pipeline`, and the stream; `opens` when it is opened right there. */
interface Piped {
  readonly pipeline: string;
  readonly stream: string;
  readonly opens: boolean;
}

/** `res.send(bytes)` becomes `await pipeline(stream, res)`, with what the chain before it did as a statement of its own. */
function pipedTo({ node, response = 'res', handler }: Sink, { pipeline, stream, opens }: Piped, source: ScriptSource): TextEdit[] | string {
  const statement = statementOf(node);
  const isAlone = statement?.type === 'expression_statement' && (namedChildren(statement)[0]?.id === node.id || namedChildren(namedChildren(statement)[0] ?? statement)[0]?.id === node.id);
  const isReturned = statement?.type === 'return_statement' && namedChildren(statement)[0]?.id === node.id;
  const fn = enclosingFunction(node);
  if (statement === undefined || fn === undefined || (!isAlone && !isReturned)) return 'the answer is part of a larger expression';
  const chain = field(calleeOf(node) ?? node, 'object')?.text ?? '';
  const { newline, quote } = sourceStyle(source);
  const { end, keyword } = moduleStyle(source);
  const indent = indentationAt(source.text, statement.startIndex);
  const lines = chain === response ? [] : [chain];
  let piped = stream;
  // What `send` says of bytes when nobody has said more; not before the file is open, or its error would say so too.
  const isSend = calleeOf(node)?.text.endsWith('.send') === true && handler?.framework === 'express';
  if (isSend && !/\.(?:type|contentType|set|setHeader|header|attachment|writeHead)\(/.test(source.text.slice(fn.startIndex, node.endIndex))) {
    if (opens) {
      piped = freeName(source, 'file', 'opened');
      lines.push(`${keyword} ${piped} = ${stream}`);
    }
    lines.push(`${response}.type(${quote}bin${quote})`);
  }
  const before = lines.map((line) => `${line}${end}${newline}${indent}`).join('');
  const guard = guardFor(node, response, source);
  // A client that hangs up rejects the pipeline; where nobody would catch that, it would end the process.
  const isCaught = guard !== undefined || (handler?.framework === 'express' && (handler.major ?? 4) >= 5);
  const caught = isCaught ? '' : `.catch((error) => ${response}.destroy(error))`;
  const semicolon = source.text[statement.endIndex - 1] === ';' ? ';' : '';
  const newText = `${before}${isReturned ? 'return ' : ''}await ${pipeline}(${piped}, ${response})${caught}${semicolon}`;
  return [{ start: statement.startIndex, end: statement.endIndex, newText }, ...(guard ?? [])];
}

/** Once the headers are sent the `catch` around it can answer no more. */
function guardFor(node: Node, response: string, source: ScriptSource): TextEdit[] | undefined {
  const tried = ancestorOf(node, new Set(['try_statement']));
  const handler = tried === undefined || enclosingFunction(tried)?.id !== enclosingFunction(node)?.id ? undefined : field(tried, 'handler');
  const body = handler === undefined ? undefined : field(handler, 'body');
  const first = body === undefined ? undefined : namedChildren(body)[0];
  if (body === undefined) return undefined;
  if (first === undefined || first.startPosition.row === body.startPosition.row || first.text.includes('headersSent')) return [];
  const { newline } = sourceStyle(source);
  const line = `if (${response}.headersSent) return${moduleStyle(source).end}`;
  return [{ start: first.startIndex, end: first.startIndex, newText: `${line}${newline}${indentationAt(source.text, first.startIndex)}` }];
}

/** An answer's body goes on as it comes: writeFile takes it as it is, and so does pipeline. */
function fromDownload({ from, whole, use }: Content, sink: Sink, source: ScriptSource): DraftFix | string {
  if (from === undefined) return 'axios would have to be asked for a stream';
  if (source.language !== 'javascript') return 'the types of the two kinds of streams do not meet without a cast';
  const { text } = from;
  if (from.type !== 'identifier' || whole.id !== use.id) return 'the bytes are kept under a name of their own';
  if (sink.kind === 'file') return review('Write the answer to the file as it comes', [replaced(argumentsOf(sink.node)[1] ?? whole, `${text}.body`)]);
  if (sink.handler?.framework !== 'express' && sink.handler?.framework !== 'http') return 'its response takes a web stream';
  const { locals, edits } = ensureImports(source, [{ module: 'stream/promises', name: 'pipeline', at: sink.node }]);
  const sent = pipedTo(sink, { pipeline: locals[0] ?? 'pipeline', stream: `${text}.body`, opens: false }, source);
  return typeof sent === 'string' ? sent : review('Pass the answer on as it comes', [...sent, ...edits]);
}
