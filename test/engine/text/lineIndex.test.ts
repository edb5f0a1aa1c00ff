import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LineIndex } from '../../../src/engine/text/lineIndex';

/** Texts full of what makes lines and columns hard. */
const hardText = fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', '\r', 'é', '😀', '\u2028', '\t', '\ufeff')).map((parts) => parts.join(''));

describe('LineIndex', () => {
  it('ends lines at \\n, \\r\\n and a lone \\r, and nowhere else', () => {
    const lines = new LineIndex('a\nb\r\nc\rd\u2028e\n');
    assert.equal(lines.lineCount, 5);
    assert.deepEqual([0, 1, 2, 3, 4].map((line) => lines.lineText(line)), ['a', 'b', 'c', 'd\u2028e', '']);
  });

  it('keeps \\r before \\r\\n as a line of its own', () => {
    const lines = new LineIndex('a\r\r\nb');
    assert.deepEqual([0, 1, 2].map((line) => lines.lineText(line)), ['a', '', 'b']);
  });

  it('counts columns in UTF-16 code units', () => {
    const text = "x = '😀é'; y";
    assert.deepEqual(new LineIndex(text).positionAt(text.indexOf('y')), { line: 0, character: 11 });
  });

  it('takes a column past the end of a line for its end', () => {
    const lines = new LineIndex('ab\r\ncd\n');
    assert.equal(lines.offsetAt({ line: 0, character: 99 }), 2);
    assert.equal(lines.offsetAt({ line: 1, character: 3 }), 6);
    assert.equal(lines.offsetAt({ line: 2, character: 5 }), 7);
    assert.equal(lines.offsetAt({ line: 9, character: 0 }), 7);
  });

  it('gives back every offset that is not inside a line end', () => {
    fc.assert(
      fc.property(hardText, (text) => {
        const lines = new LineIndex(text);
        for (let offset = 0; offset <= text.length; offset++) {
          const isInsideLineEnd = text[offset - 1] === '\r' && text[offset] === '\n';
          if (!isInsideLineEnd) assert.equal(lines.offsetAt(lines.positionAt(offset)), offset);
        }
      }),
    );
  });

  it('splits as a reader would, joined again to the text', () => {
    fc.assert(
      fc.property(hardText, (text) => {
        const lines = new LineIndex(text);
        const split = text.split(/\r\n|\r|\n/);
        assert.deepEqual(split.map((_, line) => lines.lineText(line)), split);
      }),
    );
  });
});
