import assert from 'node:assert/strict';
import { testOf } from '../../src/team/testOf';

/** The test of a file in a repository of these files. */
async function among(file: string, ...files: readonly string[]): Promise<string | undefined> {
  return testOf(file, (dir) =>
    Promise.resolve([file, ...files].filter((each) => each.split('/').slice(0, -1).join('/') === dir).map((each) => each.split('/').at(-1) ?? '')),
  );
}

describe('the test of a file', () => {
  it('lies beside it under a name of its own', async () => {
    assert.equal(await among('src/charge.ts', 'src/charges.test.ts', 'src/charge.spec.ts', 'src/charge.test.snap'), 'charge.spec.ts');
    assert.equal(await among('pay/refund.go', 'pay/refund_test.go'), 'refund_test.go');
    assert.equal(await among('charge.js', 'charge-test.js'), 'charge-test.js');
  });

  it('lies in a folder of tests there', async () => {
    assert.equal(await among('src/pay/charge.ts', 'src/pay/__tests__/charge.ts'), 'src/pay/__tests__/charge.ts');
  });

  it('lies at the same place in the tests of the repository', async () => {
    assert.equal(await among('plugins/auth/base.js', 'test/plugins/auth/base.js'), 'test/plugins/auth/base.js');
    assert.equal(await among('src/pay/charge.ts', 'tests/pay/charge.test.ts'), 'tests/pay/charge.test.ts');
    assert.equal(await among('lib/helpers.js', 'test/helpers_tests.js'), 'test/helpers_tests.js');
    assert.equal(await among('server.js', 'test/server.js'), 'test/server.js');
  });

  it('is the nearest of several', async () => {
    assert.equal(await among('src/charge.ts', 'test/charge.ts', 'src/charge.test.ts'), 'charge.test.ts');
  });

  it('is none where only the name of another file is like it', async () => {
    assert.equal(await among('src/charge.ts', 'src/charge.d.ts', 'src/charge.md', 'test/other/charge.ts', 'test/charge.json'), undefined);
    assert.equal(await among('src/charge.spec.ts'), undefined);
    assert.equal(await among('plugins/auth/base.js', 'test/auth/base.js'), undefined);
  });
});
