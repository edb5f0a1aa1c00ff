import assert from 'node:assert/strict';
import { inTurns } from '../../src/shared/pace';

const busy = (ms: number) => {
  for (const end = performance.now() + ms; performance.now() < end; );
};

describe('work in turns', () => {
  it('is done in the order asked for, and lets others in once a stretch has been long', async () => {
    const turn = inTurns();
    const log: string[] = [];
    const timer = setTimeout(() => log.push('another'));
    await Promise.all(
      ['a', 'b', 'c'].map(async (name) => {
        await turn();
        log.push(name);
        busy(5);
      }),
    );
    clearTimeout(timer);
    assert.deepEqual(log.filter((name) => name !== 'another'), ['a', 'b', 'c']);
    assert.equal(log[1], 'another', log.join(' '));
  });
});
