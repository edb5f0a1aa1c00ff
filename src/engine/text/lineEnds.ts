/** Offset of the first character of the line that holds `at`. */
export const startOfLine = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

/** Offset just after the last character of the line that holds `at`, its line end left out. */
export function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}
