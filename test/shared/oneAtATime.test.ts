import assert from 'node:assert/strict';
import { oneAtATime } from '../../src/shared/oneAtATime';

describe('a job that never runs beside itself', () => {
  /** Runs that end when they are told to. */
  function held() {
    const ends: ((error?: Error) => void)[] = [];
    const run = oneAtATime(async () => new Promise<void>((resolve, reject) => ends.push((error) => (error ? reject(error) : resolve()))));
    return { run, ends };
  }
  const turn = async () => new Promise((resolve) => setTimeout(resolve));

  it('runs at once, and again when asked after its end', async () => {
    const { run, ends } = held();
    const first = run();
    assert.equal(ends.length, 1);
    ends[0]?.();
    await first;
    void run();
    assert.equal(ends.length, 2);
  });

  it('runs once more, however often it was asked for meanwhile, and whoever asked waits for that run', async () => {
    const { run, ends } = held();
    void run();
    let ended = 0;
    const asked = [run(), run(), run()].map(async (each) => each.then(() => ended++));
    await turn();
    assert.equal(ends.length, 1);
    ends[0]?.();
    await turn();
    assert.equal(ends.length, 2);
    assert.equal(ended, 0);
    ends[1]?.();
    await Promise.all(asked);
    assert.equal(ends.length, 2);
  });

  it('runs again after a run that was asked for meanwhile, when it is asked for during that one', async () => {
    const { run, ends } = held();
    void run();
    void run();
    ends[0]?.();
    await turn();
    const last = run();
    ends[1]?.();
    await turn();
    assert.equal(ends.length, 3);
    ends[2]?.();
    await last;
  });

  it('goes on after a run that failed', async () => {
    const { run, ends } = held();
    const first = run();
    const second = run();
    ends[0]?.(new Error('unreadable'));
    await assert.rejects(first, /unreadable/);
    await turn();
    ends[1]?.();
    await second;
  });
});
