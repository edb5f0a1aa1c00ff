import path from 'node:path';
import { Workbench, type WorkbenchOptions } from './workbench';

/**
 * One workbench for the tests of a `describe`: opened before them, closed after them. A test that fails leaves a
 * picture of the window in test-artifacts/.
 * @param options a function where they are known only once an earlier test, or hook, has run
 */
export function useWorkbench(options: WorkbenchOptions | (() => WorkbenchOptions) = {}): () => Workbench {
  let bench: Workbench | undefined;

  before(async () => {
    bench = await Workbench.open(typeof options === 'function' ? options() : options);
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    const name = this.currentTest.fullTitle().replace(/\W+/g, '-').toLowerCase();
    const picture = path.resolve('test-artifacts', `${name}.png`);
    await bench?.screenshot(picture);
    console.log(`    picture: ${picture}`);
  });

  after(async () => {
    await bench?.close();
  });

  return () => {
    if (!bench) throw new Error('The workbench is open only while tests run.');
    return bench;
  };
}
