import assert from 'node:assert/strict';
import fc from 'fast-check';
import { exportProgress, parseImport } from '../../src/learning/exchange';
import { noProgress } from '../../src/learning/progress';
import { anAnswer, aProgress, progress } from './samples';

const file = (changes: Record<string, unknown>) =>
  JSON.stringify({ format: 'altitude-progress', version: 1, exportedAt: '2026-11-22T00:00:00.000Z', answers: [], ...changes });

const problemsOf = (json: string) => {
  const result = parseImport(json);
  assert.ok('problems' in result, 'expected the file to be refused');
  return result.problems;
};

describe('export and import', () => {
  it('imports what it exported', () => {
    fc.assert(
      fc.property(progress, (own) => {
        const { reader, answers, grades, marks, gradings, practised, placements, retractions } = own;
        const whole = { ...(reader && { reader }), answers, grades, marks, gradings, practised, placements, retractions };
        assert.deepEqual(parseImport(exportProgress(own, 0)), { progress: whole });
      }),
    );
  });

  it('writes a file a person can read', () => {
    const written: unknown = JSON.parse(exportProgress(aProgress({ answers: [anAnswer({ confidence: 'guess' })] }), Date.UTC(2026, 10, 22)));
    assert.deepEqual(written, {
      format: 'altitude-progress',
      version: 1,
      exportedAt: '2026-11-22T00:00:00.000Z',
      answers: [{ id: 'x', lesson: 'l', piece: 'p', option: 'a', correct: true, confidence: 'guess', hints: 0, at: 1 }],
      grades: [],
      marks: [],
      gradings: [],
      practised: [],
      placements: [],
      retractions: [],
    });
  });

  it('takes the lessons of teams, and no name that is none', () => {
    const of = (lesson: string, piece = 'p') => file({ answers: [anAnswer({ lesson, piece })] });
    const result = parseImport(of('payments/charging'));
    assert.ok('progress' in result);
    assert.equal(result.progress.answers[0]?.lesson, 'payments/charging');
    for (const wrong of ['a/b/c', '/a', 'a/', '']) assert.match(problemsOf(of(wrong)).join(), /^answers\[0\]\.lesson: /);
    assert.match(problemsOf(of('a', 'b/c')).join(), /^answers\[0\]\.piece: /);
  });

  it('reads a file saved with a byte order mark', () => {
    assert.deepEqual(parseImport(`\uFEFF${file({})}`), { progress: noProgress });
  });

  it('names the field that is wrong, every one of them', () => {
    const answers = [anAnswer(), { ...anAnswer(), confidence: 'maybe', at: 1.5 }, { ...anAnswer(), hints: 4 }];
    const problems = problemsOf(file({ answers }));
    assert.deepEqual(
      problems.map((problem) => problem.split(':')[0]),
      ['answers[1].at', 'answers[1].confidence', 'answers[2].hints'],
    );
    assert.match(problems[1]!, /"sure" \| "think" \| "guess".*"maybe"/);
  });

  it('names the field that is missing', () => {
    const answer = { ...anAnswer(), option: undefined };
    assert.match(problemsOf(file({ answers: [answer] })).join(), /^answers\[0\]\.option: /);
  });

  it('refuses another file, a later version, and what is no JSON', () => {
    assert.match(problemsOf('{"name":"altitude"}').join(), /format: /);
    assert.match(problemsOf(file({ version: 2 })).join(), /^version: .*2/);
    assert.match(problemsOf('{"answers": [').join(), /^Not JSON: /);
    assert.match(problemsOf('[]').join(), /format/);
    assert.equal(problemsOf('null').length, 1);
  });
});
