import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { allPieces, refOf, type PlacedPiece } from '../../../src/learning/lookup';
import { held, judge } from '../suite/held';
import { usePlayground } from '../suite/findings/support';
import { closeEverything, rightOf, run, shippedCatalogue } from '../suite/learning/support';

/** As many as years bring. */
const stored = 5000;
const day = 24 * 60 * 60 * 1000;

/** Until what was asked for is drawn, in milliseconds. */
const settle = 1500;

/** In a window of its own: who has learnt for years is another reader than the other tests'. */
describe('the extension host, after years', function () {
  // The machine may be at other work for as long as all rounds of one measurement take.
  this.retries(1);

  const play = usePlayground();
  let pieces: PlacedPiece[];

  before(async () => {
    pieces = allPieces(await shippedCatalogue());
    await closeEverything();
  });

  after(async () => {
    await closeEverything();
  });

  /** A file of answers that no file before it held. */
  function answersFile(round: number): vscode.Uri {
    const now = Date.now() - 30 * day;
    const answers = Array.from({ length: stored }, (_, index) => {
      const { lesson, piece } = pieces[index % pieces.length]!;
      const option = piece.options[index % piece.options.length]!;
      return { id: `stored-${round}-${index}`, ...refOf(lesson, piece), option: option.id, correct: option.correct, confidence: 'sure', hints: 0, at: now - (stored - index) * 1000 + round };
    });
    return play().write(`answers${round}.json`, JSON.stringify({ format: 'altitude-progress', version: 1, exportedAt: '', answers }));
  }

  it(`is hardly held up by a file of ${stored} answers, the profile of them and a review`, async () => {
    const imported = await held(async (round) => {
      await run('importProgress', answersFile(round));
      await setTimeout(settle);
    });
    await judge(`${stored} answers joined`, imported);
    const answered = await held(async (round) => {
      const { lesson, piece } = pieces[round]!;
      const ref = refOf(lesson, piece);
      await run('openPiece', ref);
      await setTimeout(settle);
      await run('retry', ref);
      await run('choose', ref, rightOf(piece));
      await run('commit', ref, 'sure');
      await setTimeout(settle);
      await closeEverything();
    });
    await judge(`an answer beside ${stored} others`, answered);
    const profile = await held(async () => {
      await run('showProfile');
      await setTimeout(settle);
      await closeEverything();
    });
    await judge(`the profile of ${stored} answers`, profile);
    const review = await held(async () => {
      void run('reviewNow');
      await setTimeout(settle / 3);
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      await setTimeout(settle);
    });
    assert.ok(vscode.window.visibleTextEditors.some(({ document }) => document.uri.path.startsWith('/review/')), 'no review was begun');
    await judge('a review', review);
  }).timeout(120_000);
});
