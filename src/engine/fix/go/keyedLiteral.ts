import type { GoSource } from '../../source';
import { field, namedChildren, type Node } from '../../syntax/nodes';
import type { TextEdit } from '../../text/edits';
import { startOfLine } from '../../text/lineEnds';
import { indentationAt, styleOf } from '../style';

/** A field to add to a struct literal, its value as gofmt writes it outside a list of arguments. */
export interface GoEntry {
  readonly key: string;
  readonly value: string;
}

/**
 * Adds fields at the end of a keyed struct literal as gofmt lays them out: on the same line where the literal is on
 * one, else on lines of their own, the values aligned with those of the lines above.
 * @returns undefined where the literal's layout is not gofmt's, or its values have no keys
 */
export function addEntries(literal: Node, entries: readonly GoEntry[], source: GoSource): TextEdit[] | undefined {
  const body = field(literal, 'body');
  if (body === undefined) return undefined;
  const elements = namedChildren(body);
  if (elements.some((element) => element.type !== 'keyed_element')) return undefined;
  const last = elements.at(-1);
  if (last === undefined) {
    const isBare = /^\{\s*\}$/.test(body.text) && body.namedChildren.length === 0;
    if (!isBare) return undefined;
    return [{ start: body.startIndex, end: body.endIndex, newText: entries.length === 1 ? `{${oneLine(entries)}}` : ownLines(entries, literal, source) }];
  }
  if (body.startPosition.row === body.endPosition.row) {
    // gofmt does not move what stands on one line, however long it gets.
    return [{ start: last.endIndex, end: last.endIndex, newText: `, ${oneLine(entries)}` }];
  }
  return addLines(body, elements, entries, source);
}

const oneLine = (entries: readonly GoEntry[]) => entries.map(({ key, value }) => `${key}: ${value}`).join(', ');

function ownLines(entries: readonly GoEntry[], literal: Node, source: GoSource): string {
  return literalText(entries, indentationAt(source.text, literal.startIndex), styleOf(source.text).newline);
}

/**
 * A literal's braces with each field on a line of its own, as gofmt lays them out: the values of neighbouring lines are
 * aligned, and one of several lines stands apart.
 * @param outer the indentation of the line the literal begins on
 */
export function literalText(entries: readonly GoEntry[], outer: string, newline: string): string {
  const runs: GoEntry[][] = [];
  let isApart = true;
  for (const entry of entries) {
    const isLong = entry.value.includes('\n');
    if (isApart || isLong) runs.push([]);
    runs.at(-1)?.push(entry);
    isApart = isLong;
  }
  const lines = runs.flatMap((run) => aligned(run, widest(run)));
  return `{${newline}${lines.map((line) => `${outer}\t${line},${newline}`).join('')}${outer}}`;
}

const widest = (entries: readonly GoEntry[]) => Math.max(...entries.map(({ key }) => key.length));

/** gofmt puts a value one space behind the longest key of the lines it stands among. */
const aligned = (entries: readonly GoEntry[], width: number) => entries.map(({ key, value }) => `${`${key}:`.padEnd(width + 2)}${value}`);

function addLines(body: Node, elements: readonly Node[], entries: readonly GoEntry[], source: GoSource): TextEdit[] | undefined {
  const last = elements.at(-1);
  const run = lastRun(elements);
  const firstRow = (run[0] ?? last)?.startPosition.row;
  if (last === undefined || firstRow === undefined || source.text[last.endIndex] !== ',') return undefined;
  const rows = elements.map((element) => element.startPosition.row);
  if (new Set(rows).size !== rows.length || rows[0] === body.startPosition.row) return undefined;
  // Comments behind values are aligned as well.
  const isBeside = (row: number | undefined) => row !== undefined && row >= firstRow && row <= last.endPosition.row;
  if (body.namedChildren.some((child) => child?.type === 'comment' && isBeside(child.startPosition.row))) return undefined;
  const width = Math.max(widest(entries), ...run.map(keyWidth));
  const { newline } = styleOf(source.text);
  const indent = indentationAt(source.text, startOfLine(source.text, last.startIndex));
  const at = last.endIndex + 1;
  const added = aligned(entries, width).map((line) => `${newline}${indent}${line},`);
  return [...run.flatMap((element) => realigned(element, width)), { start: at, end: at, newText: added.join('') }];
}

/** The lines at the end that gofmt aligns with one added below them: none longer than a line, none blank between. */
function lastRun(elements: readonly Node[]): Node[] {
  const run: Node[] = [];
  for (const element of [...elements].reverse()) {
    const below = run[0];
    if (element.startPosition.row !== element.endPosition.row) break;
    if (below !== undefined && below.startPosition.row !== element.endPosition.row + 1) break;
    run.unshift(element);
  }
  return run;
}

const keyWidth = (element: Node) => namedChildren(element)[0]?.text.length ?? 0;

function realigned(element: Node, width: number): TextEdit[] {
  const [key, value] = namedChildren(element);
  if (key === undefined || value === undefined || value.startIndex - key.startIndex === width + 2) return [];
  return [{ start: key.endIndex, end: value.startIndex, newText: ':'.padEnd(width + 2 - key.text.length) }];
}
