import { lineAt } from './files';
import type { HotLines } from './model';

export const fewestLines = 8;
export const mostLines = 40;

export function lineCount(text: string): number {
  return text.replace(/\n$/, '').split('\n').length;
}

/** Where a literal piece of the snippet stands, or how many places it could mean. */
export function locate(snippet: string, anchor: string): HotLines | { readonly places: readonly number[] } {
  const places: number[] = [];
  for (let at = snippet.indexOf(anchor); at >= 0; at = snippet.indexOf(anchor, at + 1)) places.push(at);
  const [only] = places;
  if (only === undefined || places.length > 1) return { places: places.map((at) => lineAt(snippet, at)) };
  const startLine = lineAt(snippet, only) - 1;
  return { startLine, endLine: startLine + lineCount(anchor) - 1 };
}
