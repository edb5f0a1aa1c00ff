import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cardsAsCsv, cardsForAnki } from '../../src/learning/cardExport';
import { aCard } from './samples';

/** Reads quoted records back, by the rules both formats share. */
function recordsOf(text: string, separator: string, end: string): string[][] {
  const records: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const record: string[] = [];
    for (let more = true; more; ) {
      let field = '';
      if (text[at] === '"') {
        for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += 1) {
          if (text[at] === '"') at += 1;
          field += text[at] ?? assert.fail('a quote is not closed');
        }
        at += 1;
      } else for (; !text.startsWith(separator, at) && !text.startsWith(end, at); at += 1) field += text[at] ?? assert.fail('a record is not ended');
      record.push(field);
      more = text.startsWith(separator, at);
      at += more ? separator.length : end.length;
    }
    records.push(record);
  }
  return records;
}

const notesOf = (anki: string) => recordsOf(anki.split('\n').slice(5).join('\n'), '\t', '\n');

describe('export of cards', () => {
  it('writes CSV with a header, CRLF and quotes where they are needed', () => {
    const card = aCard('stampede', { cue: 'Hot key, *expired*', answer: 'Say "single flight".\n\nThen jitter.', lesson: 'hourly-stampede', rule: 'cache-stampede' });
    assert.equal(
      cardsAsCsv([card]),
      'id,kind,tier,cue,answer,lesson,rule\r\n' +
        'stampede,cue,middle,"Hot key, expired","Say ""single flight"".\nThen jitter.",hourly-stampede,cache-stampede\r\n',
    );
    assert.equal(cardsAsCsv([]), 'id,kind,tier,cue,answer,lesson,rule\r\n');
  });

  it('writes any text so that it is read back as one field', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', '\t', '\r', '\n', '#', '`') })), (texts) => {
        const cards = texts.map((text, n) => aCard(`c${n}`, { cue: text, answer: text }));
        assert.deepEqual(recordsOf(cardsAsCsv(cards), ',', '\r\n').map((record) => record.length), [7, ...cards.map(() => 7)]);
        const notes = notesOf(cardsForAnki(cards));
        assert.deepEqual(notes.map((note) => note.length), cards.map(() => 4));
        const lines = cardsForAnki(cards).split('\n').slice(5);
        if (notes.length > 0) assert.doesNotMatch(lines[0]!, /^#/);
      }),
    );
  });

  it('writes the headers Anki reads, and notes of cue, answer, deck and tags', () => {
    const card = aCard('hang', { kind: 'pitfall', tier: 'senior', cue: 'A *slow* peer', answer: 'Deadline:\n\n```js\nfetch(url);\n```\n', lesson: 'slow-signup' });
    const text = cardsForAnki([card, aCard('free')]);
    assert.deepEqual(text.split('\n').slice(0, 5), ['#separator:Tab', '#html:true', '#notetype:Basic', '#deck column:3', '#tags column:4']);
    assert.deepEqual(notesOf(text), [
      ['A <em>slow</em> peer', '<p>Deadline:</p>\n<pre><code class="language-js">fetch(url);\n</code></pre>', 'Altitude', 'altitude pitfall senior slow-signup'],
      ['Cue free', '<p>Answer free.</p>', 'Altitude', 'altitude cue middle'],
    ]);
  });

  it('shows HTML as text, keeps links outward and the text of links inward', () => {
    const [note] = notesOf(
      cardsForAnki([aCard('x', { cue: 'a <b>bold</b> move & more', answer: '[docs](https://example.com/a), [a *pool*](term:pool), [lesson](lesson:stale-bio/p)' })]),
    );
    assert.equal(note?.[0], 'a &lt;b&gt;bold&lt;/b&gt; move &amp; more');
    assert.equal(note[1], '<p><a href="https://example.com/a">docs</a>, a <em>pool</em>, lesson</p>');
  });

  it('quotes a cue that Anki would take for a comment', () => {
    assert.match(cardsForAnki([aCard('x', { cue: '#1 cause of lag' })]), /\n"#1 cause of lag"\t/);
  });
});
