import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { Batches } from '../../src/editor/findings/batches';

/** Keeps the thread for some milliseconds. */
function busy(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe('batches', () => {
  it('do a few things at once, in order', () => {
    const done: number[] = [];
    new Batches((thing: number) => done.push(thing)).add([3, 1, 2]);
    assert.deepEqual(done, [3, 1, 2]);
  });

  it('let others have their turn between many things, and do each', async () => {
    const done: (number | string)[] = [];
    const batches = new Batches((thing: number) => {
      busy(1);
      done.push(thing);
    });
    batches.add(Array.from({ length: 30 }, (_, index) => index));
    const other = setTimeout(1).then(() => done.push('other'));
    await other;
    while (done.length < 31) await setTimeout(1);
    assert.deepEqual(done.filter((thing) => thing !== 'other'), Array.from({ length: 30 }, (_, index) => index));
    assert.notEqual(done.at(-1), 'other', 'nobody else had a turn before all was done');
  });

  it('do a thing once that is asked for again while it waits', async () => {
    const done: string[] = [];
    const batches = new Batches((thing: string) => done.push(thing));
    const many = Array.from({ length: 20 }, (_, index) => `file${index}`);
    batches.add(many);
    batches.add(['file3', 'late']);
    while (done.length < 21) await setTimeout(1);
    await setTimeout(5);
    assert.deepEqual(done, [...many, 'late']);
  });

  it('do nothing once disposed', async () => {
    const done: number[] = [];
    const batches = new Batches((thing: number) => done.push(thing));
    batches.add(Array.from({ length: 20 }, (_, index) => index));
    batches.dispose();
    await setTimeout(20);
    assert.deepEqual(done, []);
  });
});
