import { ensureImport } from '../../../../fix/javascript/imports';
import { numberText } from '../../../../fix/javascript/lists';
import { indentationAt, sourceStyle } from '../../../../fix/style';
import type { ScriptSource } from '../../../../source';
import { closingBrace, namedChildren, ancestorOf, type Node } from '../../../../syntax/nodes';
import { joinEdits, type TextEdit } from '../../../../text/edits';
import { functionNamed } from '../../../../facts/javascript/forwards';
import { isAsync, enclosingFunction, parametersOf } from '../../../../facts/javascript/functions';
import type { Retry } from './retries';

/** The first pause, before its jitter, in milliseconds: a few of these are over before a person notices. */
const baseMs = 100;

export type Fixed = { readonly edits: readonly TextEdit[] } | { readonly refused: string };

/** A random share of a cap that doubles with each attempt, up to the setting's deadline. */
export function jittered(counter: string, source: ScriptSource, base = baseMs): string {
  return `Math.random() * Math.min(${numberText(Math.max(source.settings.timeoutMs, base), source)}, ${numberText(base, source)} * 2 ** ${counter})`;
}

/** A pause with backoff and jitter at the end of the `catch`, or before the function calls itself. */
export function pauseFix({ handler, counter, again }: Retry, source: ScriptSource): Fixed {
  if (counter === undefined) return { refused: 'nothing here counts the attempts upward' };
  const fn = enclosingFunction(handler);
  if (fn === undefined || !isAsync(fn)) return { refused: 'this function cannot await' };
  const sleep = sleepName(handler, source);
  const pause = `await ${sleep.local}(${jittered(counter.name, source)})${sourceStyle(source).semicolons ? ';' : ''}`;
  const place = again === undefined ? atEnd(handler, guardOf(handler, counter) + pause, source) : before(again, pause, source);
  const edits = place === undefined ? undefined : joinEdits(place, sleep.edits);
  return edits === undefined ? { refused: 'the catch has no room for a pause' } : { edits };
}

const leaving: ReadonlySet<string> = new Set(['throw_statement', 'return_statement', 'break_statement']);

/** After the last attempt nobody waits: where the `catch` itself does not leave then, the pause asks. */
function guardOf(handler: Node, counter: NonNullable<Retry['counter']>): string {
  const leaves = handler.descendantsOfType([...leaving]).length > 0;
  if (leaves || counter.limit === undefined) return '';
  return counter.limit.isInclusive ? `if (${counter.name} < ${counter.limit.text}) ` : `if (${counter.name} + 1 < ${counter.limit.text}) `;
}

/** The file's own `sleep`, where it is one that takes milliseconds; else Node's. */
function sleepName(at: Node, source: ScriptSource): { readonly local: string; readonly edits: readonly TextEdit[] } {
  for (const name of ['sleep', 'delay', 'wait']) {
    const declaration = source.scopes.lookup(name, at);
    const fn = declaration === undefined ? undefined : functionNamed(declaration.id, source.scopes);
    const [parameter] = fn === undefined ? [] : parametersOf(fn);
    const takesMs = parameter !== undefined && new RegExp(`setTimeout\\([^;]*,\\s*${parameter.text}\\)`).test(fn?.text ?? '');
    if (takesMs) return { local: name, edits: [] };
  }
  return ensureImport(source, { module: 'timers/promises', name: 'setTimeout', preferred: 'delay', at });
}

function atEnd(handler: Node, statement: string, source: ScriptSource): TextEdit[] | undefined {
  const { newline, indent } = sourceStyle(source);
  const statements = namedChildren(handler);
  const last = statements.at(-1);
  const close = closingBrace(handler);
  if (last?.type === 'continue_statement') return before(last, statement, source);
  // The attempts go on from somewhere inside, where the count may have changed already.
  if (last !== undefined && leaving.has(last.type)) return undefined;
  const isSpread = source.lines.positionAt(handler.startIndex).line !== source.lines.positionAt(close).line;
  const outer = indentationAt(source.text, isSpread ? close : handler.startIndex);
  if (!isSpread) {
    if (last !== undefined) return [{ start: handler.startIndex + 1, end: close, newText: `${newline}${outer}${indent}${source.text.slice(handler.startIndex + 1, close).trim()}${newline}${outer}${indent}${statement}${newline}${outer}` }];
    return [{ start: handler.startIndex + 1, end: close, newText: `${newline}${outer}${indent}${statement}${newline}${outer}` }];
  }
  const end = source.text.slice(0, close).trimEnd().length;
  return [{ start: end, end, newText: `${newline}${outer}${indent}${statement}` }];
}

/** On a line of its own above the statement a node stands in, which must be in a block. */
function before(node: Node, text: string, source: ScriptSource): TextEdit[] | undefined {
  let at: Node | null = node;
  while (at !== null && at.parent?.type !== 'statement_block') at = at.parent;
  if (at === null || ancestorOf(at, new Set(['statement_block'])) === undefined) return undefined;
  const { newline } = sourceStyle(source);
  return [{ start: at.startIndex, end: at.startIndex, newText: text + newline + indentationAt(source.text, at.startIndex) }];
}
