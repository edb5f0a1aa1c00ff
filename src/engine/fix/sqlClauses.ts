import type { InsertLayout, Span } from '../facts/sql/layout';
import type { SqlText } from '../facts/sql/text';
import type { TextEdit } from '../text/edits';
import { indentationAt, styleOf } from './style';

/** Writes keywords as the statement does: lower case where its first word is. */
export function keywordCase(text: SqlText, layout: InsertLayout): (keywords: string) => string {
  const first = text.text.slice(layout.keyword.start, layout.keyword.end);
  return first === first.toLowerCase() ? (keywords) => keywords.toLowerCase() : (keywords) => keywords;
}

/** What a part of the statement is written as in the file; undefined when it is spread over several literals. */
export function written(span: Span, text: SqlText, file: string): string | undefined {
  const place = text.fileSpan(span);
  return place === undefined ? undefined : file.slice(place.start, place.end);
}

/**
 * What separates a new clause from the one before: a line of its own where the statement has several lines in one
 * literal, a space otherwise.
 */
function separator(text: SqlText, layout: InsertLayout, file: string): string {
  const start = text.fileOffset(layout.keyword.start);
  const end = text.fileEnd(layout.end);
  const source = text.fileOffset(layout.source.start);
  if (start === undefined || end === undefined || source === undefined) return ' ';
  const whole = text.fileSpan({ start: layout.keyword.start, end: layout.end });
  if (whole === undefined || !file.slice(start, end).includes('\n')) return ' ';
  const beginsLine = (offset: number) => file.slice(file.lastIndexOf('\n', offset - 1) + 1, offset).trim() === '';
  const clause = [source, start].find(beginsLine) ?? source;
  return styleOf(file).newline + indentationAt(file, clause);
}

/** Adds clauses to the end of an INSERT, before its RETURNING. */
export function addClauses(text: SqlText, layout: InsertLayout, clauses: readonly string[], file: string): TextEdit | undefined {
  const between = separator(text, layout, file);
  const at = layout.returning === undefined ? text.fileEnd(layout.end) : text.fileOffset(layout.returning.start);
  if (at === undefined) return undefined;
  const newText = layout.returning === undefined ? clauses.map((clause) => between + clause).join('') : clauses.map((clause) => clause + between).join('');
  return { start: at, end: at, newText };
}

/** Edits that take some items out of a comma-separated list, and the comma of each. */
export function removeItems(items: readonly Span[], keep: readonly boolean[], text: SqlText): TextEdit[] | undefined {
  const kept = items.map((item, i) => ({ item, i })).filter(({ i }) => keep[i] === true);
  const edits: TextEdit[] = [];
  for (const [i, item] of items.entries()) {
    if (keep[i] === true) continue;
    const previous = kept.findLast((other) => other.i < i);
    const next = items[i + 1];
    // Behind a kept item its comma goes; before the first one the comma after.
    const cut = previous === undefined ? { start: item.start, end: next?.start ?? item.end } : { start: items[i - 1]?.end ?? item.start, end: item.end };
    const place = text.fileSpan(cut);
    if (place === undefined) return undefined;
    edits.push({ ...place, newText: '' });
  }
  return edits;
}
