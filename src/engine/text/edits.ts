/** A replacement by offsets (UTF-16 code units) in one text. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

const byPosition = (a: TextEdit, b: TextEdit) => a.start - b.start || a.end - b.end;

const same = (a: TextEdit, b: TextEdit) => a.start === b.start && a.end === b.end && a.newText === b.newText;

/** True when the edits cannot be applied together: they overlap, or insert different texts at the same place. */
export function conflicts(edits: readonly TextEdit[]): boolean {
  const sorted = [...edits].sort(byPosition);
  return sorted.some((edit, i) => {
    const before = sorted[i - 1];
    if (before === undefined) return false;
    return edit.start < before.end || (edit.start === before.start && edit.end === before.end);
  });
}

/**
 * Joins two edit lists, taking edits they share once.
 * @returns undefined when they cannot be applied together.
 */
export function joinEdits(first: readonly TextEdit[], second: readonly TextEdit[]): TextEdit[] | undefined {
  const joined = [...first, ...second.filter((edit) => !first.some((other) => same(edit, other)))];
  return conflicts(joined) ? undefined : joined;
}

/** @throws RangeError when the edits overlap or leave the text. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  if (conflicts(edits)) throw new RangeError('edits overlap');
  let result = '';
  let at = 0;
  for (const edit of [...edits].sort(byPosition)) {
    if (edit.start < 0 || edit.end < edit.start || edit.end > text.length) throw new RangeError('edit is outside the text');
    result += text.slice(at, edit.start) + edit.newText;
    at = edit.end;
  }
  return result + text.slice(at);
}
