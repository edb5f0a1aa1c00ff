import type { FileEdit } from '../../src/engine/finding';
import { applyEdits, type TextEdit } from '../../src/engine/text/edits';
import { LineIndex } from '../../src/engine/text/lineIndex';

/** What of a fix changes the text itself, by offsets. */
export function ownEdits(text: string, edits: readonly FileEdit[]): TextEdit[] {
  const lines = new LineIndex(text);
  return edits.filter(({ create }) => create !== true).map(({ range, newText }) => ({ start: lines.offsetAt(range.start), end: lines.offsetAt(range.end), newText }));
}

export interface AppliedFix {
  readonly text: string;
  /** The files it adds, by their path from `/project`. */
  readonly added: ReadonlyMap<string, string>;
}

/**
 * A text of the made-up folder `/project` as the edits of its findings leave it, and the files they add.
 * @throws RangeError when the edits overlap
 */
export function appliedFix(text: string, edits: readonly FileEdit[]): AppliedFix {
  const added = edits.filter(({ create }) => create === true).map(({ file, newText }) => [file.replace('/project/', ''), newText] as const);
  return { text: applyEdits(text, ownEdits(text, edits)), added: new Map(added) };
}
