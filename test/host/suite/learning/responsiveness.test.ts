import { setTimeout } from 'node:timers/promises';
import { allPieces, refOf, type PlacedPiece } from '../../../../src/learning/lookup';
import { held, judge } from '../held';
import { closeEverything, lesson as flagship, rightOf, run, shippedCatalogue } from './support';

/** Until what was asked for is drawn, in milliseconds. */
const settle = 1500;

describe('the extension host, with a lesson open', function () {
  // The machine may be at other work for as long as all rounds of one measurement take.
  this.retries(1);

  let pieces: PlacedPiece[];

  before(async () => {
    // Of the lesson that other suites answer too: what is answered here is due for nobody today.
    pieces = allPieces(await shippedCatalogue()).filter(({ lesson }) => lesson.id === flagship);
    await closeEverything();
  });

  after(async () => {
    await closeEverything();
  });

  it('is not held up by lessons that are opened and answered', async () => {
    const share = await held(async (round) => {
      const { lesson, piece } = pieces[round]!;
      const ref = refOf(lesson, piece);
      await run('openPiece', ref);
      await setTimeout(settle);
      await run('retry', ref);
      await run('choose', ref, rightOf(piece));
      await run('commit', ref, 'sure');
      await setTimeout(settle);
    });
    await judge('a lesson', share);
  }).timeout(60_000);
});
