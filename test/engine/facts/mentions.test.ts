import assert from 'node:assert/strict';
import { Mentions } from '../../../src/engine/facts/project/mentions';
import { listUnder } from '../support/listUnder';

describe('which files of a project hold a name', () => {
  const texts = new Map([
    ['/p/api/rates.ts', 'export async function fetchRates() {}'],
    ['/p/api/routes/quote.ts', "import { fetchRates } from '../rates';\nawait fetchRates();"],
    ['/p/api/routes/other.ts', 'prefetchRates(); fetchRatesAgain(); $fetchRates; fetchRates$;'],
    ['/p/jobs/refresh.ts', 'setInterval(() => api.fetchRates(), 1000)'],
  ]);
  const reads: string[] = [];
  const listed: number[] = [];
  const newMentions = () =>
    new Mentions(
      () => {
        listed.push(1);
        return listUnder([...texts.keys()]);
      },
      (file) => {
        reads.push(file);
        return texts.get(file);
      },
    );

  it('finds whole words only, under the folder', () => {
    const mentions = newMentions();
    assert.deepEqual(mentions.filesWith('fetchRates', '/p'), ['/p/api/rates.ts', '/p/api/routes/quote.ts', '/p/jobs/refresh.ts']);
    assert.deepEqual(mentions.filesWith('fetchRates', '/p/api'), ['/p/api/rates.ts', '/p/api/routes/quote.ts']);
    assert.deepEqual(mentions.filesWith('nobody', '/p'), []);
    assert.deepEqual(mentions.filesWith('fetchRates$', '/p'), ['/p/api/routes/other.ts']);
  });

  it('does not know of a folder that is not listed', () => {
    assert.equal(newMentions().filesWith('fetchRates', '/elsewhere'), undefined);
    assert.equal(newMentions().filesWith('fetchRates', '/p/ap'), undefined);
  });

  it('reads a file once, and again where the filter says that it may hold a name', () => {
    const mentions = newMentions();
    reads.length = 0;
    mentions.filesWith('nobody', '/p');
    mentions.filesWith('fetchRatesAgain', '/p');
    assert.deepEqual(reads, [...[...texts.keys()].sort(), '/p/api/routes/other.ts']);
  });

  it('does not look through too many, and asks for their list once', () => {
    const asked: string[] = [];
    const mentions = new Mentions(
      () => (dir, most) => {
        asked.push(dir);
        return listUnder(Array.from({ length: 20_001 }, (_, index) => `/q/${index % 2 === 0 ? 'a' : 'b'}/${index}.ts`))(dir, most);
      },
      () => 'fetchRates',
    );
    assert.equal(mentions.filesWith('fetchRates', '/q'), undefined);
    assert.equal(mentions.filesWith('again', '/q'), undefined);
    assert.equal(mentions.filesWith('fetchRates', '/q/b')?.length, 10_000);
    assert.deepEqual(asked, ['/q', '/q/b']);
  });

  it('finds every word of a text of any length', () => {
    const words = Array.from({ length: 5000 }, (_, index) => `name${index.toString(36)}`);
    const mentions = new Mentions(
      () => listUnder(['/q/long.ts']),
      () => words.join(' + '),
    );
    assert.deepEqual(
      words.filter((word) => mentions.filesWith(word, '/q')?.length !== 1),
      [],
    );
  });

  it('follows files that change, come and go', () => {
    const mentions = newMentions();
    mentions.filesWith('fetchRates', '/p');
    texts.set('/p/jobs/refresh.ts', 'nothing');
    texts.set('/p/jobs/new.ts', 'fetchRates()');
    listed.length = 0;
    mentions.forget(['/p/jobs/refresh.ts', '/p/jobs/new.ts']);
    assert.deepEqual(mentions.filesWith('fetchRates', '/p/jobs'), ['/p/jobs/new.ts']);
    texts.set('/p/jobs/refresh.ts', 'fetchRates()');
    mentions.forget(['/p/jobs/refresh.ts']);
    assert.deepEqual(mentions.filesWith('fetchRates', '/p/jobs'), ['/p/jobs/new.ts', '/p/jobs/refresh.ts']);
    assert.equal(listed.length, 1, 'a file that is known is no reason to list again');
    texts.delete('/p/jobs/refresh.ts');
    texts.set('/p/jobs/newer.ts', 'fetchRates()');
    mentions.forget(['/p/jobs/refresh.ts', '/p/jobs/newer.ts']);
    reads.length = 0;
    assert.deepEqual(mentions.filesWith('fetchRates', '/p/jobs'), ['/p/jobs/new.ts', '/p/jobs/newer.ts']);
    assert.ok(reads.filter((file) => file === '/p/jobs/new.ts').length === 1, 'a file that did not change is read for the name alone');
    texts.set('/p/jobs/refresh.ts', 'fetchRates()');
    mentions.forget(['/p/jobs/refresh.ts']);
    assert.deepEqual(mentions.filesWith('fetchRates', '/p/jobs'), ['/p/jobs/new.ts', '/p/jobs/newer.ts', '/p/jobs/refresh.ts']);
  });
});
