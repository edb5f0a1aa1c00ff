import assert from 'node:assert/strict';
import fc from 'fast-check';
import { plainLine, plainParagraphs, wrap } from '../../src/learning/plainText';

describe('plain text of a lesson', () => {
  it('keeps the words and drops the markup', () => {
    assert.equal(plainLine('Await `pbkdf2`, *then* answer; see [the docs](https://example.com).'), 'Await pbkdf2, then answer; see the docs.');
    assert.equal(plainLine('over\ntwo lines'), 'over two lines');
  });

  it('keeps paragraphs, list items and code apart', () => {
    assert.deepEqual(plainParagraphs('First.\n\n- one\n- two\n\n```js\nawait x;\n```\n'), ['First.', 'one', 'two', 'await x;']);
  });

  it('shows HTML as the text it is', () => {
    assert.equal(plainLine('a <b>bold</b> move'), 'a <b>bold</b> move');
  });

  it('wraps at spaces without losing a word, lines no longer than asked unless one word is', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,14}$/)), fc.integer({ min: 5, max: 40 }), (words, width) => {
        const lines = wrap(words.join(' '), width);
        assert.deepEqual(lines.join(' '), words.join(' '));
        for (const line of lines) assert.ok(line.length <= width || !line.includes(' '), line);
      }),
    );
    assert.deepEqual(wrap('one two three', 7), ['one two', 'three']);
  });
});
