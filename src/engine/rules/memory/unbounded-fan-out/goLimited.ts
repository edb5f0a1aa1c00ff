import { enclosingGoFunction } from '../../../facts/go/scope';
import { indentationAt, sourceStyle } from '../../../fix/style';
import type { GoSource } from '../../../source';
import { ancestorOf, field, namedChildren, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { DraftFix } from '../../rule';
import type { GoFanOut } from './goroutines';

/** The fix of a loop that starts goroutines; a text says why there is none, as the end of a sentence. */
export function limitedGo(fanOut: GoFanOut, source: GoSource): DraftFix | string {
  return fanOut.form === 'group' ? withSetLimit(fanOut, source) : withSemaphore(fanOut, source);
}

/** `g.SetLimit(10)` below the line that makes the group. */
function withSetLimit({ group, body }: GoFanOut, source: GoSource): DraftFix | string {
  const declaration = group?.type === 'identifier' ? source.scopes.resolve(group) : undefined;
  const made = declaration?.kind === 'short' || declaration?.kind === 'var' ? statementOf(declaration.site) : undefined;
  if (group === undefined || made === undefined) return 'the group is made elsewhere';
  // A goroutine that waits for a place in its own group would wait for ever.
  if (body.text.includes(`${group.text}.Go(`)) return 'its goroutines start others of the same group';
  const { newline } = sourceStyle(source);
  const line = `${newline}${indentationAt(source.text, made.startIndex)}${group.text}.SetLimit(${source.settings.concurrency})`;
  return { title: `Run at most ${source.settings.concurrency} at once with SetLimit`, safety: 'review', edits: [{ start: made.endIndex, end: made.endIndex, newText: line }] };
}

function statementOf(node: Node): Node | undefined {
  for (let at: Node = node; at.parent !== null; at = at.parent) {
    if (at.parent.type === 'block' || at.parent.type === 'statement_list') return at;
    if (/^(?:if|for|expression_switch)_statement$/.test(at.parent.type)) return undefined;
  }
  return undefined;
}

/** A buffered channel as a semaphore: a place is taken before the goroutine starts and given back when it ends. */
function withSemaphore(fanOut: GoFanOut, source: GoSource): DraftFix | string {
  const { loop, statement, body } = fanOut;
  const block = field(body, 'body');
  if (block === undefined || loop.parent?.type === 'labeled_statement') return 'the loop could not be read';
  if (blocksOnReader(fanOut, source)) return 'its results go through a channel that is read after the loop, which would then never be reached';
  const fn = enclosingGoFunction(loop);
  const name = ['sem', 'slots', 'running'].find((candidate) => !new RegExp(`\\b${candidate}\\b`).test(fn?.text ?? ''));
  if (name === undefined) return 'no name is free for a semaphore';
  const { newline } = sourceStyle(source);
  const first = addBefore(statement) ?? statement;
  const outer = indentationAt(source.text, loop.startIndex);
  const inLoop = indentationAt(source.text, statement.startIndex);
  const edits: TextEdit[] = [
    { start: loop.startIndex, end: loop.startIndex, newText: `${name} := make(chan struct{}, ${source.settings.concurrency})${newline}${outer}` },
    { start: first.startIndex, end: first.startIndex, newText: `${name} <- struct{}{}${newline}${inLoop}` },
    { start: block.startIndex + 1, end: block.startIndex + 1, newText: `${newline}${inLoop}\tdefer func() { <-${name} }()` },
  ];
  if (source.text.slice(block.startIndex, block.endIndex).includes('\n')) return { title: `Run at most ${source.settings.concurrency} at once with a semaphore`, safety: 'review', edits };
  return 'the goroutine is written on one line';
}

/** The `wg.Add(1)` right before the goroutine starts, which stays beside it. */
function addBefore(statement: Node): Node | undefined {
  const previous = statement.previousNamedSibling;
  return previous !== null && /^\w+(?:\.\w+)*\.Add\(1\)$/.test(previous.text) ? previous : undefined;
}

/** A send may wait for a reader that comes after the loop, unless the channel has room for every element. */
function blocksOnReader({ body, list }: GoFanOut, source: GoSource): boolean {
  return body.descendantsOfType('send_statement').some((send) => {
    const channel = send === null ? undefined : field(send, 'channel');
    if (channel === undefined) return false;
    const declaration = channel.type === 'identifier' ? source.scopes.resolve(channel) : undefined;
    if (declaration?.kind !== 'short') return true;
    const made = namedChildren(field(declaration.site, 'right') ?? declaration.site)[declaration.index];
    const isRoomy = made !== undefined && new RegExp(`^make\\(chan .*, len\\(${list.text.replace(/[^\w]/g, '\\$&')}\\)\\)$`).test(made.text);
    return !isRoomy && ancestorOf(declaration.site, new Set(['func_literal']))?.id !== body.id;
  });
}
