import assert from 'node:assert/strict';
import { loadCatalogue } from '../../../src/lessons/catalogue';
import { formatProblems } from '../../../src/lessons/commands';
import { lintLessons } from '../../../src/lessons/lint/lint';
import { MemoryFiles } from '../memoryFiles';
import { change, sampleFolder, sampleLesson, sampleReadings, sampleVariant, varied } from '../sampleLesson';

const lesson = 'lessons/node/hashing/lesson.md';
const russian = 'lessons/node/hashing/lesson.ru.md';

/** The sample in other words, with code and a log. */
const withCode = change(sampleLesson, 'A login route.', 'A login route.\n\n```js\nawait hash();\n```\n\n```text\nslow\n```');
const translated = change(change(withCode, 'title: Hashing in a handler', 'title: Хеш в обработчике'), 'text\nslow', 'text\nмедленно');

async function lint(translation: string, original = withCode): Promise<string> {
  const files = new MemoryFiles({ ...sampleFolder, [lesson]: original, [russian]: translation, 'lessons/node/hashing/render.js': sampleVariant });
  return formatProblems(await lintLessons(files, 'lessons'));
}

describe('a translation', () => {
  it('may differ in words', async () => assert.equal(await lint(translated), ''));

  it('is not loaded as a lesson', async () => {
    const { tracks, problems } = await loadCatalogue(new MemoryFiles({ ...sampleFolder, [russian]: 'broken' }), { root: 'lessons' });
    assert.deepEqual(problems, []);
    assert.equal(tracks[0]!.lessons.length, 1);
    assert.equal(tracks[0]!.lessons[0]!.title, 'Hashing in a handler');
  });

  const mistakes: readonly (readonly [mistake: string, from: string, to: string, expected: string])[] = [
    ['another id', 'id: hashing', 'id: hash', '2: the lesson is called hash but its folder hashing; give both one name'],
    ['another tier', 'tier: middle', 'tier: senior', '6: tier is not that of lesson.md; a translation changes words only'],
    ['another next lesson', 'minutes: 5', 'minutes: 5\nnext: node', '8: next is not that of lesson.md; a translation changes words only'],
    ['no rule', '    rule: sync-in-request-path\n', '', '13: rule of slow-hash is not that of lesson.md; a translation changes words only'],
    ['other hot lines', 'pbkdf2Sync(password\n', 'app.listen(\n', '16: hot of slow-hash is not that of lesson.md; a translation changes words only'],
    ['an option of another id', '{#they-wait}', '{#wait}', '20: the options of slow-hash are nothing, wait (right); those of lesson.md are nothing, they-wait (right), so give both the same, in one order'],
    ['other code', 'await hash();', 'hash();', '24: this code is not that of lesson.md; a translation keeps code as it is, except in a block called text'],
    ['less code', '```js\nawait hash();\n```\n\n', '', '20: slow-hash has 0 of the 1 blocks of code in lesson.md; give it all of them'],
    ['a dead link', 'One thread.', 'One [thread](term:thread).', '62: there is no term called thread; define it in glossary.yml or link to one that is there'],
    ['an option without an explanation', '\n  One thread runs all handlers.\n', '', '40: option 2 has no explanation; write one below it, indented'],
  ];
  for (const [mistake, from, to, expected] of mistakes) {
    it(`is refused with ${mistake}`, async () => {
      assert.equal(await lint(change(translated, from, to)), `${russian}:${expected}`);
    });
  }

  it('is refused with another right option', async () => {
    const swapped = change(change(translated, '- [ ] Nothing', '- [x] Nothing'), '- [x] They', '- [ ] They');
    assert.match(await lint(swapped), /the options of slow-hash are nothing \(right\), they-wait; those of lesson\.md are nothing, they-wait \(right\)/);
  });

  it('is refused without a variant or with other pieces', async () => {
    assert.equal(
      await lint(sampleLesson, varied),
      `${russian}:12: the pieces are slow-hash; those of lesson.md are slow-hash, slow-render, so give both the same\n` +
        `${russian}:58: there is no section slow-render, which lesson.md has; write ## Title {#slow-render}`,
    );
  });

  it('has the readings that the original has', async () => {
    const told = change(sampleLesson, '## The slow hash', `${sampleReadings}## The slow hash`);
    assert.equal((await lint(sampleLesson, told)).split('\n').length, 4);
    assert.equal((await lint(told, sampleLesson)).split('\n')[0], `${russian}:20: lesson.md has no section zero; take it out, or write it there too`);
    assert.equal(await lint(told, told), '');
  });

  it('is linted by its own path, and left alone where the original cannot be read', async () => {
    const files = new MemoryFiles({ ...sampleFolder, [russian]: change(sampleLesson, 'tier: middle', 'tier: senior') });
    assert.deepEqual((await lintLessons(files, russian)).map(({ file, line }) => [file, line]), [[russian, 6]]);
    assert.equal(await lint(translated, 'no lesson'), `${lesson}:1: has no front matter; begin the file with a line holding only ---`);
  });
});
