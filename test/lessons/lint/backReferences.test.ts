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

describe('words in a piece that lead out of it', () => {
  const leading: readonly (readonly [string, string])[] = [
    ['This is the loop of the last piece.', 'the last piece'],
    ['It is the flaw of the\n  first lesson.', 'the first lesson'],
    ["It is the previous piece's flaw.", 'the previous piece'],
    ['The second option would do the same.', 'The second option'],
    ['See the pieces below.', 'pieces below'],
    ['As we saw, one thread runs it.', 'As we saw'],
    ['It is what piece 2 was about.', 'piece 2'],
  ];
  for (const [text, words] of leading) {
    it(`are found: ${words}`, async () => {
      assert.equal(await lint({ [lesson]: explained(text) }), `${lesson}:34: slow-hash says "${words}", and may be shown without it; say what is meant, or link to it`);
    });
  }

  const fine: readonly string[] = [
    'The lines above hold the thread.',
    'It stays below the limit, as before.',
    'The first answer was lost, and the other one came.',
    'It reads in pieces 64 kB long.',
    '`the last piece` is a string.',
  ];
  for (const text of fine) it(`are none: ${text}`, async () => assert.equal(await lint({ [lesson]: explained(text) }), ''));

  it('may be a link, which leads there', async () => {
    assert.equal(await lint({ [lesson]: explained('It is the flaw of [the first piece](lesson:hashing/slow-hash).') }), '');
  });

  it('may stand in the recap, which is shown with the lesson', async () => {
    const recap = change(sampleLesson, 'At start-up', 'The last piece does it at start-up');
    assert.equal(await lint({ [lesson]: recap }), '');
  });
});

describe('words on a card or in a rubric that lead out of it', () => {
  const cards = 'lessons/drills/cards/loop.yml';
  const prompt = 'lessons/drills/prompts/slow-login.md';

  it('are found, those to a text above among them', async () => {
    assert.equal(
      await lint({ [cards]: change(sampleCards, 'They make it weak.', 'They make it weak, as said above.') }),
      `${cards}:12: says "said above", and is shown alone; say what is meant`,
    );
    assert.match(await lint({ [prompt]: change(samplePrompt, 'One thread runs every handler.', 'As above, one thread runs it.') }), /says "As above"/);
  });

  it('may compare', async () => {
    assert.equal(await lint({ [cards]: change(sampleCards, 'They make it weak.', 'They keep it above 80 % and below a second.') }), '');
  });
});
