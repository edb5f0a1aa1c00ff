import type { TextEdit } from '../../../text/edits';
import type { Position } from './position';
import type { PlacedHole, Statement } from './statement';

/** A placeholder that takes the place of a run of the statement, and the value it stands for. */
export interface Slot {
  readonly position: Position;
  /** Run of the statement. */
  readonly start: number;
  readonly end: number;
  /** What the placeholder's value is made of: holes, and the text between them inside the quotes. */
  readonly pieces: readonly (PlacedHole | string)[];
  /** How many values come before it: those the statement has already, and those of slots before it. */
  readonly index: number;
  /** `$3`, `?` */
  readonly mark: string;
}

/** What takes the place of a run of the statement. */
export interface SlotText {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface SlotPlan {
  readonly slots: readonly Slot[];
  /** Placeholders the statement has already. */
  readonly existing: number;
}

/** Placeholders in a text: the highest `$n`, or the number of `?`, quoted strings left out. */
export function countPlaceholders(text: string, style: '$' | '?'): number {
  const bare = text.replace(/'(?:[^']|'')*'/g, "''");
  if (style === '$') return Math.max(0, ...[...bare.matchAll(/\$(\d+)/g)].map(([, n]) => Number(n)));
  return (bare.match(/\?/g) ?? []).length;
}

/** One slot for each place a value stands in: holes inside one string share it. */
export function planSlots(positions: readonly Position[], statement: Statement, style: '$' | '?'): SlotPlan {
  const existing = countPlaceholders(statement.written, style);
  const slots: Slot[] = [];
  for (const position of positions) {
    const { kind, start, end, hole } = position;
    if (slots.some((slot) => slot.start <= hole.at && hole.at < slot.end)) continue;
    const inside = kind === 'text' ? statement.between(start + 1, end - 1) : [hole];
    const index = style === '$' ? existing + slots.length : countPlaceholders(statement.textBefore(start), '?') + slots.length;
    slots.push({ position, start, end, index, mark: style === '$' ? `$${index + 1}` : '?', pieces: inside.filter((piece) => piece !== '') });
  }
  return { slots, existing };
}

/** True where a string that stays holds a `?`: the libraries that put the values into the text themselves take it for a placeholder once there are any. */
export function quotesMark(statement: Statement, slots: readonly Slot[]): boolean {
  const left = slots.toSorted((a, b) => b.start - a.start).reduce((text, { start, end }) => text.slice(0, start) + text.slice(end), statement.text);
  return (left.match(/'(?:[^']|'')*'|"[^"]*"/g) ?? []).some((quoted) => quoted.includes('?'));
}

/** Why there is no fix where `quotesMark` is true. */
export const quotedMark = 'a question mark in a string of the statement would be taken for a placeholder';

/** The text that takes the place of a slot, and the run of the statement it replaces; undefined where the database has no such form. */
export function slotText(slot: Slot, isPostgres: boolean, isList: boolean, expandsLists: boolean): SlotText | undefined {
  const { position, start, end, mark } = slot;
  if (isList) {
    if (position.operator === undefined) return undefined;
    const { negated } = position.operator;
    if (isPostgres) return { start: position.operator.start, end: position.listEnd ?? end, text: negated ? `<> ALL(${mark})` : `= ANY(${mark})` };
    return expandsLists ? { start, end: position.kind === 'list' ? position.hole.at + position.hole.length : end, text: mark } : undefined;
  }
  if (position.kind === 'list') return { start: position.hole.at, end: position.hole.at + position.hole.length, text: mark };
  if (position.type === undefined) return { start, end, text: mark };
  return isPostgres ? { start: position.type.start, end, text: `${mark}::${position.type.name}` } : undefined;
}

/** The edits of several slots; undefined when one of them cannot be made. */
export function replaceAll(statement: Statement, texts: readonly (SlotText | undefined)[], source: string): TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const text of texts) {
    const made = text === undefined ? undefined : statement.replace(text.start, text.end, text.text, source);
    if (made === undefined) return undefined;
    edits.push(...made);
  }
  return edits;
}
