import type { ScriptSource } from '../../source';
import { closingBrace, field, namedChildren, walk, type Node } from '../../syntax/nodes';
import type { TextEdit } from '../../text/edits';
import { indentationAt, sourceStyle } from '../style';

/** The name this file gives to caught errors, unless `inside` already uses it. */
export function caughtName(source: ScriptSource, inside: readonly Node[]): string {
  const counts = new Map<string, number>();
  for (const match of source.text.matchAll(/\bcatch\s*\(\s*(\w+)/g)) counts.set(match[1] ?? '', (counts.get(match[1] ?? '') ?? 0) + 1);
  const habits = [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const isFree = (name: string) => inside.every((node) => !new RegExp(`\\b${name}\\b`).test(node.text));
  return [...habits, 'err', 'error', 'failure'].find((name) => name !== '' && isFree(name)) ?? 'caught';
}

/**
 * Edits that put a function's whole body into a `try`, the body's own edits included.
 * @param caught the statements of the `catch`, without indentation
 * @returns undefined where the body's layout leaves no room: code on the line of its opening brace.
 */
export function wrapBody(fn: Node, own: readonly TextEdit[], name: string, caught: readonly string[], source: ScriptSource): TextEdit[] | undefined {
  const body = field(fn, 'body');
  if (body === undefined) return undefined;
  const { newline, indent } = sourceStyle(source);
  const lineOf = (offset: number) => source.lines.positionAt(offset).line;
  const end = closingBrace(body);
  const isSpread = body.type === 'statement_block' && lineOf(body.startIndex) !== lineOf(end);
  const outer = indentationAt(source.text, isSpread ? end : fn.startIndex);
  const levels = [outer, outer + indent, outer + indent + indent].map((level) => newline + level);
  const [close, one, two] = [levels[0] ?? '', levels[1] ?? '', levels[2] ?? ''];
  const tail = `${one}} catch (${name}) {${caught.map((line) => two + line).join('')}${one}}${close}`;
  if (body.type !== 'statement_block') return wrapExpression(body, own, `{${one}try {${two}`, `${tail}}`, source);
  const statements = namedChildren(body);
  const [first, last] = [statements[0], statements.at(-1)];
  if (first === undefined || last === undefined || first.type === 'function_declaration') return undefined;
  if (!isSpread) {
    return [
      ...own,
      { start: body.startIndex + 1, end: first.startIndex, newText: `${one}try {${two}` },
      { start: last.endIndex, end, newText: tail },
    ];
  }
  if (lineOf(first.startIndex) === lineOf(body.startIndex) || lineOf(last.endIndex) === lineOf(end)) return undefined;
  return wrapBlock(body, own, indent, { open: `${one}try {`, close: `${indent}} catch (${name}) {${caught.map((line) => two + line).join('')}${one}}${close}` }, source);
}

/** `(req, res) => res.send(x)` gets a block. */
function wrapExpression(body: Node, own: readonly TextEdit[], open: string, close: string, source: ScriptSource): TextEdit[] | undefined {
  if (body.startPosition.row !== body.endPosition.row || body.type === 'parenthesized_expression') return undefined;
  const end = sourceStyle(source).semicolons ? ';' : '';
  // The body's own edits may begin or end where it does, so they are written out together.
  const text = rewritten(body.startIndex, body.endIndex, own, source.text);
  const elsewhere = own.filter((edit) => edit.end < body.startIndex || edit.start > body.endIndex);
  return [...elsewhere, { start: body.startIndex, end: body.endIndex, newText: `${open}${text}${end}${close}` }];
}

function rewritten(start: number, end: number, edits: readonly TextEdit[], text: string): string {
  let result = '';
  let at = start;
  for (const edit of [...edits].filter((each) => each.start >= start && each.end <= end).sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(at, edit.start) + edit.newText;
    at = edit.end;
  }
  return result + text.slice(at, end);
}

/** Pushes each line of the block one level in; what stands in a template or a block comment keeps its text. */
function wrapBlock(body: Node, own: readonly TextEdit[], indent: string, lines: { open: string; close: string }, source: ScriptSource): TextEdit[] | undefined {
  const { text } = source;
  const openEnd = lineEnd(text, body.startIndex);
  const closeBrace = closingBrace(body);
  const { line: openRow } = source.lines.positionAt(body.startIndex);
  const { line: closeRow } = source.lines.positionAt(closeBrace);
  const closeStart = source.lines.lineStart(closeRow);
  const fixed = multilineTexts(body);
  const shifted = own.map((edit) => (isIn(edit, openEnd, closeStart) ? { ...edit, newText: edit.newText.replace(/\n(?=[^\r\n])/g, `\n${indent}`) } : edit));
  const edits: TextEdit[] = [{ start: openEnd, end: openEnd, newText: lines.open }];
  for (let row = openRow + 1; row < closeRow; row++) {
    const at = source.lines.lineStart(row);
    if (source.lines.lineText(row).trim() === '' || fixed.some((node) => node.startIndex < at && node.endIndex > at)) continue;
    const inside = own.find((edit) => edit.start < at && edit.end > at);
    if (inside === undefined) edits.push({ start: at, end: at, newText: indent });
  }
  if (text.slice(closeStart, closeBrace).trim() !== '') return undefined;
  edits.push({ start: closeStart, end: closeBrace, newText: text.slice(closeStart, closeBrace) + lines.close });
  return mergedAt([...edits, ...shifted]);
}

const isIn = (edit: TextEdit, start: number, end: number) => edit.start >= start && edit.end <= end;

function lineEnd(text: string, offset: number): number {
  return offset + (/[\r\n]/.exec(text.slice(offset))?.index ?? text.length - offset);
}

function multilineTexts(body: Node): Node[] {
  const found: Node[] = [];
  walk(body, (node) => {
    if (node.type === 'template_string' && node.startPosition.row !== node.endPosition.row) found.push(node);
    return node.type !== 'template_string';
  });
  return found;
}

/** An indentation and an edit that begin at the same place become one edit. */
function mergedAt(edits: readonly TextEdit[]): TextEdit[] {
  const merged: TextEdit[] = [];
  for (const edit of edits) {
    const twin = merged.findIndex((other) => other.start === other.end && other.start === edit.start && other.newText.trim() === '');
    const other = merged[twin];
    if (other === undefined) merged.push(edit);
    else merged[twin] = { start: edit.start, end: edit.end, newText: other.newText + edit.newText };
  }
  return merged;
}
