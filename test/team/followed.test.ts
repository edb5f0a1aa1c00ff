import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lastPlace } from '../../src/team/anchors/lastPlace';
import { shiftLines } from '../../src/team/anchors/shift';

describe('marked lines while code is edited', () => {
  const marked = { startLine: 4, endLine: 5 };
  const change = (startLine: number, endLine: number, newLines: number, atLineStart = true) => shiftLines(marked, { startLine, endLine, newLines, atLineStart });

  it('move with what is put above them, and stay for what comes below', () => {
    assert.deepEqual(change(0, 0, 2), { startLine: 6, endLine: 7 });
    assert.deepEqual(change(4, 4, 1), { startLine: 5, endLine: 6 });
    assert.deepEqual(change(0, 2, 0), { startLine: 2, endLine: 3 });
    assert.deepEqual(change(6, 8, 0), marked);
  });

  it('grow with what is put between them', () => {
    assert.deepEqual(change(4, 4, 2, false), { startLine: 4, endLine: 7 });
    assert.deepEqual(change(5, 5, 1), { startLine: 4, endLine: 6 });
  });

  it('are never before the file, nor upside down', () => {
    const lines = fc.nat(20);
    fc.assert(
      fc.property(lines, lines, lines, lines, lines, fc.boolean(), (start, length, from, span, newLines, atLineStart) => {
        const after = shiftLines({ startLine: start, endLine: start + length }, { startLine: from, endLine: from + span, newLines, atLineStart });
        assert.ok(after === undefined || (after.startLine >= 0 && after.endLine >= after.startLine));
      }),
    );
  });
});

describe('where lost code was', () => {
  const kept = 'async function charge(order) {\n  const rows = await find(order);\n  return rows;\n}\n';

  it('is where most of its lines still stand', () => {
    const text = `const x = 1;\n\nfunction other() {}\n\nasync function renamed(order) {\n  const rows = await find(order);\n  return rows;\n}\n`;
    assert.equal(lastPlace(text, kept), 5);
    assert.equal(lastPlace(`return rows;\n${'other();\n'.repeat(20)}${kept}`, kept), 21);
  });

  it('is nowhere in a file that holds none of it', () => {
    assert.equal(lastPlace('other();\n}\n', kept), undefined);
    assert.equal(lastPlace('', ''), undefined);
  });
});
