import type { TextEdit } from '../text/edits';
import { applyEdits } from '../text/edits';

const lineStart = (text: string, offset: number) => text.lastIndexOf('\n', offset - 1) + 1;

function nextLine(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at < 0 ? text.length : at + 1;
}

const lineAt = (text: string, start: number) => text.slice(start, nextLine(text, start));

const isBlank = (line: string) => line.trim() === '';

/**
 * An edit that removes whole statements with their lines and a comment behind them. Blank lines that would then stand
 * double, or at the edge of a block, go too.
 */
export function removeLines(text: string, start: number, end: number): TextEdit {
  const first = lineStart(text, start);
  if (!isBlank(text.slice(first, start))) return { start, end, newText: '' };
  const rest = /^[ \t]*(?:\/\/[^\r\n]*)?(?:\r?\n|$)/.exec(text.slice(end))?.[0];
  if (rest === undefined) return { start, end, newText: '' };
  let from = first;
  let to = end + rest.length;
  const before = from === 0 ? '' : lineAt(text, lineStart(text, from - 1));
  const opens = isBlank(before) || /[{(:]\s*$/.test(before);
  while (opens && to < text.length && isBlank(lineAt(text, to))) to = nextLine(text, to);
  const closes = to >= text.length || /^\s*[})]/.test(lineAt(text, to));
  while (closes && from > 0 && isBlank(lineAt(text, lineStart(text, from - 1)))) from = lineStart(text, from - 1);
  return { start: from, end: to, newText: '' };
}

/** The text with the indentation of every line but the first moved from one depth to another. */
export function reindented(text: string, from: string, to: string): string {
  if (from === to) return text;
  return text.replace(/\n([ \t]*)(?=[^\s])/g, (whole, indent: string) => (indent.startsWith(from) ? `\n${to}${indent.slice(from.length)}` : whole));
}

/** A slice of the text with the edits that fall into it made. */
export function slicedWith(text: string, start: number, end: number, edits: readonly TextEdit[]): string {
  const inside = edits.filter((edit) => edit.start >= start && edit.end <= end);
  return applyEdits(
    text.slice(start, end),
    inside.map((edit) => ({ start: edit.start - start, end: edit.end - start, newText: edit.newText })),
  );
}
