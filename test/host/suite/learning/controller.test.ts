import assert from 'node:assert/strict';
import os from 'node:os';
import path from 'node:path';
import { mkdtemp, rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { LearningController, type WindowState } from '../../../../src/editor/learning/controller';
import { FolderSegments } from '../../../../src/editor/learning/folderSegments';
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
    assert.equal(await here.import(backup), 1);
    assert.equal(await here.import(backup), 0);
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
});
