import assert from 'node:assert/strict';
import { formatProblems } from '../../../src/lessons/commands';
import { lintLessons } from '../../../src/lessons/lint/lint';
import { optionSignal, optionSignalProblems } from '../../../src/lessons/lint/optionSignal';
import { MemoryFiles } from '../memoryFiles';
import { change, sampleFolder, sampleLesson } from '../sampleLesson';

/** A question whose right option has `right` characters, and whose wrong ones have those of `wrong`. */
const question = (right: number, ...wrong: readonly number[]) => ({
  options: [right, ...wrong].map((length, index) => ({ id: `o${index}`, text: 'x'.repeat(length), correct: index === 0, explanation: 'x' })),
});
const times = (count: number, each: ReturnType<typeof question>) => Array.from({ length: count }, () => each);
const messages = (questions: readonly ReturnType<typeof question>[]) => optionSignalProblems(questions, 'lessons').map(({ message }) => message);

describe('the length of the options', () => {
  it('is measured as the share of longest right ones and their mean ratio', () => {
    assert.deepEqual(optionSignal([question(12, 8, 12, 10), question(9, 10, 8, 9)]), { questions: 2, longest: 1, ratio: 1.1 });
    assert.deepEqual(optionSignal([]), { questions: 0, longest: 0, ratio: 1 });
  });

  it('tells nothing while a third at most are the longest and the ratio is near one', () => {
    assert.deepEqual(messages([...times(3, question(11, 10, 10)), ...times(6, question(9, 10, 10))]), []);
    assert.deepEqual(messages(times(8, question(75, 100, 100))), []);
  });

  it('tells, when more than a third of the right ones are the longest', () => {
    assert.deepEqual(messages([...times(4, question(11, 10, 10)), ...times(5, question(9, 10, 10))]), [
      'the length of an option tells whether it is right: the right one is the longest in 4 of 9 questions, a third at most, ' +
        'and 0.99 times as long as the wrong ones on average, 0.75 to 1.25 at most; even them out',
    ]);
  });

  it('tells, when the right ones are the shortest by far', () => {
    assert.equal(messages(times(8, question(74, 100, 100))).length, 1);
  });

  it('is not judged over fewer than eight questions', () => {
    assert.deepEqual(messages(times(7, question(100, 10, 10))), []);
  });

  it('is judged over the path that is linted, variants and all', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `hash-${index}`);
    const lesson = (id: string) => change(change(sampleLesson, 'id: hashing', `id: ${id}`), 'They wait for every hash.', 'They wait for every hash that anybody asks for.');
    const tree = Object.fromEntries(
      ids.flatMap((id) => Object.entries(sampleFolder).map(([file, text]) => [file.replace('hashing', id), file.endsWith('.md') ? lesson(id) : text])),
    );
    const files = new MemoryFiles({ ...tree, 'lessons/node/track.yml': `id: node\ntitle: N\nsummary: N.\norder: 1\nlessons: [${ids.join(', ')}]\n` });
    assert.match(formatProblems(await lintLessons(files, 'lessons')), /^lessons:1: the length of an option .* in 8 of 8 questions/);
    assert.match(formatProblems(await lintLessons(files, 'lessons/node')), /^lessons\/node:1: the length/);
    assert.deepEqual(await lintLessons(files, 'lessons/node/hash-1'), []);
  });
});
