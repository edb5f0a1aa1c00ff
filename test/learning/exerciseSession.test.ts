import assert from 'node:assert/strict';
import fc from 'fast-check';
import { answerText } from '../../src/learning/answerText';
import {
  beginGrading,
  clockOf,
  count,
  finishAnswer,
  finishGrading,
  fitted,
  isLastMinute,
  judge,
  judgedPoints,
  longestCount,
  newExercise,
  nextStep,
  parseExercise,
  pause,
  startDrill,
  stepBack,
  timeTaken,
  togglePause,
  type ExerciseSession,
} from '../../src/learning/exerciseSession';
import type { Drill } from '../../src/lessons/model';
import { aPrompt } from './samples';

const minute = 60_000;
const drill: Drill = {
  ...aPrompt('drill', ['a', 'b'], { minutes: 6 }),
  steps: [
    { id: 'one', title: 'One', minutes: 3, text: 'First.' },
    { id: 'two', title: 'Two', minutes: 2, text: 'Second.' },
    { id: 'three', title: 'Three', minutes: 1, text: 'Third.' },
  ],
};
const begun = (timed = true, at = 0) => startDrill(newExercise(drill, at), timed, at);
const next = (session: ExerciseSession, now: number) => nextStep(session, drill.steps.length, now);

describe('the clock of a drill', () => {
  it('counts down the step and the whole', () => {
    assert.deepEqual(clockOf(begun(), drill, 0), { stepLeft: 3 * minute, left: 6 * minute, running: true });
    assert.deepEqual(clockOf(begun(), drill, 50_000), { stepLeft: 130_000, left: 310_000, running: true });
    const second = next(begun(), 100_000);
    assert.deepEqual(clockOf(second, drill, 101_000), { stepLeft: 119_000, left: 259_000, running: true });
  });

  it('goes on below zero, and nothing stops', () => {
    const late = [60_000, 120_000, 180_000, 200_000].reduce(count, begun());
    assert.deepEqual(clockOf(late, drill, 200_000), { stepLeft: -20_000, left: 160_000, running: true });
    assert.equal(late.stage, 'answering');
    assert.deepEqual(clockOf(next(late, 200_000), drill, 200_000), { stepLeft: 120_000, left: 160_000, running: true });
  });

  it('counts nothing while it is paused', () => {
    const paused = togglePause(begun(), 30_000);
    assert.deepEqual(clockOf(paused, drill, 10 * minute), { stepLeft: 150_000, left: 330_000, running: false });
    const resumed = togglePause(paused, 10 * minute);
    assert.deepEqual(clockOf(resumed, drill, 10 * minute + 1000), { stepLeft: 149_000, left: 329_000, running: true });
  });

  it('is told by its last minute, from exactly sixty seconds on', () => {
    const at = (now: number) => isLastMinute(clockOf(begun(), drill, now)!);
    assert.deepEqual([at(0), at(119_999), at(120_000)], [false, false, true]);
  });

  it('never drifts, however often it is looked at, paused and let go on', () => {
    const gaps = fc.array(fc.record({ ms: fc.integer({ min: 0, max: 1000 }), act: fc.constantFrom('count', 'toggle', 'next', 'back') }), { maxLength: 100 });
    fc.assert(
      fc.property(gaps, (steps) => {
        let session = begun();
        let now = 0;
        let expected = 0;
        for (const { ms, act } of steps) {
          now += ms;
          if (session.countedAt !== undefined) expected += ms;
          if (act === 'count') session = count(session, now);
          else if (act === 'toggle') session = togglePause(session, now);
          else if (act === 'back') session = stepBack(session, now);
          else if (session.step < 2) session = next(session, now);
        }
        assert.equal(timeTaken(count(session, now)), expected);
      }),
    );
  });

  it('stands where the machine slept, and where its clock was set back', () => {
    const slept = count(count(begun(), 30_000), 30_000 + longestCount + 1);
    assert.deepEqual(clockOf(slept, drill, 9_000_000), { stepLeft: 150_000, left: 330_000, running: false });
    assert.equal(timeTaken(count(begun(true, 50_000), 20_000)), 0);
  });

  it('is none for who does without', () => {
    const session = begun(false);
    assert.equal(clockOf(session, drill, 1000), undefined);
    assert.equal(togglePause(session, 1000), session);
    const done = next(next(next(session, 1000), 2000), 3000);
    assert.equal(done.stage, 'reflecting');
    assert.equal(timeTaken(done), undefined);
  });
});

describe('an exercise under way', () => {
  it('survives a reload at its step, with its time, its clock paused', () => {
    const before = count(next(begun(), 60_000), 70_000);
    const after = parseExercise(JSON.parse(JSON.stringify(before)));
    assert.deepEqual(clockOf(after!, drill, 9_000_000), { stepLeft: 110_000, left: 290_000, running: false });
    assert.equal(after!.step, 1);
    for (const stranger of [undefined, null, 1, {}, { ...before, stage: 'odd' }, { ...before, step: -1 }]) assert.equal(parseExercise(stranger), undefined);
  });

  it('begins when it is told to, and only once', () => {
    const ready = newExercise(drill, 0);
    assert.equal(ready.stage, 'ready');
    assert.equal(next(ready, 1), ready);
    assert.equal(startDrill(begun(), false, 5).timed, true);
  });

  it('goes from step to step and back, to the answer given, and back to its last step, paused', () => {
    const last = next(next(begun(), 1000), 2000);
    assert.equal(last.step, 2);
    assert.equal(stepBack(last, 3000).step, 1);
    const done = next(last, 3000);
    assert.deepEqual([done.stage, done.countedAt, timeTaken(done)], ['reflecting', undefined, 3000]);
    const again = stepBack(done, 60_000);
    assert.deepEqual([again.stage, again.step, clockOf(again, drill, 99_000)?.running], ['answering', 2, false]);
    assert.equal(stepBack(begun(), 10).step, 0);
  });

  it('of a prompt is its answer at once, with no clock', () => {
    const prompt = aPrompt('prompt', ['a']);
    const session = newExercise(prompt, 0);
    assert.equal(session.stage, 'answering');
    const done = finishAnswer(session, 5);
    assert.deepEqual([done.stage, timeTaken(done)], ['reflecting', undefined]);
  });

  it('is judged only once its rubric is shown, point by point, and stored only when all is judged', () => {
    const reflecting = finishAnswer(begun(), 1000);
    assert.equal(judge(reflecting, drill, 'a', 'met'), reflecting);
    const grading = beginGrading(reflecting);
    const half = judge(grading, drill, 'a', 'met');
    assert.equal(finishGrading(half, drill), half);
    assert.equal(judge(half, drill, 'elsewhere', 'met'), half);
    const other = judge(judge(half, drill, 'a', 'missed'), drill, 'b', 'met');
    assert.deepEqual(judgedPoints(other, drill), { met: ['b'], missed: ['a'], open: [] });
    const graded = finishGrading(other, drill);
    assert.equal(graded.stage, 'graded');
    assert.equal(judge(graded, drill, 'a', 'met'), graded);
  });

  it('fits an exercise that has changed meanwhile', () => {
    const last = next(next(begun(), 1000), 2000);
    assert.equal(fitted(last, { ...drill, steps: drill.steps.slice(0, 1) } as Drill).step, 0);
    assert.deepEqual(judgedPoints({ ...last, judged: { gone: 'met' } }, drill).open, ['a', 'b']);
  });

  it('pauses without having run', () => assert.deepEqual(timeTaken(pause(begun(false), 10)), undefined));
});

describe('what an answer begins with', () => {
  const prompt = aPrompt('p', ['a'], { title: 'A webhook', situation: 'A shop.\n\n```text\nlog\n```\n\nDesign the `endpoint` **anew**.\nSay why.' });

  it('is the title, and the question quoted', () => {
    assert.equal(answerText(prompt, []), '# A webhook\n\n> Design the endpoint anew. Say why.\n\n');
  });

  it('has a place to write under each heading', () => {
    assert.deepEqual(answerText(prompt, ['One', 'Two']).split('\n').slice(3), ['', '## One', '', '', '', '## Two', '', '', '', '']);
  });

  it('of a drill leaves the question to its steps', () => {
    assert.equal(answerText(drill, []), '# Prompt drill\n\n');
  });
});
