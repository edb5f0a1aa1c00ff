import assert from 'node:assert/strict';
import type { Exercises } from '../../../../src/editor/learning/exercises/exercises';
import { FakeEditor } from '../fakeVscode';
import { loadHost, type Host } from '../host';
import { openReview, type ReviewFixture } from '../review/fixture';
import { drill, prompt } from '../review/samples';
import { openExercises, type ExerciseFixture } from './fixture';

describe('runs through exercises in one window', () => {
  let host: Host;
  let learning: ReviewFixture;
  let fixture: ExerciseFixture;
  let exercises: Exercises;
  let fired: number;

  before(async () => {
    host = await loadHost(new FakeEditor().api);
  });

  beforeEach(async () => {
    learning = await openReview(host, { show: () => undefined, shown: undefined });
    open();
  });

  function open(): void {
    fixture = openExercises(host, learning, () => undefined);
    exercises = fixture.exercises;
    fired = 0;
    exercises.onDidChange(() => (fired += 1));
  }

  /** Seconds pass, with what the host does in each. */
  function pass(seconds: number): void {
    for (let second = 0; second < seconds; second += 1) {
      learning.time.now += 1000;
      fixture.tick();
    }
  }

  const spent = (step = 0) => exercises.session(drill.id)?.spent[step];
  const answering = () => exercises.answering?.exercise.id;
  const isRunning = (id: string) => exercises.session(id)?.countedAt !== undefined;

  it('are kept over a reload, their clock paused, with all the time but that of closing', () => {
    exercises.start(drill.id, true);
    pass(25);
    exercises.next(drill.id);
    pass(7);
    exercises.dispose();
    learning.time.now += 3_600_000;
    open();
    assert.deepEqual([exercises.session(drill.id)?.step, spent(0), spent(1), isRunning(drill.id)], [1, 25_000, 7000, false]);
  });

  it('lose ten seconds at most where the window crashes', () => {
    exercises.start(drill.id, true);
    pass(39);
    open();
    assert.ok((spent() ?? 0) >= 29_000, `${spent()} ms`);
  });

  it('fire when there is something to draw or to tell, and not with every second', () => {
    exercises.start(drill.id, true);
    fired = 0;
    pass(119);
    assert.equal(fired, 0);
    pass(1);
    assert.equal(fired, 1, 'the last minute of the step');
    pass(100);
    assert.equal(fired, 1);
  });

  it('stop the clock where the machine slept, and draw that', () => {
    exercises.start(drill.id, true);
    pass(10);
    fired = 0;
    learning.time.now += 8 * 3_600_000;
    fixture.tick();
    assert.deepEqual([fired, spent(), isRunning(drill.id)], [1, 10_000, false]);
  });

  it('run one clock at a time, and none once nothing runs', () => {
    exercises.start(drill.id, true);
    pass(3);
    exercises.togglePause(drill.id);
    pass(60);
    assert.equal(spent(), 3000);
    exercises.togglePause(drill.id);
    pass(2);
    exercises.dispose();
    const before = spent();
    pass(5);
    assert.equal(spent(), before);
  });

  it('know what the reader is answering: the one touched last', () => {
    assert.equal(answering(), undefined);
    exercises.open(drill.id);
    assert.equal(answering(), undefined, 'a drill that has not begun is not answered');
    exercises.start(drill.id, true);
    exercises.open(prompt.id);
    assert.equal(answering(), prompt.id);
    exercises.finish(prompt.id);
    assert.equal(answering(), drill.id);
  });

  it('open again at their beginning once they were graded, and where they were left until then', async () => {
    exercises.open(prompt.id);
    exercises.finish(prompt.id);
    exercises.open(prompt.id);
    assert.equal(exercises.session(prompt.id)?.stage, 'reflecting');
    exercises.showRubric(prompt.id);
    for (const { id } of prompt.rubric) exercises.judge(prompt.id, id, id === 'order' ? 'missed' : 'met');
    await exercises.store(prompt.id);
    await exercises.store(prompt.id);
    assert.deepEqual(learning.controller.progress.gradings.map(({ missed }) => missed), [['order']], 'stored once');
    assert.deepEqual(fixture.answers.anew, []);
    exercises.open(prompt.id);
    assert.equal(exercises.session(prompt.id)?.stage, 'answering');
    assert.deepEqual(fixture.answers.anew, [prompt.id], 'what is saved of the last answer is left alone');
  });

  it('are refused where there is no such exercise', () => {
    assert.equal(exercises.open('gone'), false);
    exercises.start('gone', true);
    assert.equal(exercises.session('gone'), undefined);
  });
});
