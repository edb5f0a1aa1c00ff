import assert from 'node:assert/strict';
import type { SourceText } from '../../../src/engine/engine';
import type { Finding } from '../../../src/engine/finding';
import { fixText, type FixAnalysis } from '../../../src/engine/fix/fixText';
import { LineIndex } from '../../../src/engine/text/lineIndex';

const file = '/project/main.js';

/** Each `old` becomes `new`; when it is the last one, the first line goes. */
function analysis(tag: string | undefined, rounds: string[]): FixAnalysis {
  return {
    parses: () => Promise.resolve(true),
    analyze({ text }: SourceText) {
      rounds.push(text);
      const lines = new LineIndex(text);
      const places = [...text.matchAll(/\bold\b/g)].map((match) => match.index).slice(1);
      return Promise.resolve(
        places.map((at): Finding => {
          const range = lines.rangeOf(at, at + 3);
          const header = places.length === 1 ? [{ file, range: lines.rangeOf(0, lines.lineStart(1)), newText: '' }] : [];
          const fix = { title: 'Replace', safety: 'safe' as const, edits: [{ file, range, newText: 'new' }, ...header] };
          return {
            rule: 'replace',
            file,
            range,
            severity: 'hint',
            message: 'old',
            lesson: 'a#b',
            fixes: [tag === undefined ? fix : { ...fix, oneAtATime: tag }],
          };
        }),
      );
    },
  };
}

const source: SourceText = { file, language: 'javascript', text: 'import old\nold()\nold()\n' };

describe('fixText', () => {
  it('applies fixes that do not meet in one round', async () => {
    const rounds: string[] = [];
    const { text, applied } = await fixText(analysis(undefined, rounds), source);
    assert.equal(text, 'import old\nnew()\nnew()\n');
    assert.deepEqual([applied.length, rounds.length], [2, 2]);
  });

  it('applies fixes with one tag one after the other, so that the last sees what the others left', async () => {
    const rounds: string[] = [];
    const { text, applied } = await fixText(analysis('imports', rounds), source);
    assert.equal(text, 'new()\nnew()\n');
    assert.equal(applied.length, 2);
    assert.equal(rounds[1], 'import old\nnew()\nold()\n');
  });
});
