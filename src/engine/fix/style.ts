import type { Memo } from '../memo';

/** How a file is written, so that inserted code looks like the rest of it. */
export interface CodeStyle {
  readonly newline: '\n' | '\r\n';
  /** One level of indentation: a tab or spaces. */
  readonly indent: string;
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
}

/** Read off the file's own lines; where they say nothing, two spaces, single quotes and semicolons. */
export function styleOf(text: string): CodeStyle {
  const single = (text.match(/'[^'\n]*'/g) ?? []).length;
  const double = (text.match(/"[^"\n]*"/g) ?? []).length;
  return {
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    indent: indentOf(text),
    quote: double > single ? '"' : "'",
    semicolons: usesSemicolons(text),
  };
}

/** `styleOf` a source, read off once. */
export const sourceStyle = (source: { readonly text: string; readonly memo: Memo }): CodeStyle => source.memo.once(styleOf, source.text);

function indentOf(text: string): string {
  const widths = new Map<string, number>();
  let previous = '';
  for (const match of text.matchAll(/^([ \t]*)\S/gm)) {
    const current = match[1] ?? '';
    if (current.length > previous.length && current.startsWith(previous)) {
      const step = current.slice(previous.length);
      const unit = step.startsWith('\t') ? '\t' : step;
      widths.set(unit, (widths.get(unit) ?? 0) + 1);
    }
    previous = current;
  }
  const [best] = [...widths].sort((a, b) => b[1] - a[1]);
  return best?.[0] ?? '  ';
}

function usesSemicolons(text: string): boolean {
  const ending = /;[ \t]*(?:\/\/.*)?\r?$/gm;
  let ended = 0;
  while (ended <= 3 && ending.test(text)) ended++;
  // Most files are told by their first lines.
  if (ended > 3) return true;
  const bare = (text.match(/[\w)\]'"`][ \t]*\r?$/gm) ?? []).length;
  return ended >= bare;
}

/** The white space a line begins with, at an offset on that line. */
export function indentationAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
}
