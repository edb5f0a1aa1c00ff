import assert from 'node:assert/strict';
import os from 'node:os';
import path from 'node:path';
import { mkdtemp, rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { LearningController, type WindowState } from '../../../../src/editor/learning/controller';
import { FolderSegments } from '../../../../src/editor/learning/folderSegments';
import { isNothing } from '../../../../src/learning/kinds';
import type { PieceRef } from '../../../../src/learning/session';
import { AnswerStore } from '../../../../src/learning/store';
import { noLessons, type Catalogue } from '../../../../src/lessons/model';
import { aLesson, aPiece } from '../../../learning/samples';

const catalogue: Catalogue = {
  ...noLessons,
  tracks: [{ id: 'track', title: 'Track', summary: '', lessons: [aLesson('l', [aPiece('p'), aPiece('q')])] }],
};
const ref: PieceRef = { lesson: 'l', piece: 'p' };

/** What survives a window's reload: values as JSON, as in the editor. */
class FakeState implements WindowState {
  readonly #values = new Map<string, string>();

  get(key: string): unknown {
    const value = this.#values.get(key);
    return value === undefined ? undefined : JSON.parse(value);
  }

  update(key: string, value: unknown): Promise<void> {
    this.#values.set(key, JSON.stringify(value));
    return Promise.resolve();
  }
}

describe('the learning controller on the editor’s file system', () => {
  let folder: string;
  let opened: { dispose(): unknown }[];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'altitude-answers-'));
    opened = [];
  });

  afterEach(async () => {
    vscode.Disposable.from(...opened).dispose();
    await rm(folder, { recursive: true, force: true });
  });

  /** A window of one reader; `window` is what survives its reload. */
  async function openWindow(window = new FakeState(), onUnsaved: (error: unknown) => void = assert.ifError): Promise<LearningController> {
    const carrier = new FakeState();
    const store = new AnswerStore({
      segments: new FolderSegments(vscode.Uri.file(path.join(folder, 'answers'))),
      carrier: { get: () => carrier.get('progress'), set: (value) => carrier.update('progress', value) },
      newId: () => crypto.randomUUID(),
      now: () => Date.now(),
    });
    await store.open();
    const source = { current: catalogue, onDidChange: new vscode.EventEmitter<void>().event };
    const clock = { now: () => Date.now(), newId: () => crypto.randomUUID() };
    const controller = new LearningController({ catalogue: source, store, window, clock, onUnsaved });
    opened.push(controller);
    return controller;
  }

  it('keeps answers, order of options, an open choice and hints over a reload', async () => {
    const window = new FakeState();
    const before = await openWindow(window);
    before.choose(ref, 'b');
    await before.commit(ref, 'think');
    const other = { lesson: 'l', piece: 'q' };
    before.openHint(other);
    before.choose(other, 'c');

    const after = await openWindow(window);
    assert.deepEqual(after.session(ref), before.session(ref));
    assert.deepEqual([after.session(ref).answer?.option, after.session(ref).attempts], ['b', 1]);
    assert.deepEqual([after.session(other).pending, after.session(other).hintsOpened], ['c', 1]);
    assert.deepEqual(after.session(other), before.session(other));
  });

  it('loses no answer of two windows, and shows each the other’s when it is turned to', async () => {
    const [here, there] = [await openWindow(), await openWindow()];
    here.choose(ref, 'a');
    there.choose({ ...ref, piece: 'q' }, 'b');
    await Promise.all([here.commit(ref, 'sure'), there.commit({ ...ref, piece: 'q' }, 'guess')]);
    await here.refresh();
    assert.equal(here.session({ ...ref, piece: 'q' }).answer?.option, 'b');
    const third = await openWindow();
    assert.deepEqual(third.progress.answers.map(({ piece }) => piece).sort(), ['p', 'q']);
  });

  it('tells every door once for each step, naming the piece', async () => {
    const controller = await openWindow();
    const heard: (PieceRef | undefined)[] = [];
    opened.push(controller.onDidChange((changed) => heard.push(changed)));
    controller.openHint(ref);
    controller.choose(ref, 'a');
    await controller.commit(ref, 'sure');
    controller.choose(ref, 'b');
    controller.retry(ref);
    assert.deepEqual(heard, [ref, ref, ref, ref]);
  });

  it('records answering again as another answer', async () => {
    const controller = await openWindow();
    for (const option of ['b', 'a']) {
      controller.retry(ref);
      controller.choose(ref, option);
      await controller.commit(ref, 'sure');
    }
    assert.deepEqual(controller.progress.answers.map(({ option, correct }) => [option, correct]), [['b', false], ['a', true]]);
    assert.equal(controller.session(ref).attempts, 2);
  });

  it('forgets everything at a reset, in every window, and takes a backup back in', async () => {
    const [here, there] = [await openWindow(), await openWindow()];
    here.choose(ref, 'a');
    await here.commit(ref, 'sure');
    await there.refresh();
    const backup = here.progress;
    await here.reset();
    await there.refresh();
    assert.equal(here.session(ref).attempts, 0);
    assert.equal(there.session(ref).attempts, 0);
    assert.equal((await openWindow()).session(ref).attempts, 0);
    assert.equal((await here.import(backup)).answers, 1);
    assert.ok(isNothing(await here.import(backup)));
    assert.equal((await openWindow()).session(ref).answer?.option, 'a');
  });

  it('shows the verdict and says so when the answer cannot be stored', async () => {
    const failures: unknown[] = [];
    const controller = await openWindow(new FakeState(), (error) => failures.push(error));
    await rm(path.join(folder, 'answers'), { recursive: true });
    await vscode.workspace.fs.writeFile(vscode.Uri.file(path.join(folder, 'answers')), new Uint8Array([1]));
    controller.choose(ref, 'a');
    await controller.commit(ref, 'sure');
    assert.equal(failures.length, 1);
    assert.equal(controller.session(ref).answer?.option, 'a');
  });

  it('remembers grades, marks, gradings, practice and placement for every window, and tells of each', async () => {
    const [here, there] = [await openWindow(), await openWindow()];
    let heard = 0;
    opened.push(here.onDidChange(() => (heard += 1)));
    await here.grade('card', 'good');
    await here.mark(ref, 'skipped');
    await here.mark({ lesson: 'l' }, 'finished');
    await here.gradeExercise('prompt', { met: ['a'], missed: ['b'], seconds: 90.4 });
    await here.practised('sync-in-request-path');
    await here.setPlacement('middle');
    assert.equal(heard, 6);
    await there.refresh();
    const { grades, marks, gradings, practised, placements } = there.progress;
    assert.deepEqual(grades.map(({ card, rating }) => [card, rating]), [['card', 'good']]);
    assert.deepEqual(marks.map(({ lesson, piece, as }) => [lesson, piece, as]), [['l', 'p', 'skipped'], ['l', undefined, 'finished']]);
    assert.deepEqual(gradings.map(({ exercise, met, missed, seconds }) => [exercise, met, missed, seconds]), [['prompt', ['a'], ['b'], 90]]);
    assert.deepEqual(practised.map(({ rule }) => rule), ['sync-in-request-path']);
    assert.deepEqual(placements.map(({ tier }) => tier), ['middle']);
    assert.deepEqual(there.progress, here.progress);
  });

  it('counts the fixes of one rule once a day', async () => {
    const controller = await openWindow();
    for (const rule of ['sync-in-request-path', 'sync-in-request-path', 'n-plus-one']) await controller.practised(rule);
    assert.deepEqual(controller.progress.practised.map(({ rule }) => rule), ['sync-in-request-path', 'n-plus-one']);
  });

  it('stores how well each asking left the item remembered', async () => {
    const controller = await openWindow();
    controller.choose(ref, 'a');
    await controller.commit(ref, 'sure');
    await controller.grade('card', 'again');
    const [answer, grade] = [controller.progress.answers[0], controller.progress.grades[0]];
    assert.ok(answer?.strength && grade?.strength && answer.strength.stability > grade.strength.stability);
  });

  it('undoes the last answer or grade, in every window: the question is open again with its hints', async () => {
    const [here, there] = [await openWindow(), await openWindow()];
    assert.equal(await here.undoLast(), undefined);
    here.openHint(ref);
    here.choose(ref, 'b');
    await here.commit(ref, 'sure');
    await here.grade('card', 'good');
    const heard: (PieceRef | undefined)[] = [];
    opened.push(here.onDidChange((changed) => heard.push(changed)));
    const grade = await here.undoLast();
    assert.deepEqual([grade?.list, here.progress.grades], ['grades', []]);
    assert.equal(here.session(ref).answer?.option, 'b');
    const answer = await here.undoLast();
    assert.deepEqual([answer?.list, answer?.list === 'answers' && answer.entry.option], ['answers', 'b']);
    const { answer: verdict, attempts, hintsOpened, pending } = here.session(ref);
    assert.deepEqual([verdict, attempts, hintsOpened, pending], [undefined, 0, 1, undefined]);
    assert.equal(heard.length, 2);
    await there.refresh();
    assert.deepEqual(there.progress.answers, []);
    assert.deepEqual((await openWindow()).progress.answers, []);
  });

  it('shows the earlier verdict no more when a later answer is undone', async () => {
    const controller = await openWindow();
    for (const option of ['a', 'b']) {
      controller.retry(ref);
      controller.choose(ref, option);
      await controller.commit(ref, 'think');
    }
    await controller.undoLast();
    assert.deepEqual([controller.session(ref).answer, controller.session(ref).attempts], [undefined, 1]);
    controller.stopAsking(ref);
    assert.equal(controller.session(ref).answer?.option, 'a');
  });
});
