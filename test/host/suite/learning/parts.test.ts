import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Engine } from '../../../../src/engine/engine';
import type { LearningController } from '../../../../src/editor/learning/controller';
import { QuizLenses } from '../../../../src/editor/learning/quizLenses';
import { SnippetFiles } from '../../../../src/editor/learning/snippetFiles';
import type { Catalogue } from '../../../../src/lessons/model';
import { fixedSource, memoryController, pieceAt, refusalOf, rightOf, shippedCatalogue } from './support';

/** Parts with what the shipped extension cannot be brought to: an engine that fails, a scan with a known result. */
describe('parts of learning', () => {
  let catalogue: Catalogue;
  let controller: LearningController;
  let opened: { dispose(): unknown }[];

  beforeEach(async () => {
    catalogue = await shippedCatalogue();
    controller = await memoryController(fixedSource(catalogue));
    opened = [controller];
  });

  afterEach(() => {
    vscode.Disposable.from(...opened).dispose();
  });

  const nothingAsked = {
    onDidChange: new vscode.EventEmitter<void>().event,
    titleFor: () => undefined,
    piece: undefined,
    show: () => undefined,
    goOn: () => Promise.resolve(),
    stepOut: () => undefined,
  };

  const nothingLive = { at: () => undefined, current: undefined, isLost: () => false, onDidChange: new vscode.EventEmitter<void>().event };

  async function answerFirst(): Promise<void> {
    const { piece, ref } = pieceAt(catalogue, 0);
    controller.choose(ref, rightOf(piece));
    await controller.commit(ref, 'sure');
  }

  it('counts places in the workspace above the code: only after an answer, only where a scan found any', async () => {
    const { piece, uri } = pieceAt(catalogue, 0);
    const document = await vscode.workspace.openTextDocument(uri);
    const scanned = new vscode.EventEmitter<void>();
    let count: number | undefined = 3;
    const places = { count: (rule: string) => (rule === piece.rule ? count : undefined), onDidChange: scanned.event, reveal: () => undefined };
    const lenses = new QuizLenses({ catalogue: fixedSource(catalogue), controller, places, asking: nothingAsked, live: nothingLive });
    opened.push(lenses, scanned);
    const named = () => lenses.provideCodeLenses(document).map(({ command }) => command?.title ?? '');

    assert.equal(named().some((title) => title.includes('workspace')), false);
    await answerFirst();
    assert.ok(named().includes('3 places in your workspace'));
    count = 1;
    assert.ok(named().includes('1 place in your workspace'));
    for (count of [0, undefined]) assert.equal(named().some((title) => title.includes('workspace')), false);

    let redrawn = 0;
    opened.push(lenses.onDidChangeCodeLenses(() => (redrawn += 1)));
    scanned.fire();
    assert.equal(redrawn, 1);
  });

  it('makes the fix with the rule of the piece alone, once, and tries again after a failure', async () => {
    const { fixed, piece } = pieceAt(catalogue, 0);
    const asked: Parameters<Engine['fix']>[] = [];
    let broken = true;
    const engine: Pick<Engine, 'fix'> = {
      fix: (...request) => {
        asked.push(request);
        return broken ? Promise.reject(new Error('the worker died')) : Promise.resolve('fixed\n');
      },
    };
    const files = new SnippetFiles({ catalogue: fixedSource(catalogue), controller, engine });
    opened.push(files);

    assert.equal(await refusalOf(files.readFile(fixed)), 'NoPermissions');
    assert.equal(asked.length, 0);
    await answerFirst();
    await assert.rejects(files.readFile(fixed), /the worker died/);
    broken = false;
    assert.equal(new TextDecoder().decode(await files.readFile(fixed)), 'fixed\n');
    assert.equal((await files.stat(fixed)).size, 6);
    assert.equal(asked.length, 2);
    const [source, options] = asked[1]!;
    assert.deepEqual([source.text, source.language, source.fragment], [piece.snippet, piece.language, true]);
    assert.deepEqual(options, { rules: [piece.rule], safety: 'guided' });
  });
});
