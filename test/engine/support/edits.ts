import fc from 'fast-check';
import type { TextChange } from '../../../src/engine/engine';
import type { Position } from '../../../src/engine/finding';

/** What a reader does to a text, and where, as a share of its lines. */
export interface Edit {
  readonly at: number;
  readonly what: string;
}

/** A reader types, removes and copies lines, breaks one, comments one out, opens a block. */
export const anyEdit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  what: fc.constantFrom('type', 'remove', 'copy', 'break', 'comment', 'open', 'rename'),
});

/** An edit as the editor reports it, and the text it leaves. @param text with lines that end at \n */
export function changeOf(text: string, { at, what }: Edit): { readonly change: TextChange; readonly after: string } {
  const lines = text.split('\n');
  const line = Math.floor(at * lines.length);
  const own = lines[line] ?? '';
  const from: Position = { line, character: 0 };
  const middle: Position = { line, character: own.length >> 1 };
  const replaced = (start: Position, end: Position, inserted: string) => {
    const offset = ({ line: row, character }: Position) => lines.slice(0, row).reduce((sum, each) => sum + each.length + 1, 0) + character;
    return { change: { range: { start, end }, text: inserted }, after: text.slice(0, offset(start)) + inserted + text.slice(offset(end)) };
  };
  switch (what) {
    case 'remove':
      return replaced(from, { line, character: own.length }, '');
    case 'copy':
      return replaced(from, from, `${own}\n`);
    case 'break':
      return replaced(middle, middle, '\n');
    case 'comment':
      return replaced(from, from, '// ');
    case 'open':
      return replaced(middle, middle, '{');
    case 'rename':
      return replaced(middle, { line, character: Math.min(own.length, middle.character + 1) }, 'z');
    default:
      return replaced(middle, middle, 'x');
  }
}
