import assert from 'node:assert/strict';
import { loadCatalogue } from '../../src/lessons/catalogue';
import { formatProblems } from '../../src/lessons/commands';
import type { Lesson } from '../../src/lessons/model';
import { allPieces, findPiece } from '../../src/learning/lookup';
import { MemoryFiles } from './memoryFiles';
import { change, sampleFolder, sampleLesson, sampleReadings, sampleVariant, varied } from './sampleLesson';

const file = 'lessons/node/hashing/lesson.md';
const rules = new Set(['sync-in-request-path']);

async function load(lesson: string) {
  const tree = { ...sampleFolder, [file]: lesson, 'lessons/node/hashing/render.js': sampleVariant };
  return loadCatalogue(new MemoryFiles(tree), { root: 'lessons', rules });
}

async function lessonOf(text: string): Promise<Lesson> {
  const { tracks, problems } = await load(text);
  assert.deepEqual(problems, []);
  return tracks[0]!.lessons[0]!;
}

async function problemsOf(text: string): Promise<string> {
  const { tracks, problems } = await load(text);
  assert.deepEqual(tracks, [], 'a lesson with a problem is left out');
  return formatProblems(problems).replaceAll(`${file}:`, '');
}

const told = change(sampleLesson, '## The slow hash', `${sampleReadings}## The slow hash`);

describe('readings', () => {
  it('tell the topic at four tiers, from zero up, with lists, tables and code', async () => {
    const { readings } = await lessonOf(told);
    assert.deepEqual(readings, [
      { tier: 'zero', title: 'One cook', text: 'One cook, many guests.' },
      { tier: 'junior', title: 'One thread', text: '- JavaScript runs on one thread.\n- I/O does not.' },
      { tier: 'middle', title: 'What waits', text: 'Timers wait too:\n\n```js\nsetTimeout(late, 0);\n```' },
      { tier: 'senior', title: 'What to measure', text: '| sign | cause |\n|---|---|\n| loop delay | CPU |' },
    ]);
  });

  it('are told in the order of the tiers, however they are written', async () => {
    const [zero, ...others] = sampleReadings.split(/(?=^## )/m);
    const { readings } = await lessonOf(change(sampleLesson, '## The slow hash', `${others.join('')}${zero!}## The slow hash`));
    assert.deepEqual(readings.map(({ tier }) => tier), ['zero', 'junior', 'middle', 'senior']);
  });

  const mistakes: readonly (readonly [mistake: string, text: string, expected: string])[] = [
    ['two of four', change(change(told, '{#zero}', '{#recap-of-it}'), '{#senior}', '{#and-more}'),
      '20: no piece in the front matter is called recap-of-it\n24: there is no reading for zero, senior; tell the topic at all four tiers or at none\n37: no piece in the front matter is called and-more'],
    ['an empty one', change(told, 'One cook, many guests.\n', ''), '20: the reading zero is empty'],
    ['a block in one', change(told, 'One cook, many guests.', 'One cook.\n\n::: fix\n\nTwo.\n\n:::'), '24: a fix block belongs to a piece, not to the reading zero'],
    ['a heading in one', change(told, 'One cook, many guests.', 'One cook.\n\n### And more\n\nTwo.'), '24: the reading zero is prose; write paragraphs, lists, tables and fenced code only'],
    ['one below a piece', change(sampleLesson, '## Recap', `${sampleReadings}## Recap`),
      [52, 56, 61, 69].map((line, index) => `${line}: the reading ${['zero', 'junior', 'middle', 'senior'][index]!} stands below a piece; move it above the first one`).join('\n')],
    ['a piece called like one', change(change(sampleLesson, 'id: slow-hash', 'id: senior'), '{#slow-hash}', '{#senior}'),
      '13: senior is a section with a meaning of its own; call the piece something else\n20: there is no reading for zero, junior, middle; tell the topic at all four tiers or at none\n24: a quiz block belongs to a piece, not to the reading senior'],
  ];
  for (const [mistake, text, expected] of mistakes) {
    it(`names ${mistake}`, async () => assert.equal(await problemsOf(text), expected));
  }
});

describe('the tier of a piece', () => {
  it('is its lesson’s, unless it names its own; a variant has that of the piece it varies', async () => {
    const own = await lessonOf(change(varied, '  - id: slow-hash\n', '  - id: slow-hash\n    tier: junior\n'));
    assert.deepEqual([own.tier, own.pieces[0]!.tier, own.variants[0]!.tier], ['middle', 'junior', 'junior']);
    const both = await lessonOf(change(varied, 'variantOf: slow-hash', 'variantOf: slow-hash\n    tier: senior'));
    assert.deepEqual([both.tier, both.pieces[0]!.tier, both.variants[0]!.tier], ['middle', 'middle', 'senior']);
  });

  it('is refused when there is no such tier', async () => {
    assert.equal(
      await problemsOf(change(sampleLesson, '  - id: slow-hash\n', '  - id: slow-hash\n    tier: easy\n')),
      '14: tier must be one of zero, junior, middle, senior',
    );
  });
});

describe('variants', () => {
  it('are whole pieces outside the reading order', async () => {
    const { pieces, variants } = await lessonOf(varied);
    assert.deepEqual(pieces.map(({ id }) => id), ['slow-hash']);
    const [variant] = variants;
    assert.equal(variant!.id, 'slow-render');
    assert.equal(variant!.variantOf, 'slow-hash');
    assert.equal(variant!.snippet, sampleVariant);
    assert.equal(variant!.options.length, 2);
    assert.ok(!pieces.some((piece) => 'variantOf' in piece));
  });

  it('are found by their id, at the place of the piece they vary, and listed with no others', async () => {
    const catalogue = await load(varied);
    const found = findPiece(catalogue, { lesson: 'hashing', piece: 'slow-render' });
    assert.equal(found?.piece.id, 'slow-render');
    assert.equal(found.index, 0);
    assert.equal(found.lesson.id, 'hashing');
    assert.equal(findPiece(catalogue, { lesson: 'hashing', piece: 'slow-hash' })?.piece.id, 'slow-hash');
    assert.equal(findPiece(catalogue, { lesson: 'hashing', piece: 'slow-storm' }), undefined);
    assert.deepEqual(allPieces(catalogue).map(({ piece }) => piece.id), ['slow-hash']);
  });

  const mistakes: readonly (readonly [mistake: string, from: string, to: string, expected: string])[] = [
    ['a piece that is not there', 'variantOf: slow-hash', 'variantOf: slow', '19: no piece of this lesson is called slow; name the one that slow-render varies'],
    ['the variant itself', 'variantOf: slow-hash', 'variantOf: slow-render', '19: slow-render varies itself; name a piece of the reading order'],
    ['another rule', 'variantOf: slow-hash\n    rule: sync-in-request-path\n', 'variantOf: slow-hash\n', '18: slow-render teaches no rule but slow-hash sync-in-request-path; a variant keeps the rule'],
    ['the same code', 'snippet: render.js\n    hot:\n      - renderSync(', 'snippet: hash.js\n    hot:\n      - app.listen(', '21: slow-render shows the code of slow-hash; a variant has a snippet of its own'],
  ];
  for (const [mistake, from, to, expected] of mistakes) {
    it(`are refused when they name ${mistake}`, async () => assert.equal(await problemsOf(change(varied, from, to)), expected));
  }

  it('are refused when they vary a variant', async () => {
    const chain = change(varied, '  - id: slow-hash\n', '  - id: slow-hash\n    variantOf: slow-render\n');
    assert.equal(
      await problemsOf(chain),
      '14: slow-hash varies slow-render, which is a variant; name a piece of the reading order\n20: slow-render varies slow-hash, which is a variant; name a piece of the reading order',
    );
  });
});
