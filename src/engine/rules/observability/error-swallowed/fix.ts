import { isCaught } from '../../../facts/javascript/caught';
import { enclosingFunction } from '../../../facts/javascript/functions';
import { handlerOf } from '../../../facts/javascript/handlers';
import { caughtName } from '../../../fix/javascript/tryCatch';
import { reindented } from '../../../fix/lines';
import { indentationAt, sourceStyle } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { closingBrace, field, namedChildren, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { DraftFix } from '../../rule';
import type { Effect } from './effects';

const expressFour = 'in Express 4 an async handler that rejects ends the process, so the error has to be given to next';

/** Logs and rethrows where the file has a logger; else the error is simply let through. */
export function letThrough(statement: Node, effect: Effect, source: ScriptSource): DraftFix | string {
  if (endsProcess(statement, source)) return expressFour;
  const logger = loggerOf(source);
  const clause = field(statement, 'handler');
  if (clause === undefined) return 'the statement is not plain';
  if (logger !== undefined) return { title: `Log the error with ${logger.name} and rethrow it`, safety: 'review', edits: rethrown(clause, logger, effect, source) };
  const edits = unwrappedTry(statement, clause, source);
  return edits === undefined ? 'its names or its layout keep the try from being taken away' : { title: 'Let the error reach the caller', safety: 'review', edits };
}

/** Throws the error on after what the handler does. */
export function thrownOn(clause: Node, last: Node, source: ScriptSource): DraftFix | string {
  if (endsProcess(clause, source)) return expressFour;
  const parameter = field(clause, 'parameter');
  if (parameter?.type !== 'identifier') return 'the catch does not name the error';
  const { newline, semicolons } = sourceStyle(source);
  const newText = `${newline}${indentationAt(source.text, last.startIndex)}throw ${parameter.text}${semicolons ? ';' : ''}`;
  return { title: 'Throw the error on after the rollback', safety: 'review', edits: [{ start: last.endIndex, end: last.endIndex, newText }] };
}

/** Removes `.catch(() => {})` from an awaited call. */
export function withoutCatch(call: Node, receiver: Node, source: ScriptSource): DraftFix | string {
  if (endsProcess(call, source)) return expressFour;
  return { title: 'Let the error reach the caller', safety: 'review', edits: [{ start: receiver.endIndex, end: call.endIndex, newText: '' }] };
}

function endsProcess(node: Node, source: ScriptSource): boolean {
  const fn = enclosingFunction(node);
  const handler = fn === undefined ? undefined : handlerOf(fn, source);
  return handler?.framework === 'express' && handler.evidence !== 'wrapped' && (handler.major ?? 4) < 5 && !isCaught(node);
}

interface Logger {
  readonly name: string;
  /** pino takes the object first, others the text. */
  readonly objectFirst: boolean;
}

const logged = /(?<![\w.])((?:this\.|req\.|request\.|app\.|fastify\.)?(?:logger|log|console))\.(?:error|warn|info|debug)\(\s*(\{|[^\s])/g;

/** The logger the file uses most, and how. */
function loggerOf(source: ScriptSource): Logger | undefined {
  const counts = new Map<string, { count: number; objects: number }>();
  for (const match of source.text.matchAll(logged)) {
    const name = match[1] ?? '';
    const known = counts.get(name) ?? { count: 0, objects: 0 };
    counts.set(name, { count: known.count + 1, objects: known.objects + (match[2] === '{' ? 1 : 0) });
  }
  const [best] = [...counts].sort((a, b) => Number(a[0] === 'console') - Number(b[0] === 'console') || b[1].count - a[1].count);
  // A logger of one request is not there in every function.
  return best === undefined || /^(?:req|request)\./.test(best[0]) ? undefined : { name: best[0], objectFirst: best[1].objects * 2 > best[1].count };
}

function rethrown(clause: Node, { name, objectFirst }: Logger, effect: Effect, source: ScriptSource): TextEdit[] {
  const { newline, indent, quote, semicolons } = sourceStyle(source);
  const parameter = field(clause, 'parameter')?.text ?? caughtName(source, [clause]);
  const outer = newline + indentationAt(source.text, clause.startIndex);
  const end = semicolons ? ';' : '';
  const text = `${quote}${effect.told.replace(/^the /, '').replace(/^./, (first) => first.toUpperCase())} failed${quote}`;
  const given = objectFirst ? `{ err${parameter === 'err' ? '' : `: ${parameter}`} }, ${text}` : `${text}, ${parameter}`;
  const body = `{${outer}${indent}${name}.error(${given})${end}${outer}${indent}throw ${parameter}${end}${outer}}`;
  return [{ start: clause.startIndex, end: clause.endIndex, newText: `catch (${parameter}) ${body}` }];
}

/** The statements of the `try` alone, one level out; with a `finally` only the catch goes. */
function unwrappedTry(statement: Node, clause: Node, source: ScriptSource): TextEdit[] | undefined {
  const body = field(statement, 'body');
  if (body === undefined) return undefined;
  if (field(statement, 'finalizer') !== undefined) return [{ start: body.endIndex, end: clause.endIndex, newText: '' }];
  const statements = namedChildren(body);
  const [first, last] = [statements[0], statements.at(-1)];
  if (first === undefined || last === undefined || body.namedChildren.some((child) => child?.type === 'comment')) return undefined;
  if (source.scopes.declarations(body).some(({ name }) => source.scopes.lookup(name, statement) !== undefined)) return undefined;
  const outer = indentationAt(source.text, statement.startIndex);
  const inner = indentationAt(source.text, first.startIndex);
  const isSpread = source.text.slice(body.startIndex + 1, first.startIndex).includes('\n') && closingBrace(body) > last.endIndex;
  const text = source.text.slice(first.startIndex, last.endIndex);
  return [{ start: statement.startIndex, end: statement.endIndex, newText: isSpread ? reindented(text, inner, outer) : text }];
}
