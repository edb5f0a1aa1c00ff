import { dropUnusedImports } from '../../../../fix/go/unusedImports';
import { indentationAt } from '../../../../fix/style';
import type { GoSource } from '../../../../source';
import { namedChildren, type Node } from '../../../../syntax/nodes';
import type { TextEdit } from '../../../../text/edits';
import type { DraftFix } from '../../../rule';
import { planSlots, quotedMark, quotesMark, replaceAll, slotText, type Slot } from '../placeholders';
import type { Position } from '../position';
import type { Statement } from '../statement';
import type { GoSink } from './sinks';
import type { Format, WrittenGoSql } from './text';

const bindable: ReadonlySet<Position['kind']> = new Set(['text', 'value', 'expression', 'limit']);

/** @returns the reason in words where there is no fix */
export function goFixFor(sink: GoSink, written: WrittenGoSql, statement: Statement, positions: readonly Position[], source: GoSource): DraftFix | string {
  if (positions.some(({ kind }) => kind === 'list')) return 'a list needs a placeholder for each of its values';
  if (positions.some(({ kind }) => !bindable.has(kind))) return 'names and clauses of a statement cannot be parameters';
  if (!sink.takesValues) return 'this call takes no values';
  const style = styleOf(sink, statement);
  if (style === undefined) return 'go.mod does not say which database this is, and so which placeholders it has';
  if (sink.dialect === 'mysql' && positions.some(({ kind }) => kind === 'limit')) return 'MySQL takes no text for a number of rows';
  if (statement.holes.some((hole) => hole.start < 0)) return 'the statement is put together in several places';
  if (sink.given.some((argument) => argument.type === 'variadic_argument')) return 'the values of the other placeholders are put together elsewhere';
  const { slots, existing } = planSlots(positions, statement, style);
  // A slot of which only a part may be replaced would lose the rest.
  if (slots.some(({ pieces }) => pieces.some((piece) => typeof piece !== 'string' && !positions.some(({ hole }) => hole.at === piece.at)))) return 'a part of the same string is made elsewhere';
  if (style === '?' && sink.hasOwnPlaceholder && quotesMark(statement, slots)) return quotedMark;
  if (sink.given.length !== existing) return 'the values of the other placeholders are put together elsewhere';
  const edits = replaceAll(statement, slots.map((slot) => slotText(slot, style === '$', false, false)), source.text);
  if (edits === undefined) return 'no placeholder has the form this place needs';
  const all = [...edits, ...formatEdits(written.formats, positions, source), ...valueEdits(sink, slots, style, source)];
  const isReview = positions.some(({ isTyped }) => !isTyped);
  const title = slots.length === 1 ? 'Pass the value as a parameter' : 'Pass the values as parameters';
  return { title, safety: isReview ? 'review' : 'safe', edits: [...all, ...dropUnusedImports(source, all)], oneAtATime: 'go-imports' };
}

function styleOf({ placeholder, dialect, hasOwnPlaceholder }: GoSink, statement: Statement): '$' | '?' | undefined {
  if (dialect !== 'unknown' || hasOwnPlaceholder) return placeholder;
  const { written } = statement;
  return /\$1\b/.test(written) ? '$' : /\?/.test(written) ? '?' : undefined;
}

/** The arguments of the verbs that are gone; a format without any is a plain string. */
function formatEdits(formats: readonly Format[], positions: readonly Position[], source: GoSource): TextEdit[] {
  return formats.flatMap(({ call, literal, given, percents }): TextEdit[] => {
    const gone = given.filter((argument) => positions.some(({ hole }) => hole.node.id === argument.id));
    if (gone.length < given.length) return gone.map((argument) => ({ start: endBefore(argument), end: argument.endIndex, newText: '' }));
    return [
      { start: call.startIndex, end: literal.startIndex, newText: '' },
      { start: literal.endIndex, end: call.endIndex, newText: '' },
      ...percents.filter((at) => !isReplaced(at, positions, source)).map((at) => ({ start: at, end: at + 1, newText: '' })),
    ];
  });
}

const endBefore = (argument: Node): number => argument.previousNamedSibling?.endIndex ?? argument.startIndex;

/** A `%%` inside a string that a placeholder takes the place of goes with it. */
function isReplaced(at: number, positions: readonly Position[], source: GoSource): boolean {
  return positions.some(({ hole, kind }) => {
    if (kind !== 'text' || hole.literal === undefined || at < hole.literal.start || at > hole.literal.end) return false;
    const [from, to] = [source.text.lastIndexOf("'", hole.start), source.text.indexOf("'", hole.end)];
    return at > from && at < to;
  });
}

function valueEdits(sink: GoSink, slots: readonly Slot[], style: '$' | '?', source: GoSource): TextEdit[] {
  const byPlace = new Map<number, string[]>();
  slots.forEach((slot, i) => {
    const place = style === '$' ? sink.given.length : Math.min(slot.index - i, sink.given.length);
    byPlace.set(place, [...(byPlace.get(place) ?? []), valueText(slot)]);
  });
  return [...byPlace].map(([place, values]): TextEdit => {
    const before = place === 0 ? sink.text : sink.given[place - 1];
    const at = before?.endIndex ?? sink.text.endIndex;
    const next = sink.given[place];
    const isOnOwnLine = next !== undefined && next.startPosition.row > (before ?? next).endPosition.row;
    const separator = isOnOwnLine ? `,\n${indentationAt(source.text, next.startIndex)}` : ', ';
    return { start: at, end: at, newText: values.map((value) => separator + value).join('') };
  });
}

/** The value of a placeholder; gofmt closes up the sums among a call's arguments. */
function valueText({ pieces }: Slot): string {
  return pieces.map((piece) => (typeof piece === 'string' ? JSON.stringify(piece.replaceAll("''", "'")) : operand(piece.node))).join('+');
}

const operand = (node: Node): string => (node.type === 'parenthesized_expression' ? (namedChildren(node)[0] ?? node) : node).text;
