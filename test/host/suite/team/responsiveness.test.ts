import { setTimeout } from 'node:timers/promises';
import { held, judge } from '../held';
import { shippedCatalogue } from '../learning/support';
import { SampleTeam } from './support';

/** Until changes on disk have been looked at for the last time, in milliseconds. */
const settle = 7000;

describe('the extension host, with a folder that teaches', function () {
  // The machine may be at other work for as long as all rounds of one measurement take.
  this.retries(1);

  const team = new SampleTeam('taught-service');

  before(async () => {
    await shippedCatalogue();
  });

  afterEach(async () => {
    await team.vanish();
    await setTimeout(settle);
  });

  it('is not held up by one that appears, and is gone again', async () => {
    const share = await held(async () => {
      await team.appear();
      await setTimeout(settle);
      await team.vanish();
      await setTimeout(settle);
    });
    await judge('a team’s folder appeared and vanished', share);
  }).timeout(180_000);
});
