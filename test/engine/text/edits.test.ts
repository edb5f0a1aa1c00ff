import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits, conflicts, joinEdits, type TextEdit } from '../../../src/engine/text/edits';

const edit = (start: number, end: number, newText = ''): TextEdit => ({ start, end, newText });

const anyEdit = fc.tuple(fc.nat(12), fc.nat(4), fc.string({ maxLength: 3 })).map(([start, length, text]) => edit(start, start + length, text));

describe('edits', () => {
  it('applies them in order of the text, whatever order they come in', () => {
    assert.equal(applyEdits('abcdef', [edit(4, 5, 'X'), edit(0, 0, '>'), edit(1, 3)]), '>adXf');
  });

  it('lets an insertion touch a replacement on either side', () => {
    assert.equal(applyEdits('abc', [edit(1, 2, 'X'), edit(1, 1, '<'), edit(2, 2, '>')]), 'a<X>c');
  });

  it('refuses two texts for one place', () => {
    assert.ok(conflicts([edit(1, 1, 'a'), edit(1, 1, 'b')]));
    assert.throws(() => applyEdits('abc', [edit(1, 1, 'a'), edit(1, 1, 'b')]), RangeError);
  });

  it('refuses an edit outside the text', () => {
    assert.throws(() => applyEdits('abc', [edit(2, 5)]), RangeError);
  });

  it('joins what two lists share once', () => {
    assert.deepEqual(joinEdits([edit(0, 0, 'import')], [edit(0, 0, 'import'), edit(3, 4, 'x')]), [edit(0, 0, 'import'), edit(3, 4, 'x')]);
    assert.equal(joinEdits([edit(0, 4)], [edit(3, 5)]), undefined);
  });

  it('finds a conflict exactly where two edits cover one character or are the same empty place', () => {
    const overlap = (a: TextEdit, b: TextEdit) => (a.start < b.end && b.start < a.end) || (a.start === b.start && a.end === b.end);
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 5 }), (edits) => {
        const expected = edits.some((a, i) => edits.slice(i + 1).some((b) => overlap(a, b)));
        assert.equal(conflicts(edits), expected);
      }),
    );
  });
});
