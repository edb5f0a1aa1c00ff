import assert from 'node:assert/strict';
import { formatProblems } from '../../../src/lessons/commands';
import { lintLessons } from '../../../src/lessons/lint/lint';
import { MemoryFiles } from '../memoryFiles';
import { change, sampleFolder, sampleLesson } from '../sampleLesson';
import { sampleCards, samplePractice, samplePrompt } from '../samplePractice';

const lesson = 'lessons/node/hashing/lesson.md';
const lint = async (changed: Readonly<Record<string, string>>) =>
  formatProblems(await lintLessons(new MemoryFiles({ ...sampleFolder, ...samplePractice, ...changed }), 'lessons'));

const explained = (text: string) => change(sampleLesson, 'One thread runs all handlers.', text);

describe('a measured figure in a lesson', () => {
  const unsourced: readonly string[] = [
    'Measured: 80 ms for each hash.',
    'With ten at once 800 ms were measured.',
    'Measured with five logins, the peak\n  was 578 MB.',
    'We measured a loss of 17.4 % here.',
    'Measured at 90 requests a second.',
    '- Measured 3 s.',
    'Measured after `LIMIT 1`, 4 ms; Node takes 5 ms.',
    'Measured from 0.1 to 0.5 s.',
    '`Node` measured 1,060 ms.',
  ];
  for (const text of unsourced) {
    it(`needs a source: ${text.replaceAll('\n', ' ')}`, async () => {
      assert.equal(
        await lint({ [lesson]: explained(text) }),
        `${lesson}:34: slow-hash gives a measured figure and does not say with what; name it with its version, such as Node 24, or link to the source`,
      );
    });
  }

  const fine: readonly string[] = [
    'Each hash takes 80 ms.',
    'The delay is to be measured; 80 ms are too much.',
    'It was never measured. 80 ms is a guess.',
    'An unmeasured 80 ms.',
    'Measured, it was slower.',
    'Measured in runs 3 and 4.',
    'Measured: `80 ms`.',
    'Measured:\n\n  ```text\n  p99 80 ms\n  ```',
    'Measured with Node 24: 80 ms.',
    'Measured with Node 24, ten logins: 80 ms.',
    'Measured: 80 ms.\n\n  The driver was pg 8.16.',
    'Measured: 80 ms (BullMQ 6.7).',
    'Measured: 80 ms, see [the run](https://example.com/run).',
  ];
  for (const text of fine) {
    it(`is none, or has one: ${text.replaceAll(/\s+/g, ' ')}`, async () => assert.equal(await lint({ [lesson]: explained(text) }), ''));
  }

  it('may be sourced anywhere in its section, and nowhere else', async () => {
    const measured = explained('Measured: 80 ms.');
    assert.equal(await lint({ [lesson]: change(measured, 'A login route.', 'A login route on Node 24.') }), '');
    assert.match(await lint({ [lesson]: change(measured, 'At start-up', 'On Node 24 at start-up') }), /:34: slow-hash gives/);
  });

  it('is looked for in the recap too', async () => {
    assert.match(await lint({ [lesson]: change(sampleLesson, 'At start-up it is fine.', 'Measured at start-up: 80 ms.') }), /:58: trade-off gives/);
  });
});

describe('a measured figure outside lessons', () => {
  const message = 'gives a measured figure with no source; name what it was measured with and its version, or the lesson that shows it';
  const cards = 'lessons/drills/cards/loop.yml';
  const prompt = 'lessons/drills/prompts/slow-login.md';

  it('needs a version, a rule or a lesson on a card', async () => {
    const measured = (text: string) => lint({ [cards]: change(sampleCards, 'They make it weak.', text) });
    assert.equal(await measured('Measured 80 ms.'), `${cards}:12: ${message}`);
    assert.equal(await measured('Measured 80 ms on Node 24.'), '');
    assert.equal(await measured('Measured 80 ms.\n    lesson: hashing'), '');
    assert.equal(await measured('Measured 80 ms.\n    rule: any-rule'), '');
  });

  it('needs a version or a lesson in an exercise, a row or a term', async () => {
    const measured = change(samplePrompt, 'One thread runs every handler.', 'Measured 80 ms.');
    assert.equal(await lint({ [prompt]: measured }), '');
    assert.equal(await lint({ [prompt]: change(measured, 'lessons: [hashing]\n', '') }), `${prompt}:2: ${message}`);

    const table = (cell: string, rest = '') => `tables:\n  - id: a\n    title: A\n    summary: A.\n    columns: [x]\n    rows:\n      - cells: ["${cell}"]\n${rest}`;
    assert.equal(await lint({ 'lessons/tables.yml': table('measured 5 s') }), `lessons/tables.yml:2: ${message}`);
    assert.equal(await lint({ 'lessons/tables.yml': table('measured 5 s', '        lesson: hashing\n') }), '');
    assert.equal(await lint({ 'lessons/tables.yml': table('5 s') }), '');

    const term = 'terms:\n  - { id: invariant, term: invariant, meaning: Measured 5 s. }\n';
    assert.equal(await lint({ 'lessons/glossary.yml': term }), `lessons/glossary.yml:2: ${message}`);
    assert.equal(await lint({ 'lessons/glossary.yml': change(term, ' }', ', lesson: hashing }') }), '');
  });
});
