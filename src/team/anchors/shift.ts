import type { HotLines } from '../../lessons/model';

/** One change of a text: the lines it replaced, both inclusive, and how many line ends its new text holds. */
export interface LineChange {
  readonly startLine: number;
  readonly endLine: number;
  /** The change begins at the very start of its first line. */
  readonly atLineStart: boolean;
  readonly newLines: number;
}

/** Where lines stand after a change; undefined where it replaced them whole by nothing. Zero-based, `endLine` inclusive. */
export function shiftLines({ startLine, endLine }: HotLines, change: LineChange): HotLines | undefined {
  const delta = change.newLines - (change.endLine - change.startLine);
  const isAbove = change.endLine < startLine || (change.endLine === startLine && change.atLineStart && change.startLine <= startLine && isInsertion(change));
  if (isAbove) return { startLine: startLine + delta, endLine: endLine + delta };
  if (change.startLine > endLine) return { startLine, endLine };
  const end = Math.max(endLine, change.endLine) + delta;
  const start = Math.min(startLine, change.startLine + change.newLines);
  return end < start ? undefined : { startLine: start, endLine: end };
}

const isInsertion = ({ startLine, endLine }: LineChange) => startLine === endLine;
