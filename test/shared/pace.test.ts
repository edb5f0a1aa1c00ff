import assert from 'node:assert/strict';
import { atOnce, inTurns, stepByStep, type Steps } from '../../src/shared/pace';

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

describe('work in steps', () => {
  function* sum(parts: readonly number[], took: (part: number) => void): Steps<number> {
    let total = 0;
    for (const part of parts) {
      took(part);
      total += part;
      yield;
    }
    return total;
  }

  it('lets others in where a stretch has been long, and comes to the same as in one go', async () => {
    const log: unknown[] = [];
    const take = (part: number) => {
      log.push(part);
      busy(5);
    };
    setTimeout(() => log.push('another'));
    assert.equal(await stepByStep(sum([1, 2, 3], take)), 6);
    assert.deepEqual(log, [1, 'another', 2, 3]);
    assert.equal(atOnce(sum([1, 2, 3], () => undefined)), 6);
  });

  it('throws where the work does', async () => {
    const broken = () => sum([1], () => assert.fail('broken'));
    assert.throws(() => atOnce(broken()), /broken/);
    await assert.rejects(stepByStep(broken()), /broken/);
  });
});
